"""How much of a face can be recovered from what adaptation keeps of it: `python3 -m training.adapt.invert --from CHECKPOINT`.

Decoders are trained from values at the cut back to pictures: from what is kept (src/detector/cut.ts: a summary of the maps and the pooled
vector), from the pooled vector alone, and from the maps, which are not kept; all rounded to a byte each. Reported of held-out faces: PSNR,
SSIM, and how often a face is the nearest of all to its own reconstruction. Baseline: the mean face. Prints JSON; writes no picture.
"""
from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Iterator

import cv2
import numpy as np
import torch
from torch import nn

from ..data.store import Store
from ..networks.checkpoint import load_average
from ..networks.graph import graph_of
from ..networks.runtime import prepare_cpu
from ..networks.shipped import ShippedNetwork
from ..signal.crop import whole_crop
from .at_cut import parts_at_cut

SIDE, BATCH, GALLERY = 64, 64, 500
SEED = 20261124


def _blocks(*widths: int) -> Iterator[nn.Module]:
    for inputs, outputs in zip(widths, widths[1:]):
        yield from (nn.Upsample(scale_factor=2, mode="nearest"), nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class MapDecoder(nn.Module):
    """Maps [batch, channels, 8 or more, 8 or more], of which 8 by 8 fields are averaged, to faces [batch, 3, 64, 64], 0…1."""

    def __init__(self, channels: int):
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(channels, 128, 3, padding=1), nn.ReLU(inplace=True), *_blocks(128, 96, 48, 24),
                                    nn.Conv2d(24, 3, 3, padding=1), nn.Sigmoid())

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        return self.layers(nn.functional.adaptive_avg_pool2d(maps, 8))


class VectorDecoder(nn.Module):
    """Vectors [batch, units] to faces [batch, 3, 64, 64], 0…1."""

    def __init__(self, units: int):
        super().__init__()
        self.start = nn.Sequential(nn.Linear(units, 96 * 64), nn.ReLU(inplace=True))
        self.maps = MapDecoder(96)

    def forward(self, vectors: torch.Tensor) -> torch.Tensor:
        return self.maps(self.start(vectors).reshape(-1, 96, 8, 8))


