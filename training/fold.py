"""The network as it ships: normalisation folded into the convolutions, every number rounded to float16."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from .network import ConvBlock, Detector


@dataclass(frozen=True)
class ConvLayer:
    """A folded 3x3 convolution with ReLU. kernel: float16 [3, 3, in, out] (HWIO); bias: float16 [out]."""

    name: str
    kernel: np.ndarray
    bias: np.ndarray
    stride: int
    pooled_first: bool


@dataclass(frozen=True)
class DenseLayer:
    """kernel: float16 [in, out]; bias: float16 [out]."""

    name: str
    kernel: np.ndarray
    bias: np.ndarray


def fold_block(block: ConvBlock) -> tuple[torch.Tensor, torch.Tensor]:
    """Kernel [out, in, 3, 3] and bias [out] of the convolution that equals the block's convolution and normalisation."""
    norm = block.norm
    gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return block.conv.weight * gain[:, None, None, None], norm.bias - norm.running_mean * gain


@torch.no_grad()
def fold(network: Detector) -> tuple[list[ConvLayer], list[DenseLayer]]:
    """All layers in order: conv1… and fake_hidden, fake_logit."""
    convolutions: list[ConvLayer] = []
    for number, blocks in enumerate(network.extractor.stages):
        for position, block in enumerate(blocks):
            kernel, bias = fold_block(block)
            convolutions.append(ConvLayer(
                f"conv{len(convolutions) + 1}", _half(kernel.permute(2, 3, 1, 0)), _half(bias), block.stride,
                pooled_first=number > 0 and position == 0))
    head = network.head
    dense = [DenseLayer(name, _half(layer.weight.t()), _half(layer.bias))
             for name, layer in (("fake_hidden", head.hidden), ("fake_logit", head.logit))]
    return convolutions, dense


def _half(values: torch.Tensor) -> np.ndarray:
    """Rounds to float16. Raises ValueError on overflow, which folding a dead channel could cause."""
    rounded = values.contiguous().numpy().astype(np.float16)
    if not np.isfinite(rounded).all():
        raise ValueError("a folded weight does not fit float16; look for a channel whose running variance is near 0")
    return rounded


class FoldedDetector(nn.Module):
    """Runs folded layers in float32 with the rounded weights, as the browser does. Same outputs as `Detector`."""

    def __init__(self, convolutions: list[ConvLayer], dense: list[DenseLayer]):
        super().__init__()
        self.convolutions, self.dense = convolutions, dense
        self.kernels = [torch.from_numpy(layer.kernel.astype(np.float32)).permute(3, 2, 0, 1)
                        .contiguous(memory_format=torch.channels_last) for layer in convolutions]
        self.biases = [torch.from_numpy(layer.bias.astype(np.float32)) for layer in convolutions]
        self.matrices = [torch.from_numpy(layer.kernel.astype(np.float32)) for layer in dense]
        self.offsets = [torch.from_numpy(layer.bias.astype(np.float32)) for layer in dense]

    def forward(self, faces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        maps = faces
        for layer, kernel, bias in zip(self.convolutions, self.kernels, self.biases):
            if layer.pooled_first:
                maps = nn.functional.max_pool2d(maps, 2)
            if layer.stride == 2:
                maps = nn.functional.pad(maps, (0, 1, 0, 1))
            padding = 0 if layer.stride == 2 else 1
            maps = torch.relu(nn.functional.conv2d(maps, kernel, bias, layer.stride, padding))
        feature = maps.mean(dim=(2, 3))
        hidden = torch.relu(feature @ self.matrices[0] + self.offsets[0])
        return (hidden @ self.matrices[1] + self.offsets[1])[:, 0], feature
