"""Unlabelled target faces, degraded like the source, so that compression does not tell the domains apart."""
from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import torch

from ..signal.crop import COMPARED_SIZE
from ..signal.finishing import View, show
from ..signal.looks import KERNELS
from .drawn import DrawnBatches
from .items import FINE, degraded, drawn_side
from .pack import WHOLE

# Faces that share a resolution and a codec, as many as a batch of drawn faces has of one item in the mean.
ALIKE = 8


class TargetBatches(torch.utils.data.Dataset):
    """Batch number `step` is a function of (seed, step) alone. Item: faces uint8 [count, 3, 128, 128], count even; no label is read."""

    def __init__(self, pictures: np.ndarray, indices: list[int], count: int, seed: int):
        self.pictures, self.indices, self.count, self.seed = pictures, indices, count, seed

    def __len__(self) -> int:
        return 2**31

    def __getitem__(self, step: int) -> torch.Tensor:
        rng = np.random.default_rng([self.seed, 3, step])
        generator = torch.Generator().manual_seed(int(rng.integers(2**31)))
        chosen = rng.choice(self.indices, self.count, replace=len(self.indices) < self.count)
        return torch.cat([self._alike(chosen[first:first + ALIKE], rng, generator) for first in range(0, self.count, ALIKE)])

    def _alike(self, chosen: np.ndarray, rng: np.random.Generator, generator: torch.Generator) -> torch.Tensor:
        side, kernel = drawn_side("", WHOLE, rng), KERNELS[rng.integers(1, 4)]
        pictures = [cv2.resize(np.asarray(self.pictures[index]), (side, side), interpolation=kernel) for index in chosen]
        half = len(pictures) // 2
        faces = np.concatenate(degraded([pictures[:half], pictures[half:]], rng))
        unknown = torch.zeros(len(faces), FINE, FINE, dtype=torch.uint8)
        return show(torch.from_numpy(faces).permute(0, 3, 1, 2), unknown, WHOLE, View(COMPARED_SIZE), generator).faces.byte()


class Remembered(torch.utils.data.Dataset):
    """The items of `batches`, each drawn once: the last `most` are kept in memory, of this process alone."""

    def __init__(self, batches: torch.utils.data.Dataset, most: int):
        self.item = lru_cache(maxsize=most)(batches.__getitem__)

    def __len__(self) -> int:
        return 2**31

    def __getitem__(self, step: int) -> Any:
        return self.item(step)


class BothDomains(torch.utils.data.Dataset):
    """A source batch (faces, labels, masks, known) and a target batch (faces) of one step."""

    def __init__(self, source: DrawnBatches, target: TargetBatches | Remembered):
        self.source, self.target = source, target

    def __len__(self) -> int:
        return 2**31

    def __getitem__(self, step: int) -> tuple[tuple[torch.Tensor, ...], torch.Tensor]:
        return self.source[step], self.target[step]
