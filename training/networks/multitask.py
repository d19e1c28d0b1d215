"""The multi-task network that the paper compares with (Nguyen et al. 2019, "Multi-task learning for detecting and segmenting
manipulated facial images"), a Y-shaped autoencoder; our own code after its description.

Departures: input of 128 px instead of 256, so the latent maps are 8x8 instead of 16x16; the segmentation branch ends there, like our masks,
with one logit a field instead of a soft-max over two; unknown masks are not learned; optimiser and augmentation are our other networks'.
"""
from __future__ import annotations

import torch
from torch import nn

from .losses import Loss, LossSettings, Targets, mask_loss
from .plain_cnn import ConvBlock

# The encoder's widths; every second convolution halves the sides: 128 to 8 pixels.
ENCODER = (8, 8, 16, 16, 32, 32, 64, 64, 128)
SHARED = 64
# The reconstruction's widths; each doubles the sides: 8 to 128 pixels.
DECODER = (64, 32, 16, 8)
# Activations differ by 1 at most where both halves are as they should be: the logit then is this.
LOGIT_SCALE = 4.0


class Enlarge(nn.Sequential):
    """Transposed 3x3 convolution that doubles both sides, batch normalisation, ReLU."""

    def __init__(self, inputs: int, outputs: int):
        super().__init__(
            nn.ConvTranspose2d(inputs, outputs, 3, 2, 1, output_padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


def active_halves(latent: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean absolute activations [batch] of the half of the latent maps that stands for reals, and of the other."""
    halves = latent.abs().reshape(len(latent), 2, -1).mean(2)
    return halves[:, 0], halves[:, 1]


def half_of(latent: torch.Tensor, fake: torch.Tensor) -> torch.Tensor:
    """Latent maps with the half of the other class set to zero. fake: bool [batch]."""
    kept = torch.stack([~fake, fake], 1).to(latent.dtype)
    return latent * kept.repeat_interleave(latent.shape[1] // 2, 1)[:, :, None, None]


class MultiTask(nn.Module):
    """One half of the latent maps is to be active for reals, the other for fakes; the active half alone is decoded.

    Input normalised faces; output (logit [batch], feature [batch, 128], mask logits [batch, 8, 8]). The feature is the
    latent maps' mean, never negative; the logit the difference of the halves' mean activations.
    """

    def __init__(self) -> None:
        super().__init__()
        widths = (3, *ENCODER)
        self.encoder = nn.Sequential(*(
            ConvBlock(before, width, 2 if number % 2 else 1) for number, (before, width) in enumerate(zip(widths, ENCODER))))
        self.shared = ConvBlock(ENCODER[-1], SHARED, 1)
        self.segment = nn.Conv2d(SHARED, 1, 1)
        steps = zip((SHARED, *DECODER), DECODER)
        self.rebuild = nn.Sequential(*(Enlarge(before, width) for before, width in steps), nn.Conv2d(DECODER[-1], 3, 3, padding=1), nn.Tanh())

    def _encode(self, faces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Latent maps [batch, 128, 8, 8] and the mean absolute activations [batch] of the real and of the fake half."""
        latent = self.encoder(faces)
        return latent, *active_halves(latent)

    def _selected(self, latent: torch.Tensor, fake: torch.Tensor) -> torch.Tensor:
        """The decoder's shared maps of the latent with the half of the other class set to zero. fake: bool [batch]."""
        return self.shared(half_of(latent, fake))

    def forward(self, faces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        latent, real, fake = self._encode(faces)
        mask = self.segment(self._selected(latent, fake > real))[:, 0]
        return LOGIT_SCALE * (fake - real), latent.mean((2, 3)), mask

    def loss(self, inputs: torch.Tensor, targets: Targets, settings: LossSettings) -> Loss:
        """Activation + segmentation + reconstruction, each with weight 1 as published; the true label selects the half."""
        latent, real, fake = self._encode(inputs)
        labels = targets.labels
        activation = ((fake - labels).abs() + (real - (1 - labels)).abs()).mean()
        shared = self._selected(latent, labels > 0.5)
        segmentation = mask_loss(self.segment(shared)[:, 0], targets)
        reconstruction = nn.functional.mse_loss(self.rebuild(shared), inputs)
        return Loss(activation + segmentation + reconstruction, {
            "loss": activation, "mask_loss": segmentation, "reconstruction_loss": reconstruction})
