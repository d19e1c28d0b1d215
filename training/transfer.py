"""Learns to show a face's values at the cut as a site would show them, from nothing but the mean and spread that the site has.

`python3 -m training.transfer --from <checkpoint> --models models`. Faces of the training part are seen as they are and under drawn damages: lossy
coding, less resolution, blur, grain, and two of them one after the other. A network of one hidden layer is told a face as it is and a code
of the damage, the principal directions of how it moves means and spreads of a set of faces, and learns what the face looks like under it
(feature transfer, Liu et al. 2018; a set as context: Zhang et al. 2021). It spans looks of one source under damage: what else sets
a site apart (other cameras, other people) it leaves as it is. Prints JSON.
"""
from __future__ import annotations

import argparse
import json
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from .augment import Recipe, finish, recompress
from .checkpoint import load_average
from .export import write_checksums
from .invert import values_at_cut
from .manifest import indices_of
from .mobilenet import MobileDetector
from .noise import with_noise
from .runtime import prepare_cpu
from .sources import LABELLED, Sources, open_sources
from .video_codec import Codec, recode

SEED = 20261127
FACES, DAMAGES, FACES_OF_DAMAGE = 6000, 320, 320
# Drawn alike often. H.264: quantiser; size: share of the side; blur: sigma in pixels of the stored picture; JPEG: quality; grain: deviation.
STRENGTHS = {"h264": (22, 46), "resize": (0.2, 0.75), "blur": (0.7, 3.8), "jpeg": (10, 65), "noise": (3, 26)}
WHOLE = ("h264", "jpeg")
SECOND_SHARE = 0.25
CODE, CODE_UNITS, HIDDEN = 24, 32, 256
STEPS, RATE, DECAY = 6000, 1e-3, 1e-2
DAMAGES_A_STEP, FACES_A_STEP = 8, 32
# Sets that the code is read from, and shares of manipulated faces in them: a site may have any.
SET_FACES, SET_RATES = (60, 200), (0.0, 0.05, 0.2, 0.5, 0.5, 1.0)
MEAN_WEIGHT, TOP_WEIGHT = 2.0, 0.3
# Below this a spread is one of a value that hardly ever moves.
LEAST_SPREAD, LEAST_LOG_SPREAD, LEAST_VARIANCE = 1e-3, 0.05, 0.05


@dataclass(frozen=True)
class Damage:
    kind: str
    strength: float

    def __call__(self, picture: np.ndarray) -> np.ndarray:
        """uint8 [side, side, 3] to the same, of another side after `resize`; sides are made even."""
        picture = np.ascontiguousarray(picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2])
        if self.kind == "h264":
            return recode([picture], Codec("h264", int(self.strength), 2))[0]
        if self.kind == "jpeg":
            return recompress(picture, int(self.strength))
        if self.kind == "blur":
            return cv2.GaussianBlur(picture, (0, 0), self.strength)
        if self.kind == "resize":
            side = round(picture.shape[0] * self.strength)
            return cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
        return with_noise(picture, self.strength, np.random.default_rng(int(picture[::7].sum())))


def draw_damages(number: int) -> list[Damage]:
    """The damages of one set, in their order: the first kind by turns, sometimes another one before it."""
    rng = np.random.default_rng([SEED, number])
    kinds = list(STRENGTHS)

    def drawn(kind: str) -> Damage:
        low, high = STRENGTHS[kind]
        return Damage(kind, float(rng.integers(low, high + 1) if kind in WHOLE else rng.uniform(low, high)))

    last = kinds[number % len(kinds)]
    damages = [drawn(last)]
    if rng.random() < SECOND_SHARE:
        damages.insert(0, drawn(str(rng.choice([kind for kind in kinds if kind != last]))))
    return damages


@dataclass(frozen=True)
class Seen:
    """Values at the cut of some faces under one damage, float32 [count, values]; `faces`: which they are, [count]."""

    values: torch.Tensor
    faces: torch.Tensor


class Seeing:
    """Faces of the training part as the network sees them."""

    def __init__(self, network: MobileDetector, sources: Sources):
        self.network, self.store = network, sources.stores[LABELLED]
        order = np.random.default_rng(SEED).permutation(np.array(indices_of(sources.labelled, "train")))
        self.indices = [int(index) for index in order[:FACES]]
        self.fake = torch.tensor([sources.labelled[index].fake for index in self.indices])

    def see(self, faces: np.ndarray, damages: list[Damage]) -> Seen:
        shown = []
        for face in faces:
            picture = np.asarray(self.store[self.indices[face]])
            for damage in damages:
                picture = damage(picture)
            shown.append(finish(picture, Recipe()))
        return Seen(values_at_cut(self.network, np.stack(shown)), torch.from_numpy(faces))


