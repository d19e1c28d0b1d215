"""Scores of the compared networks on pictures under one fixed coding, without random augmentation."""
from __future__ import annotations

from typing import Iterable, Sequence

import numpy as np
import torch
from torch import nn

from ..networks.inputs import inputs_of
from ..networks.runtime import device_of
from ..signal.coding import AS_IS, Coding
from ..signal.crop import COMPARED_SIZE, whole_crop

BATCH = 128


def coded_faces(pictures: Sequence[np.ndarray], coding: Coding = AS_IS) -> np.ndarray:
    """Pictures uint8 [side, side, 3] each, coded and cut by the crop rule: uint8 [count, 128, 128, 3]."""
    return np.stack([whole_crop(picture, size=COMPARED_SIZE) for picture in coding(pictures)])


def score(
    network: nn.Module, pictures: Sequence[np.ndarray], indices: Sequence[int], coding: Coding = AS_IS
) -> tuple[np.ndarray, np.ndarray]:
    """Logits float32 [count] and features float32 [count, n] of the pictures at `indices`."""
    return _score_batches(network, (
        torch.from_numpy(coded_faces([pictures[index] for index in indices[first:first + BATCH]], coding)).permute(0, 3, 1, 2)
        for first in range(0, len(indices), BATCH)))


@torch.no_grad()
def _score_batches(network: nn.Module, batches: Iterable[torch.Tensor]) -> tuple[np.ndarray, np.ndarray]:
    network.eval()
    device = device_of(network)
    said = [network(inputs_of(faces, device)) for faces in batches]
    return np.concatenate([logit.cpu().numpy() for logit, _, _ in said]), np.concatenate([feature.cpu().numpy() for _, feature, _ in said])
