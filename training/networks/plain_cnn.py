"""The preliminary detection network: the paper's feature extractor G_f and fake classifier G_y, as a plain CNN."""
from __future__ import annotations

import torch
from torch import nn

# Per stage, the widths of its 3x3 convolutions; a 2x2 max pooling follows every stage but the last.
# Measured on two AVX2 cores, training at batch 64: see README.md, "Choosing the widths".
STAGES: tuple[tuple[int, ...], ...] = ((16, 24), (48, 48), (96, 96), (128, 128))
HIDDEN = 64
DROPOUT = 0.2


class ConvBlock(nn.Module):
    """3x3 convolution, batch normalisation, ReLU; "same" padding in TensorFlow's sense."""

    def __init__(self, inputs: int, outputs: int, stride: int):
        super().__init__()
        # TensorFlow pads a stride-2 "same" convolution of an even input on the bottom and right only.
        self.pad = nn.ZeroPad2d((0, 1, 0, 1)) if stride == 2 else nn.Identity()
        self.conv = nn.Conv2d(inputs, outputs, 3, stride, 0 if stride == 2 else 1, bias=False)
        self.norm = nn.BatchNorm2d(outputs)
        self.stride = stride

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        return torch.relu(self.norm(self.conv(self.pad(maps))))


class FeatureExtractor(nn.Module):
    """G_f: [batch, 3, 128, 128] in -1…1 to the feature vector f [batch, 128], never negative."""

    def __init__(self, stages: tuple[tuple[int, ...], ...] = STAGES):
        super().__init__()
        self.stages = nn.ModuleList()
        inputs = 3
        for number, widths in enumerate(stages):
            blocks = nn.ModuleList()
            for position, width in enumerate(widths):
                blocks.append(ConvBlock(inputs, width, 2 if number == position == 0 else 1))
                inputs = width
            self.stages.append(blocks)
        self.pool = nn.MaxPool2d(2)
        self.width = inputs

    def forward(self, faces: torch.Tensor) -> torch.Tensor:
        maps = faces
        for number, blocks in enumerate(self.stages):
            maps = self.pool(maps) if number else maps
            for block in blocks:
                maps = block(maps)
        return maps.mean(dim=(2, 3))


class DenseHead(nn.Module):
    """G_y: f [batch, width] to one logit [batch]. The domain classifier G_d has the same architecture."""

    def __init__(self, width: int, dropout: float = DROPOUT):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.hidden = nn.Linear(width, HIDDEN)
        self.logit = nn.Linear(HIDDEN, 1)

    def forward(self, feature: torch.Tensor) -> torch.Tensor:
        hidden = torch.relu(self.hidden(self.dropout(feature)))
        return self.logit(self.dropout(hidden))[:, 0]


class Detector(nn.Module):
    """G_y after G_f. Input uint8-scaled by `normalise`; output (logit [batch], feature [batch, 128], no blend mask)."""

    def __init__(self, stages: tuple[tuple[int, ...], ...] = STAGES):
        super().__init__()
        self.extractor = FeatureExtractor(stages)
        self.head = DenseHead(self.extractor.width)

    def forward(self, faces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, None]:
        feature = self.extractor(faces)
        return self.head(feature), feature, None
