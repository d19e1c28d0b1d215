"""The network as it ships: a graph of a few kinds of layers, normalisation folded in, every number rounded to float16."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from torch import nn

from .inverted_residual import BlocksDetector, Convolution
from .plain_cnn import Detector

Kind = Literal["conv", "depthwise", "add", "maxpool", "mean", "dense"]
Activation = Literal["linear", "relu", "relu6"]
INPUT, FEATURE, LOGIT, MASK = "face", "feature", "fake_logit", "mask"


@dataclass(frozen=True)
class Layer:
    """kernel: float16, [height, width, in, out] of a convolution, [height, width, channels, 1] by depth, [in, out] dense.

    Convolutions are padded as TensorFlow's "same"; `maxpool` is 2x2; `mean` averages over the maps.
    """

    name: str
    kind: Kind
    inputs: tuple[str, ...]
    kernel: np.ndarray | None = None
    bias: np.ndarray | None = None
    stride: int = 1
    activation: Activation = "linear"


@dataclass(frozen=True)
class Graph:
    """Layers in an order in which they can be computed, and the names of the outputs."""

    architecture: str
    layers: tuple[Layer, ...]
    outputs: tuple[str, ...]
    # Layers that adaptation reads besides.
    inner: tuple[str, ...] = ()

    def bytes(self) -> int:
        """Size of the weights as float16."""
        return sum(2 * part.size for layer in self.layers for part in (layer.kernel, layer.bias) if part is not None)

    def multiply_accumulates(self, side: int) -> int:
        """Multiply-accumulates of convolutions and dense layers for one face of `side` pixels."""
        sizes, total = {INPUT: side}, 0
        for layer in self.layers:
            size = sizes[layer.inputs[0]]
            size = size // layer.stride if layer.kind in ("conv", "depthwise") else size // 2 if layer.kind == "maxpool" else size
            sizes[layer.name] = 1 if layer.kind in ("mean", "dense") else size
            if layer.kernel is not None:
                total += layer.kernel.size * sizes[layer.name] ** 2
        return total


def _rounded(name: str, values: torch.Tensor) -> np.ndarray:
    """Float16. Raises ValueError on overflow, which folding a dead channel could cause."""
    half = values.detach().contiguous().numpy().astype(np.float16)
    if not np.isfinite(half).all():
        raise ValueError(f"a folded weight of {name} does not fit float16; look for a channel whose running variance is near 0")
    return half


def fold(conv: nn.Conv2d, norm: nn.Module) -> tuple[torch.Tensor, torch.Tensor]:
    """Kernel [out, in, height, width] and bias [out] that equal the convolution followed by the normalisation."""
    if not isinstance(norm, nn.BatchNorm2d):
        return conv.weight, conv.bias if conv.bias is not None else torch.zeros(conv.out_channels)
    gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    bias = norm.bias - norm.running_mean * gain
    return conv.weight * gain[:, None, None, None], bias if conv.bias is None else bias + conv.bias * gain


class Builder:
    """Collects layers; every method returns the name of the layer it added."""

    def __init__(self) -> None:
        self.layers: list[Layer] = []

    def add(self, layer: Layer) -> str:
        self.layers.append(layer)
        return layer.name

    def convolution(self, name: str, source: str, conv: nn.Conv2d, norm: nn.Module, activation: Activation) -> str:
        kernel, bias = fold(conv, norm)
        by_depth = conv.groups > 1
        kernel = kernel.permute(2, 3, 0, 1) if by_depth else kernel.permute(2, 3, 1, 0)
        return self.add(Layer(name, "depthwise" if by_depth else "conv", (source,), _rounded(name, kernel), _rounded(name, bias),
                              conv.stride[0], activation))

    def dense(self, name: str, source: str, linear: nn.Linear, activation: Activation = "linear") -> str:
        return self.add(Layer(name, "dense", (source,), _rounded(name, linear.weight.t()), _rounded(name, linear.bias),
                              activation=activation))


def plain_graph(network: Detector) -> Graph:
    """The paper's preliminary network."""
    builder, last, number = Builder(), INPUT, 0
    for stage, blocks in enumerate(network.extractor.stages):
        if stage:
            last = builder.add(Layer(f"pool{stage}", "maxpool", (last,)))
        for block in blocks:
            number += 1
            last = builder.convolution(f"conv{number}", last, block.conv, block.norm, "relu")
    last = builder.add(Layer(FEATURE, "mean", (last,)))
    last = builder.dense("fake_hidden", last, network.head.hidden, "relu")
    builder.dense(LOGIT, last, network.head.logit)
    return Graph("plain-cnn", tuple(builder.layers), (LOGIT, FEATURE))


def blocks_graph(network: BlocksDetector) -> Graph:
    """A detector of inverted residual blocks with its blend mask."""
    builder = Builder()

    def layer(name: str, source: str, module: Convolution) -> str:
        return builder.convolution(name, source, module.conv, module.norm, "relu6" if module.active else "linear")

    extractor = network.extractor
    last = middle = layer("stem", INPUT, extractor.stem)
    for number, block in enumerate(extractor.blocks):
        before, name = last, f"block{number}"
        if isinstance(block.expand, Convolution):
            last = layer(f"{name}_expand", last, block.expand)
        last = layer(f"{name}_filter", last, block.depthwise)
        last = layer(f"{name}_project", last, block.project)
        if block.residual:
            last = builder.add(Layer(f"{name}_add", "add", (before, last)))
        if number == extractor.mask_block:
            middle = last
    last = layer("top", last, extractor.top)
    last = builder.add(Layer("pooled", "mean", (last,)))
    last = builder.dense(FEATURE, last, extractor.dense, "relu")
    last = builder.dense("fake_hidden", last, network.head.hidden, "relu")
    builder.dense(LOGIT, last, network.head.logit)
    last = builder.convolution("mask_hidden", middle, network.mask.hidden, nn.Identity(), "relu")
    builder.convolution(MASK, last, network.mask.logit, nn.Identity(), "linear")
    return Graph(network.ARCHITECTURE, tuple(builder.layers), (LOGIT, FEATURE, MASK), (middle, "pooled"))


@torch.no_grad()
def graph_of(network: nn.Module) -> Graph:
    """Raises TypeError for a network that is only trained for comparison."""
    if isinstance(network, BlocksDetector):
        return blocks_graph(network)
    if isinstance(network, Detector):
        return plain_graph(network)
    raise TypeError(f"{type(network).__name__} has no form that ships")
