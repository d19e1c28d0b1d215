"""Averages the weights of two checkpoints: `python3 -m training.run.soup FIRST SECOND --shares 0 0.25 0.5 0.75 1 --out mean.pt --share 0.25`.

Runs that began alike may lie in one basin, where the mean of their weights is often better than either (model soups, Wortsman et al. 2022),
above all on unseen fakes (robust fine-tuning, Wortsman et al. 2022). Prints the AUC of each share on validation groups: seen fakes, blends,
and parts of faces drawn anew (signal/recreate.py), which no network is trained on.
"""
from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from ..data.batches import Mixture
from ..data.sources import Sources, open_sources
from ..measure.drawn_anew import rerendered_pictures
from ..measure.metrics import auc
from ..measure.scoring import score
from ..measure.validation import Validation
from ..networks.checkpoint import load_average, save
from ..networks.inputs import inputs_of
from ..networks.registry import build
from ..networks.runtime import prepare_cpu
from ..signal.coding import AS_IS, H264_34, Coding

# Batches of 64 training faces that give a mean its normalisation statistics, and their seed.
BATCHES, SEED = 32, 5
RERENDERED = 600


def mean_of(first: dict[str, Any], second: dict[str, Any], share: float) -> dict[str, Any]:
    """The first checkpoint with `share` (0…1) of the second's averaged weights in its own.

    Raises ValueError if the two are not of one network.
    """
    if first["settings"]["network"] != second["settings"]["network"]:
        raise ValueError(f"{first['settings']['network']} and {second['settings']['network']} have no mean")
    theirs = second["average"]
    average = {name: torch.lerp(value.float(), theirs[name].float(), share) if value.dtype.is_floating_point else value
               for name, value in first["average"].items()}
    former = [first["mean_of"]] if "mean_of" in first else []
    return {**first, "average": average, "mean_of": {"samples": [first["samples"], second["samples"]], "share": share, "former": former}}


@torch.no_grad()
def renormalise(network: nn.Module, faces: torch.Tensor) -> None:
    """Takes the normalisation statistics from training faces, uint8 [n, 3, 128, 128]: a mean of statistics is not the statistics of a mean."""
    layers = [layer for layer in network.modules() if isinstance(layer, nn.BatchNorm2d)]
    network.eval()
    former = [layer.momentum for layer in layers]
    for layer in layers:
        layer.reset_running_stats()
        layer.momentum = None  # a plain mean over all batches
        layer.train()
    for batch in faces.split(64):
        network(inputs_of(batch))
    for layer, momentum in zip(layers, former):
        layer.momentum = momentum
    network.eval()


def renormalised(checkpoint: dict[str, Any], faces: torch.Tensor) -> dict[str, Any]:
    network = build(checkpoint["settings"]["network"])
    network.load_state_dict(checkpoint["average"])
    renormalise(network, faces)
    return {**checkpoint, "average": network.state_dict()}


def training_faces(sources: Sources) -> torch.Tensor:
    batches = sources.batches("train", Mixture(), SEED)
    return torch.cat([batches[step][0] for step in range(BATCHES)])


class Judged:
    """Validation groups by which shares are told apart."""

    def __init__(self, sources: Sources):
        self.validation = Validation(sources)
        self.pictures, self.fake, _ = rerendered_pictures(sources, "validation", RERENDERED)

    def measure(self, network: nn.Module) -> dict[str, float]:
        """AUC by set, and the mean of all."""
        def drawn_anew(coding: Coding) -> float:
            return auc(score(network, self.pictures, range(len(self.pictures)), coding)[0], self.fake)

        found = self.validation.measure(network) | {
            "drawn_anew": drawn_anew(AS_IS), "drawn_anew_h264": drawn_anew(H264_34)}
        return found | {"mean": float(np.mean(list(found.values())))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path, help="a run that began as the first did, or where it ended")
    parser.add_argument("--shares", type=float, nargs="*", default=[0, 0.25, 0.5, 0.75, 1], help="of the second, 0 to 1: to be measured")
    parser.add_argument("--share", type=float, help="of the second in what is written to --out")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder that holds manifest.csv")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "ff-train", help="scratch, about 5 GB")
    chosen = parser.parse_args()
    if (chosen.out is None) != (chosen.share is None):
        parser.error("--out and --share go together")
    prepare_cpu(2)
    sources = open_sources(chosen.data, chosen.work)
    (_, first), (_, second) = load_average(chosen.first), load_average(chosen.second)
    faces = training_faces(sources)

    def mixed(share: float) -> dict[str, Any]:
        return {0: first, 1: second}.get(share) or renormalised(mean_of(first, second, share), faces)

    if chosen.out:
        save(chosen.out, mixed(chosen.share))
        print(chosen.out, flush=True)
    judged = Judged(sources) if chosen.shares else None
    for share in chosen.shares:
        network = build(first["settings"]["network"])
        network.load_state_dict(mixed(share)["average"])
        values = judged.measure(network.eval().to(memory_format=torch.channels_last))
        print(f"{share:g}", {name: round(value, 4) for name, value in values.items()}, flush=True)


if __name__ == "__main__":
    main()
