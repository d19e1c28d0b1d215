"""ForensicTransfer (Cozzolino et al. 2018), which the paper compares with; our own code after its description.

An autoencoder whose latent halves stand for genuine and manipulated faces. Departures: input of 128 px instead of 256; the high-pass residual
is computed here, from the picture.
"""
from __future__ import annotations

import torch
from torch import nn

from .losses import Loss, LossSettings, Targets
from .multitask import LOGIT_SCALE, Enlarge, active_halves, half_of
from .plain_cnn import ConvBlock

ENCODER = (16, 32, 64, 128)
DECODER = (64, 32, 16, 8)
RECONSTRUCTION_WEIGHT = 0.1


class ForensicTransfer(nn.Module):
    """Input normalised faces; output (logit [batch], feature [batch, 128], no blend mask).

    The feature is the latent maps' mean; the logit the difference of the halves' mean activations.
    """

    def __init__(self) -> None:
        super().__init__()
        widths = (3, *ENCODER)
        self.encoder = nn.Sequential(*(ConvBlock(before, width, 2) for before, width in zip(widths, ENCODER)))
        steps = zip((ENCODER[-1], *DECODER), DECODER)
        self.rebuild = nn.Sequential(*(Enlarge(before, width) for before, width in steps), nn.Conv2d(DECODER[-1], 3, 3, padding=1))

    @staticmethod
    def residual(faces: torch.Tensor) -> torch.Tensor:
        """Third differences along the rows, by which the published network sees noise rather than content."""
        padded = nn.functional.pad(faces, (1, 2, 0, 0), mode="replicate")
        return padded[..., :-3] - 3 * padded[..., 1:-2] + 3 * padded[..., 2:-1] - padded[..., 3:]

    def _encode(self, residual: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        latent = self.encoder(residual)
        return latent, *active_halves(latent)

    def forward(self, faces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, None]:
        latent, real, fake = self._encode(self.residual(faces))
        return LOGIT_SCALE * (fake - real), latent.mean((2, 3)), None

    def loss(self, inputs: torch.Tensor, targets: Targets, settings: LossSettings) -> Loss:
        """The right half is to be active by 1 and the other by 0; the right half alone rebuilds the residual (L1)."""
        residual = self.residual(inputs)
        latent, real, fake = self._encode(residual)
        labels = targets.labels
        activation = ((fake - labels).abs() + (real - (1 - labels)).abs()).mean()
        reconstruction = (self.rebuild(half_of(latent, labels > 0.5)) - residual).abs().mean()
        return Loss(activation + RECONSTRUCTION_WEIGHT * reconstruction, {"loss": activation, "reconstruction_loss": reconstruction})