_seeing: Seeing | None = None


def _open(checkpoint: Path, data: Path, work: Path) -> None:
    global _seeing
    prepare_cpu(1)
    network, _ = load_average(checkpoint)
    _seeing = Seeing(network.float(), open_sources(data, work))


def _see(number: int | None) -> Seen:
    """The faces under the damages of one number; null: all of them as they are."""
    assert _seeing is not None
    if number is None:
        return _seeing.see(np.arange(FACES), [])
    chosen = np.random.default_rng([SEED, number, 1]).choice(FACES, FACES_OF_DAMAGE, replace=False)
    return _seeing.see(chosen, draw_damages(number))


class Transfer(nn.Module):
    """What a face looks like under a damage. Values at the cut are scaled by the mean and spread of faces as they are."""

    def __init__(self, clean: torch.Tensor, sets: list[torch.Tensor], code: int = CODE, hidden: int = HIDDEN):
        """clean: [count, values]; sets: faces under one damage each, [count, values]."""
        super().__init__()
        values = clean.shape[1]
        self.mean, self.spread = clean.mean(0), clean.std(0) + LEAST_SPREAD
        moved = torch.stack([self._look(faces) for faces in sets])
        self.look_mean = moved.mean(0)
        _, _, directions = torch.linalg.svd(moved - self.look_mean, full_matrices=False)
        along = (moved - self.look_mean) @ directions[:code].T
        self.look_kernel = (directions[:code] / along.std(0)[:, None]).T.contiguous()
        codes = (moved - self.look_mean) @ self.look_kernel
        self.low, self.high = codes.min(0).values, codes.max(0).values
        self.code = nn.Linear(code, CODE_UNITS)
        self.gain, self.shift = nn.Linear(CODE_UNITS, values), nn.Linear(CODE_UNITS, values)
        self.inner, self.inner_gain, self.inner_shift = nn.Linear(values, hidden), nn.Linear(CODE_UNITS, hidden), nn.Linear(CODE_UNITS, hidden)
        self.outer = nn.Linear(hidden, values, bias=False)
        for layer in (self.gain, self.shift, self.outer):
            nn.init.zeros_(layer.weight)
        for layer in (self.gain, self.shift):
            nn.init.zeros_(layer.bias)

    def _look(self, faces: torch.Tensor) -> torch.Tensor:
        scaled = (faces - self.mean) / self.spread
        return torch.cat([scaled.mean(0), torch.log(scaled.std(0, unbiased=False) + LEAST_LOG_SPREAD)])

    def code_of(self, faces: torch.Tensor) -> torch.Tensor:
        """A set of faces [count, values] to its code [code], no further out than any damage that was learned from."""
        return torch.clamp((self._look(faces) - self.look_mean) @ self.look_kernel, self.low, self.high)

    def forward(self, faces: torch.Tensor, codes: torch.Tensor) -> torch.Tensor:
        """faces as they are [batch, values], codes [batch, code]; returns [batch, values]."""
        scaled = (faces - self.mean) / self.spread
        told = torch.relu(self.code(codes))
        hidden = torch.relu(self.inner(scaled) * (1 + self.inner_gain(told)) + self.inner_shift(told))
        shown = scaled * (1 + self.gain(told)) + self.shift(told) + self.outer(hidden)
        return shown * self.spread + self.mean


class Top(nn.Module):
    """The installed network above the cut, which faces shown and seen must look alike to."""

    def __init__(self, network: MobileDetector):
        super().__init__()
        self.dense, self.hidden, self.logit, self.mask = network.extractor.dense, network.head.hidden, network.head.logit, network.mask.logit
        self.pooled = self.dense.in_features
        self.requires_grad_(False)

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """[batch, values] to the feature and the logit, [batch, units + 1]."""
        feature = torch.relu(self.dense(values[:, -self.pooled:]))
        units = self.mask.weight.numel()
        fields = values[:, -self.pooled - units:-self.pooled] @ self.mask.weight.flatten() + self.mask.bias
        return torch.cat([feature, self.logit(torch.relu(self.hidden(feature))) + fields[:, None]], 1)


