"""What training minimises. A network with a loss of its own has a method `loss`; all others share `detection_loss`."""
from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

import torch
from torch import nn


@dataclass(frozen=True)
class Targets:
    """labels: float32 [batch], 1 = fake; masks: float32 [batch, 8, 8], 0…1; known: whether the mask is, float32 [batch]."""

    labels: torch.Tensor
    masks: torch.Tensor
    known: torch.Tensor

    def to(self, device: torch.device) -> Targets:
        return Targets(self.labels.to(device), self.masks.to(device), self.known.to(device))


class Loss(NamedTuple):
    """total: what is minimised, a scalar; parts: what is reported, scalars by name, not weighted."""

    total: torch.Tensor
    parts: dict[str, torch.Tensor]


class LossSettings(Protocol):
    """The part of a run's settings that losses read."""

    @property
    def label_smoothing(self) -> float: ...

    @property
    def mask_weight(self) -> float: ...

    @property
    def bfloat16(self) -> bool: ...


@runtime_checkable
class OwnLoss(Protocol):
    """A network that is trained by other means than `detection_loss`."""

    def loss(self, inputs: torch.Tensor, targets: Targets, settings: LossSettings) -> Loss: ...


def loss_of(network: nn.Module, inputs: torch.Tensor, targets: Targets, settings: LossSettings) -> Loss:
    """The loss of one batch. inputs: normalised faces [batch, 3, 128, 128]."""
    if isinstance(network, OwnLoss):
        return network.loss(inputs, targets, settings)
    with torch.autocast(inputs.device.type, dtype=torch.bfloat16, enabled=settings.bfloat16):
        logits, _, mask_logits = network(inputs)
    return detection_loss(logits.float(), None if mask_logits is None else mask_logits.float(), targets, settings)


def mask_loss(mask_logits: torch.Tensor, targets: Targets) -> torch.Tensor:
    """Cross-entropy in nats over the fields of the faces whose mask is known; 0 if none is."""
    fields = nn.functional.binary_cross_entropy_with_logits(mask_logits, targets.masks, reduction="none").mean((1, 2))
    return (fields * targets.known).sum() / targets.known.sum().clamp(min=1)


def detection_loss(
    logits: torch.Tensor, mask_logits: torch.Tensor | None, targets: Targets, settings: LossSettings
) -> Loss:
    """Cross-entropy of the label, smoothed, and of the blend mask where the network says one; in nats."""
    smooth = settings.label_smoothing
    classification = nn.functional.binary_cross_entropy_with_logits(logits, targets.labels * (1 - smooth) + smooth / 2)
    if mask_logits is None:
        return Loss(classification, {"loss": classification, "mask_loss": torch.zeros(())})
    mask = mask_loss(mask_logits, targets)
    return Loss(classification + settings.mask_weight * mask, {"loss": classification, "mask_loss": mask})
