"""Scores of a network on pictures under one fixed view, without augmentation."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
import torch
from torch import nn

from .augment import recompress
from .crop import whole_crop
from .network import normalise


@dataclass(frozen=True)
class View:
    """How a stored picture is shown to the network. jpeg_quality re-encodes the whole picture before the crop."""

    name: str
    scale: float = 1.0
    jpeg_quality: int | None = None
    shrink: float = 1.0

    def show(self, picture: np.ndarray) -> np.ndarray:
        """uint8 [side, side, 3] to uint8 [128, 128, 3]."""
        if self.shrink < 1:
            picture = whole_crop(picture, 1.0, round(picture.shape[0] * self.shrink))
        if self.jpeg_quality is not None:
            picture = recompress(picture, self.jpeg_quality)
        return whole_crop(picture, self.scale)


NOMINAL = View("nominal")
ROBUSTNESS_VIEWS = (View("scale 0.85", scale=0.85), View("scale 1.1", scale=1.1), View("JPEG 30", jpeg_quality=30))


@torch.no_grad()
def score(
    network: nn.Module, pictures: np.ndarray, indices: Sequence[int], view: View = NOMINAL, batch: int = 128
) -> tuple[np.ndarray, np.ndarray]:
    """Logits float32 [count] and features float32 [count, 128] of the pictures at `indices`."""
    network.eval()
    logits, features = [], []
    for first in range(0, len(indices), batch):
        faces = np.stack([view.show(pictures[index]) for index in indices[first:first + batch]])
        inputs = normalise(torch.from_numpy(faces).permute(0, 3, 1, 2)).contiguous(memory_format=torch.channels_last)
        logit, feature, _ = network(inputs)
        logits.append(logit.numpy())
        features.append(feature.numpy())
    return np.concatenate(logits), np.concatenate(features)
