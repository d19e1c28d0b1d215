"""Resumable checkpoints: weights, their moving average, optimiser, step, elapsed time and random state."""
from __future__ import annotations

import argparse
import copy
import os
from pathlib import Path
from typing import Any

import torch
from torch import nn

from .networks import build


# What led to a checkpoint's weights; `mean_of` is told by means alone (soup.py).
LINEAGE = ("settings", "step", "samples", "elapsed", "minutes_before", "mean_of")


class MovingAverage:
    """Exponential moving average of all weights and normalisation statistics; its early steps average over fewer."""

    def __init__(self, network: nn.Module, decay: float):
        self.network = copy.deepcopy(network).eval()
        self.decay = decay

    @torch.no_grad()
    def update(self, network: nn.Module, step: int) -> None:
        decay = min(self.decay, (1 + step) / (10 + step))
        for mean, value in zip(self.network.state_dict().values(), network.state_dict().values()):
            if mean.dtype.is_floating_point:
                mean.lerp_(value, 1 - decay)
            else:
                mean.copy_(value)


def save(path: Path, contents: dict[str, Any]) -> None:
    """Writes beside and renames, so that an interrupted write leaves the former checkpoint whole."""
    beside = path.with_suffix(".partial")
    torch.save(contents, beside)
    os.replace(beside, path)


def save_weights(path: Path, contents: dict[str, Any]) -> None:
    """The averaged weights alone, in float16, with what led to them: what a later run can start from, small enough to be kept."""
    half = {name: value.half() if value.dtype.is_floating_point else value for name, value in contents["average"].items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    save(path, {"average": half} | {name: contents[name] for name in LINEAGE if name in contents})


def load_average(path: Path) -> tuple[nn.Module, dict[str, Any]]:
    """The averaged network of a checkpoint, in evaluation mode, and everything else the checkpoint holds."""
    contents = torch.load(path, map_location="cpu")
    network = build(contents["settings"]["network"])
    network.load_state_dict(contents["average"])
    return network.eval(), contents


def named_file(text: str) -> tuple[str, Path]:
    """Reads "name=file" of a command line. Raises argparse.ArgumentTypeError if it is not of that form, or there is no such file."""
    name, separator, path = text.partition("=")
    if not separator or not Path(path).is_file():
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form name=checkpoint, or there is no such file")
    return name, Path(path)
