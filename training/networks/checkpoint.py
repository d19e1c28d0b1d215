"""Checkpoints: resumable ones, weights to start from, and the moving average of weights."""
from __future__ import annotations

import argparse
import copy
import os
from pathlib import Path
from typing import Any

import torch
from torch import nn

from .registry import build

# What led to a checkpoint's weights.
LINEAGE = ("settings", "step", "samples", "elapsed")


class MovingAverage:
    """Exponential moving average of a network's weights and normalisation statistics; its early steps average over fewer.

    `network` holds the average. Reads the live network's tensors, which have to stay where they are.
    """

    def __init__(self, network: nn.Module, decay: float):
        self.network = copy.deepcopy(network).eval()
        self.decay = decay
        pairs = list(zip(self.network.state_dict().values(), network.state_dict().values()))
        self._weights, self._counts = ([pair for pair in pairs if pair[0].dtype.is_floating_point == kind] for kind in (True, False))

    @torch.no_grad()
    def update(self, step: int) -> None:
        decay = min(self.decay, (1 + step) / (10 + step))
        means, live = zip(*self._weights)
        torch._foreach_lerp_(means, live, 1 - decay)
        if self._counts:
            torch._foreach_copy_(*zip(*self._counts))


def save(path: Path, contents: dict[str, Any]) -> None:
    """Writes beside and renames, so that an interrupted write leaves the former checkpoint whole."""
    beside = path.with_suffix(".partial")
    torch.save(contents, beside)
    os.replace(beside, path)


def half_precision(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """A state dictionary with its weights in float16, in main memory."""
    return {name: value.detach().cpu().half() if value.is_floating_point() else value.cpu() for name, value in state.items()}


def save_weights(path: Path, contents: dict[str, Any]) -> None:
    """The averaged weights alone, in float16, with what led to them: what a later run can start from, small enough to be kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save(path, {"average": half_precision(contents["average"])} | {name: contents[name] for name in LINEAGE if name in contents})


def load_average(path: Path) -> tuple[nn.Module, dict[str, Any]]:
    """The averaged network of a checkpoint, in evaluation mode, and everything else the checkpoint holds."""
    contents = torch.load(path, map_location="cpu", weights_only=False)
    network = build(contents["settings"]["network"])
    network.load_state_dict(contents["average"])
    return network.float().eval(), contents


def named_file(text: str) -> tuple[str, Path]:
    """Reads "name=file" of a command line. Raises argparse.ArgumentTypeError if it is not of that form, or there is no such file."""
    name, separator, path = text.partition("=")
    if not separator or not Path(path).is_file():
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form name=checkpoint, or there is no such file")
    return name, Path(path)
