"""Faces coded into a latent-diffusion generator's latents and decoded again, by TAEF2 (MIT), a tiny autoencoder for FLUX.2's latents.

For training only; it never ships.
"""
from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

CHANNELS, WIDTH = 32, 64


class Block(nn.Module):
    """Three convolutions with a skip; the deepest ones add a normalised 1x1 branch before."""

    def __init__(self, branch: bool):
        super().__init__()
        self.conv = nn.Sequential(*(part for _ in range(3) for part in (nn.Conv2d(WIDTH, WIDTH, 3, padding=1), nn.ReLU())))[:-1]
        self.pool = nn.Sequential(
            nn.Conv2d(WIDTH, 4 * WIDTH, 1, bias=False), nn.GroupNorm(4, 4 * WIDTH), nn.ReLU(), nn.Conv2d(4 * WIDTH, WIDTH, 1, bias=False)) if branch else None

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        if self.pool is not None:
            maps = maps + self.pool(maps)
        return torch.relu(self.conv(maps) + maps)


class Squash(nn.Module):
    def forward(self, latents: torch.Tensor) -> torch.Tensor:
        return torch.tanh(latents / 3) * 3


def encoder() -> nn.Sequential:
    """[batch, 3, height, width] in 0…1, sides divisible by 8, to latents [batch, 32, height / 8, width / 8]."""
    parts: list[nn.Module] = [nn.Conv2d(3, WIDTH, 3, padding=1), Block(False)]
    for stage in range(3):
        parts += [nn.Conv2d(WIDTH, WIDTH, 3, 2, 1, bias=False), *(Block(stage == 2) for _ in range(3))]
    return nn.Sequential(*parts, nn.Conv2d(WIDTH, CHANNELS, 3, padding=1))


def decoder() -> nn.Sequential:
    """Latents back to a picture."""
    parts: list[nn.Module] = [Squash(), nn.Conv2d(CHANNELS, WIDTH, 3, padding=1), nn.ReLU()]
    for stage, repeats in enumerate((3, 3, 3, 1)):
        parts += [Block(stage == 0) for _ in range(repeats)]
        parts += [nn.Upsample(scale_factor=2), nn.Conv2d(WIDTH, WIDTH, 3, padding=1, bias=False)] if stage < 3 else []
    return nn.Sequential(*parts, nn.Conv2d(WIDTH, 3, 3, padding=1))


class Coder:
    """folder: holds taef2_encoder.pth and taef2_decoder.pth."""

    def __init__(self, folder: Path, device: torch.device):
        self.encoder, self.decoder, self.device = encoder(), decoder(), device
        for network, name in ((self.encoder, "encoder"), (self.decoder, "decoder")):
            network.load_state_dict(torch.load(folder / f"taef2_{name}.pth", map_location="cpu"))
            network.to(device).float().eval().to(memory_format=torch.channels_last)

    @torch.no_grad()
    def rebuild(self, faces: torch.Tensor, noise: torch.Tensor, mixed: torch.Tensor) -> torch.Tensor:
        """faces float [batch, 3, side, side], 0…1. noise: its deviation in that of the latents, [batch].

        mixed: share, 0…1, of the next face's latents in a face's own, [batch]. Returns the decoded faces, 0…1.
        """
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.device.type == "cuda"):
            latents = self.encoder(faces).float()
            latents = latents + noise[:, None, None, None] * latents.std() * torch.randn_like(latents)
            share = mixed[:, None, None, None]
            latents = latents * (1 - share) + latents.roll(1, 0) * share
            return self.decoder(latents).float().clamp(0, 1)