def quantised(values: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    """What is left of values after a byte each, over their range along `axes` without a thousandth of outliers on both ends."""
    low, high = np.quantile(values, 0.001, axes, keepdims=True), np.quantile(values, 0.999, axes, keepdims=True)
    step = np.maximum(high - low, 1e-3) / 255
    return (low + np.clip(np.round((values - low) / step), 0, 255) * step).astype(np.float32)


def at_cut(network: ShippedNetwork, store: Store, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Maps float32 [count, channels, side, side], their summary, pooled vectors [count, 1280] and the faces float32 [count, 3, 64, 64], 0…1."""
    parts, shown = [], []
    for first in range(0, len(numbers), BATCH):
        faces = np.stack([whole_crop(store.picture(int(number))) for number in numbers[first:first + BATCH]])
        parts.append([part.numpy() for part in parts_at_cut(network, faces)])
        shown += [cv2.resize(face, (SIDE, SIDE), interpolation=cv2.INTER_AREA) for face in faces]
    maps, summaries, pooled = (np.concatenate(part) for part in zip(*parts))
    pictures = np.stack(shown).transpose(0, 3, 1, 2).astype(np.float32) / 255
    return quantised(maps, (0, 2, 3)), quantised(summaries, (0,)), quantised(pooled, (0,)), pictures


def similarity(first: np.ndarray, second: np.ndarray) -> float:
    """SSIM (Wang et al. 2004) of two faces float32 [3, side, side], 0…1, over grey 8×8 windows."""
    x, y = (face.mean(0) for face in (first, second))

    def blur(values: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(values, (0, 0), 1.5)

    mx, my = blur(x), blur(y)
    vx, vy, cov = blur(x * x) - mx * mx, blur(y * y) - my * my, blur(x * y) - mx * my
    return float((((2 * mx * my + 1e-4) * (2 * cov + 9e-4)) / ((mx**2 + my**2 + 1e-4) * (vx + vy + 9e-4))).mean())


def measures(drawn: np.ndarray, faces: np.ndarray, mean: np.ndarray) -> dict[str, float]:
    """PSNR in dB, SSIM, and the share of faces that are the nearest of all to their own reconstruction, once the mean face is taken off."""
    error = ((drawn - faces) ** 2).mean((1, 2, 3))
    a, b = ((part - mean).reshape(len(part), -1) for part in (drawn, faces))
    a, b = (part - part.mean(1, keepdims=True) for part in (a, b))
    cosine = (a @ b.T) / (np.linalg.norm(a, axis=1)[:, None] * np.linalg.norm(b, axis=1)[None] + 1e-9)
    return {"psnr": round(float((-10 * np.log10(error)).mean()), 2),
            "ssim": round(float(np.mean([similarity(*pair) for pair in zip(drawn, faces)])), 3),
            "nearest": round(float((cosine.argmax(1) == np.arange(len(faces))).mean()), 3)}


def decode(decoder: nn.Module, known: np.ndarray, faces: np.ndarray, minutes: float, held: np.ndarray) -> np.ndarray:
    """Trains for some minutes and returns the reconstructions of what was held out."""
    rng = np.random.default_rng(SEED)
    optimiser = torch.optim.Adam(decoder.parameters(), 2e-3)
    end = time.monotonic() + 60 * minutes
    decoder.train()
    while (left := end - time.monotonic()) > 0:
        for group in optimiser.param_groups:
            group["lr"] = 2e-3 * max(0.05, left / (60 * minutes))
        chosen = rng.choice(len(known), BATCH, replace=False)
        loss = nn.functional.l1_loss(decoder(torch.from_numpy(known[chosen])), torch.from_numpy(faces[chosen]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    decoder.eval()
    with torch.no_grad():
        return np.concatenate([decoder(part).numpy() for part in torch.from_numpy(held).split(BATCH)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="checkpoint", type=Path, default=Path("training/weights/lite.pt"))
    parser.add_argument("--work", type=Path, required=True, help="what training.data.store wrote")
    parser.add_argument("--faces", type=int, default=8000, help="genuine and manipulated faces of the training part to learn from")
    parser.add_argument("--minutes", type=float, default=4, help="training time of each decoder")
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args()
    prepare_cpu(chosen.threads)
    torch.manual_seed(SEED)
    network, _ = load_average(chosen.checkpoint)
    store = Store(chosen.work)
    rng = np.random.default_rng(SEED)
    known, held = (rng.permutation(store.chosen(part, "dfdc-faces"))[:count] for part, count in (("train", chosen.faces), ("test", GALLERY)))
    maps, summaries, pooled, faces = at_cut(ShippedNetwork(graph_of(network)), store, np.concatenate([known, held]))
    # Standardised, or the units of the widest range would decide the loss.
    kept = np.concatenate([summaries, pooled], 1)
    kept = (kept - kept.mean(0)) / (kept.std(0) + 1e-3)
    count = len(known)
    mean = faces[:count].mean(0, keepdims=True)
    drawn = {
        "kept: summary and pooled vector": decode(VectorDecoder(kept.shape[1]), kept[:count], faces[:count], chosen.minutes, kept[count:]),
        "maps, not kept": decode(MapDecoder(maps.shape[1]), maps[:count], faces[:count], chosen.minutes, maps[count:]),
        "pooled vector": decode(VectorDecoder(pooled.shape[1]), pooled[:count], faces[:count], chosen.minutes, pooled[count:]),
        "mean face": np.repeat(mean, len(held), 0),
    }
    found = {name: measures(pictures, faces[count:], mean) for name, pictures in drawn.items()}
    print(json.dumps({"learnedFrom": count, "heldOut": len(held), "side": SIDE, "minutes": chosen.minutes, "found": found}, indent=1))


if __name__ == "__main__":
    main()