def fit(clean: torch.Tensor, fake: torch.Tensor, sets: list[Seen], top: nn.Module, steps: int = STEPS) -> tuple[Transfer, dict[str, float]]:
    """clean: faces as they are [count, values]; fake: bool [count]; top: values to what must agree besides. Returns it and what is left."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    transfer = Transfer(clean, [seen.values for seen in sets])
    optimiser = torch.optim.AdamW(transfer.parameters(), RATE, weight_decay=DECAY)
    # Of the spread within a damage: what all faces of a site share must be met as exactly as what sets them apart.
    within = torch.stack([(seen.values / transfer.spread).var(0) for seen in sets]).mean(0)
    weight = 1 / within.clamp(min=LEAST_VARIANCE)
    weight = weight / weight.mean()
    with torch.no_grad():
        judged = top(clean)
        spread = judged.std(0) + LEAST_LOG_SPREAD
    left, moved = [], []
    for step in range(steps):
        optimiser.param_groups[0]["lr"] = RATE * min(1, step / 200) * (1 + np.cos(np.pi * step / steps)) / 2
        before, codes, after = [], [], []
        for number in rng.choice(len(sets), DAMAGES_A_STEP):
            seen = sets[number]
            manipulated, rate = fake[seen.faces].numpy(), rng.choice(SET_RATES)
            chance = np.where(manipulated, rate / max(1, manipulated.sum()), (1 - rate) / max(1, (~manipulated).sum()))
            shown = rng.choice(len(chance), int(rng.integers(*SET_FACES)), p=chance / chance.sum())
            chosen = rng.choice(len(chance), FACES_A_STEP, replace=False)
            before.append(clean[seen.faces[chosen]])
            codes.append(transfer.code_of(seen.values[shown]).expand(FACES_A_STEP, -1))
            after.append(seen.values[chosen])
        truth = torch.cat(after)
        said = transfer(torch.cat(before), torch.cat(codes))
        error = (truth - said) / transfer.spread
        squared = (error ** 2 * weight).mean()
        of_mean = (error.reshape(DAMAGES_A_STEP, FACES_A_STEP, -1).mean(1) ** 2 * weight).mean()
        unlike = (((top(said) - top(truth)) / spread) ** 2).mean()
        optimiser.zero_grad()
        (squared + MEAN_WEIGHT * of_mean + TOP_WEIGHT * unlike).backward()
        optimiser.step()
        if step >= steps * 0.9:
            left.append(float(squared))
            moved.append(float((((truth - torch.cat(before)) / transfer.spread) ** 2 * weight).mean()))
    return transfer.eval(), {"squaredError": float(np.mean(left)), "squaredMove": float(np.mean(moved))}


def tensors_of(transfer: Transfer) -> dict[str, np.ndarray]:
    """By the names that src/adaptation/transfer.ts reads; kernels are [inputs, outputs]."""
    found = {"mean": transfer.mean, "spread": transfer.spread, "lookMean": transfer.look_mean, "lookKernel": transfer.look_kernel,
             "codeLow": transfer.low, "codeHigh": transfer.high, "outerKernel": transfer.outer.weight.T}
    for name, layer in (("code", transfer.code), ("gain", transfer.gain), ("shift", transfer.shift), ("inner", transfer.inner),
                        ("innerGain", transfer.inner_gain), ("innerShift", transfer.inner_shift)):
        found[f"{name}Kernel"], found[f"{name}Bias"] = layer.weight.T, layer.bias
    return {name: tensor.detach().contiguous().numpy() for name, tensor in found.items()}


def write(folder: Path, transfer: Transfer, model_version: str) -> None:
    """transfer.json and transfer.bin: tensors in half precision, as tfjs reads them."""
    entries, data = [], b""
    for name, values in tensors_of(transfer).items():
        entries.append({"name": name, "shape": list(values.shape), "dtype": "float32", "quantization": {"dtype": "float16", "original_dtype": "float32"}})
        data += values.astype("<f2").tobytes()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "transfer.json").write_text(json.dumps({"version": 1, "modelVersion": model_version, "weights": entries}) + "\n")
    (folder / "transfer.bin").write_bytes(data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="checkpoint", type=Path, required=True, help="the trained network (training/README.md)")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "ff-train", help="scratch, about 5 GB")
    parser.add_argument("--models", type=Path, default=Path("models"), help="the folder whose replay/transfer.* and checksums.json are written")
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    prepare_cpu(chosen.processes)
    network, _ = load_average(chosen.checkpoint)
    fake = Seeing(network, open_sources(chosen.data, chosen.work)).fake
    with ProcessPoolExecutor(chosen.processes, initializer=_open, initargs=(chosen.checkpoint, chosen.data, chosen.work)) as pool:
        clean, *sets = pool.map(_see, [None, *range(DAMAGES)])
    untouched = Seen(clean.values[::FACES // FACES_OF_DAMAGE], clean.faces[::FACES // FACES_OF_DAMAGE])
    transfer, report = fit(clean.values, fake, [*sets, untouched], Top(network.float()))
    version = json.loads((chosen.models / "detector" / "calibration.json").read_text())["modelVersion"]
    write(chosen.models / "replay", transfer, version)
    write_checksums(chosen.models)
    print(json.dumps({"damages": len(sets), "faces": FACES, **report}, indent=1))


if __name__ == "__main__":
    main()
