"""Detectors made of inverted residual blocks (MobileNetV2, Sandler et al. 2018): a feature extractor, the fake classifier, and a blend mask."""
from __future__ import annotations

from typing import ClassVar

import torch
from torch import nn

from .plain_cnn import DROPOUT, DenseHead

STEM, TOP, FEATURE = 32, 1280, 128
MASK_HIDDEN = 32
EPSILON = 1e-3


def same_padding(kernel: int, stride: int) -> tuple[int, int]:
    """(before, after) of TensorFlow's "same" padding along an axis of even size."""
    total = kernel - stride
    return total // 2, total - total // 2


class Convolution(nn.Module):
    """Convolution with TensorFlow's "same" padding for even sizes, then normalisation and ReLU6 (or nothing)."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1, active: bool = True):
        super().__init__()
        before, after = same_padding(kernel, stride)
        self.pad = nn.ZeroPad2d((before, after, before, after)) if stride == 2 else nn.Identity()
        padding = kernel // 2 if stride == 1 else 0
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(outputs, eps=EPSILON)
        self.active = active

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        maps = self.norm(self.conv(self.pad(maps)))
        return nn.functional.relu6(maps, inplace=True) if self.active else maps


class InvertedResidual(nn.Module):
    """Expand, filter by depth, project; the input is added where sizes agree."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expansion: int):
        super().__init__()
        wide = inputs * expansion
        self.expand = Convolution(inputs, wide, 1) if expansion > 1 else nn.Identity()
        self.depthwise = Convolution(wide, wide, kernel, stride, groups=wide)
        self.project = Convolution(wide, outputs, 1, active=False)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        filtered = self.project(self.depthwise(self.expand(maps)))
        return maps + filtered if self.residual else filtered


class Extractor(nn.Module):
    """G_f: [batch, 3, side, side] in -1…1 to the feature vector f [batch, 128], never negative, and maps [batch, width, side / 16, side / 16].

    stages: (kernel, first stride, expansion, width, repeats) of each; mask_block: the block whose maps are returned.
    """

    def __init__(self, stages: tuple[tuple[int, int, int, int, int], ...], mask_block: int):
        super().__init__()
        self.stem = Convolution(3, STEM, 3, 2)
        self.blocks = nn.ModuleList()
        inputs = STEM
        for kernel, stride, expansion, width, repeats in stages:
            for repeat in range(repeats):
                self.blocks.append(InvertedResidual(inputs, width, kernel, stride if repeat == 0 else 1, expansion))
                inputs = width
        self.top = Convolution(inputs, TOP, 1)
        self.dense = nn.Linear(TOP, FEATURE)
        self.dropout = nn.Dropout(DROPOUT)
        self.width = FEATURE
        self.mask_block = mask_block

    def forward(self, faces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        maps = middle = self.stem(faces)
        for number, block in enumerate(self.blocks):
            maps = block(maps)
            if number == self.mask_block:
                middle = maps
        pooled = self.top(maps).mean(dim=(2, 3))
        return torch.relu(self.dense(self.dropout(pooled))), middle


class MaskHead(nn.Module):
    """Maps [batch, width, cells, cells] to one logit a field [batch, cells, cells]: was it blended?"""

    def __init__(self, inputs: int):
        super().__init__()
        self.hidden = nn.Conv2d(inputs, MASK_HIDDEN, 1)
        self.logit = nn.Conv2d(MASK_HIDDEN, 1, 1)

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        return self.logit(torch.relu(self.hidden(maps)))[:, 0]


class BlocksDetector(nn.Module):
    """Input normalised faces; output (logit [batch], feature [batch, 128], mask logits [batch, side / 16, side / 16])."""

    ARCHITECTURE: ClassVar[str]
    STAGES: ClassVar[tuple[tuple[int, int, int, int, int], ...]]
    # The last block at a sixteenth of the input's side, whose maps the mask head reads, and its width.
    MASK_BLOCK: ClassVar[int]
    MASK_WIDTH: ClassVar[int]

    def __init__(self) -> None:
        super().__init__()
        self.extractor = Extractor(self.STAGES, self.MASK_BLOCK)
        self.head = DenseHead(FEATURE)
        self.mask = MaskHead(self.MASK_WIDTH)

    def forward(self, faces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        feature, maps = self.extractor(faces)
        return self.head(feature), feature, self.mask(maps)
