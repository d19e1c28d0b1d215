"""The networks by name. Each maps normalised faces [batch, 3, side, side] to (fake logit [batch], feature vector [batch, n], blend-mask
logits [batch, cells, cells] or None), and may have a loss of its own (losses.py).
"""
from __future__ import annotations

from pathlib import Path
from typing import Callable

from torch import nn

from .efficientnet import LiteDetector
from .forensic_transfer import ForensicTransfer
from .meso import Meso4
from .mobilenet import MobileDetector, load_imagenet
from .multitask import MultiTask
from .plain_cnn import Detector

NETWORKS: dict[str, Callable[[], nn.Module]] = {
    "plain-cnn": Detector, "mobilenet": MobileDetector, "mobilenet-from-scratch": MobileDetector, "meso4": Meso4, "multitask": MultiTask,
    "forensic-transfer": ForensicTransfer, "lite": LiteDetector}


# "mobilenet-from-scratch" is the same network with a random start.
STARTS_FROM_IMAGENET = "mobilenet"


def can_start_from_imagenet(name: str) -> bool:
    return name == STARTS_FROM_IMAGENET


def build(name: str, imagenet: Path | None = None) -> nn.Module:
    """A fresh network. imagenet: folder of ImageNet weights to start from, for networks that can.

    Raises ValueError for an unknown name, or if the network cannot start from ImageNet weights.
    """
    if name not in NETWORKS:
        raise ValueError(f"there is no network {name!r}; there are {', '.join(NETWORKS)}")
    network = NETWORKS[name]()
    if imagenet is not None:
        if not can_start_from_imagenet(name):
            raise ValueError(f"{name} does not start from ImageNet weights")
        load_imagenet(network, imagenet)
    return network
