"""Meso-4 (Afchar et al. 2018), a compact network to compare with, at our input of 128 pixels instead of its 256."""
from __future__ import annotations

import torch
from torch import nn

# Width, kernel and pooling of each block, as published.
BLOCKS = ((8, 3, 2), (8, 5, 2), (16, 5, 2), (16, 5, 4))
HIDDEN = 16
DROPOUT, SLOPE = 0.5, 0.1
# What is left of 128 pixels after the poolings.
FINAL_SIDE = 4


class Meso4(nn.Module):
    """Four blocks of convolution, ReLU, batch normalisation (in this order, as published) and max pooling; two dense layers.

    Input normalised faces; output (logit [batch], feature [batch, 16] after the first dense layer, no blend mask).
    """

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        inputs = 3
        for width, kernel, pool in BLOCKS:
            layers += [nn.Conv2d(inputs, width, kernel, padding=kernel // 2), nn.ReLU(), nn.BatchNorm2d(width), nn.MaxPool2d(pool)]
            inputs = width
        self.blocks = nn.Sequential(*layers)
        self.dropout = nn.Dropout(DROPOUT)
        self.hidden = nn.Linear(inputs * FINAL_SIDE**2, HIDDEN)
        self.logit = nn.Linear(HIDDEN, 1)

    def forward(self, faces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, None]:
        flat = self.blocks(faces).flatten(1)
        feature = nn.functional.leaky_relu(self.hidden(self.dropout(flat)), SLOPE)
        return self.logit(self.dropout(feature))[:, 0], feature, None
