"""Unlabelled target faces, degraded like the source, so that compression does not tell the domains apart."""
from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import torch

from ..signal.augment import degrade, finish
from ..signal.crop import COMPARED_SIZE
from ..signal.video_codec import recode
from .batches import KERNELS, MixedBatches, draw_recipes


class TargetBatches(torch.utils.data.Dataset):
    """Batch number `step` is a function of (seed, step) alone. Item: faces uint8 [count, 3, 128, 128]; no label is read."""

    def __init__(self, pictures: np.ndarray, indices: list[int], count: int, seed: int):
        self.pictures, self.indices, self.count, self.seed = pictures, indices, count, seed

    def __len__(self) -> int:
        return 2**31

    def __getitem__(self, step: int) -> torch.Tensor:
        rng = np.random.default_rng([self.seed, 3, step])
        recipes, clips = draw_recipes(self.count, rng)
        chosen = rng.choice(self.indices, self.count, replace=len(self.indices) < self.count)
        shown = []
        for index, recipe in zip(chosen, recipes):
            picture = np.asarray(self.pictures[index])
            if picture.shape[0] != recipe.side:
                picture = cv2.resize(picture, (recipe.side, recipe.side), interpolation=KERNELS[rng.integers(1, 4)])
            shown.append(degrade(picture, recipe))
        for members, codec in clips:
            for member, picture in zip(members, recode([shown[member] for member in members], codec)):
                shown[member] = picture
        faces = np.empty((self.count, COMPARED_SIZE, COMPARED_SIZE, 3), np.uint8)
        for place, (picture, recipe) in enumerate(zip(shown, recipes)):
            faces[place] = finish(picture, recipe)
        return torch.from_numpy(faces).permute(0, 3, 1, 2)


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

    def __init__(self, source: MixedBatches | Remembered, target: TargetBatches | Remembered):
        self.source, self.target = source, target

    def __len__(self) -> int:
        return 2**31

    def __getitem__(self, step: int) -> tuple[tuple[torch.Tensor, ...], torch.Tensor]:
        return self.source[step], self.target[step]
