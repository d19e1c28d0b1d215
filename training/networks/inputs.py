"""Faces as the networks take them."""
from __future__ import annotations

import torch


def normalise(faces: torch.Tensor) -> torch.Tensor:
    """uint8 0…255 to float32 -1…1, as the extension does before the network."""
    return faces.float().div_(127.5).sub_(1.0)


def inputs_of(faces: torch.Tensor, device: torch.device | str = "cpu") -> torch.Tensor:
    """uint8 [batch, 3, 128, 128] to the network's input on `device`, in the memory order in which convolutions are fast."""
    return normalise(faces.to(device, non_blocking=True)).contiguous(memory_format=torch.channels_last)
