"""How much of a face can be recovered from what is kept of it: a decoder is trained from values at the cut back to pictures.

`python3 -m training.invert --from <checkpoint>`. For what is kept (src/detector/cut.ts: a summary of the maps and the pooled vector), for the pooled vector alone, and for the maps
themselves, which are not kept, all rounded to a byte each:
PSNR and SSIM of held-out faces, and how often the right face is the nearest of all to its reconstruction. The mean face is what a
decoder that knows nothing would draw. Prints JSON; writes no picture.
"""
from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Iterator

import cv2
import numpy as np
import torch
from torch import nn

from .checkpoint import load_average
from .judge import SUSPICIOUS_FIELDS
from .manifest import indices_of
from .mobilenet import MASK_BLOCK, MobileDetector
from .network import inputs_of
from .runtime import prepare_cpu
from .scoring import NOMINAL
from .sources import LABELLED, Sources, open_sources

SIDE, BATCH, GALLERY = 64, 64, 500
SEED = 20261124


def _blocks(*widths: int) -> Iterator[nn.Module]:
    for inputs, outputs in zip(widths, widths[1:]):
        yield from (nn.Upsample(scale_factor=2, mode="nearest"), nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class MapDecoder(nn.Module):
    """Maps [batch, 96, 8, 8] to faces [batch, 3, 64, 64], 0…1."""

    def __init__(self, channels: int):
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(channels, 128, 3, padding=1), nn.ReLU(inplace=True), *_blocks(128, 96, 48, 24),
                                    nn.Conv2d(24, 3, 3, padding=1), nn.Sigmoid())

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        return self.layers(maps)


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


def summarise(network: MobileDetector, maps: torch.Tensor) -> torch.Tensor:
    """Maps [batch, 96, 8, 8] to the summary [batch, 320] that src/detector/cut.ts makes of them."""
    contrast = (maps - nn.functional.avg_pool2d(maps, 3, 1, 1, count_include_pad=False)).flatten(2)
    hidden = torch.relu(network.mask.hidden(maps)).flatten(2)
    suspicious = network.mask(maps).flatten(1).topk(SUSPICIOUS_FIELDS).indices[:, None]
    fields = maps.flatten(2)

    def among(values: torch.Tensor) -> torch.Tensor:
        return torch.gather(values, 2, suspicious.expand(-1, values.shape[1], -1)).mean(2)

    return torch.cat([fields.std(2, unbiased=False), contrast.abs().mean(2), among(fields), among(hidden)], 1)


@torch.no_grad()
def parts_at_cut(network: MobileDetector, faces: np.ndarray) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """uint8 [batch, 128, 128, 3] to maps [batch, 96, 8, 8], their summary [batch, 320] and the pooled vectors [batch, 1280]."""
    extractor = network.extractor
    inner = extractor.stem(inputs_of(torch.from_numpy(faces).permute(0, 3, 1, 2)))
    for block in extractor.blocks[:MASK_BLOCK + 1]:
        inner = block(inner)
    maps = inner.contiguous()
    for block in extractor.blocks[MASK_BLOCK + 1:]:
        inner = block(inner)
    return maps, summarise(network, maps), extractor.top(inner).mean(dim=(2, 3))


def values_at_cut(network: MobileDetector, faces: np.ndarray) -> torch.Tensor:
    """uint8 [count, 128, 128, 3] to what is kept of each, float32 [count, values], in the order of src/detector/cut.ts."""
    return torch.cat([torch.cat(parts_at_cut(network, faces[first:first + BATCH])[1:], 1) for first in range(0, len(faces), BATCH)])


def at_cut(network: MobileDetector, sources: Sources, indices: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Maps float32 [count, 96, 8, 8], their summary [count, 320], pooled vectors [count, 1280] and the faces float32 [count, 3, 64, 64], 0…1."""
    parts, shown = [], []
    for first in range(0, len(indices), BATCH):
        faces = NOMINAL.show([np.asarray(sources.stores[LABELLED][index]) for index in indices[first:first + BATCH]])
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
    parser.add_argument("--from", dest="checkpoint", type=Path, default=Path("training/weights/mobilenet.pt"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder that holds the source's manifest.csv")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "ff-train", help="scratch, about 5 GB")
    parser.add_argument("--faces", type=int, default=8000, help="genuine and manipulated faces of the training part to learn from")
    parser.add_argument("--minutes", type=float, default=4, help="training time of each decoder")
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args()
    prepare_cpu(chosen.threads)
    torch.manual_seed(SEED)
    network, _ = load_average(chosen.checkpoint)
    sources = open_sources(chosen.data, chosen.work)
    rng = np.random.default_rng(SEED)
    known, held = (list(rng.permutation(indices_of(sources.labelled, part))[:count]) for part, count in (("train", chosen.faces), ("test", GALLERY)))
    maps, summaries, pooled, faces = at_cut(network.float(), sources, known + held)
    # Units of very different ranges would teach a decoder the largest alone.
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
