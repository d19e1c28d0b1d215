"""Trains a detector further, on CPUs: `python3 -m training.run.refine --work DIR --from CHECKPOINT --out DIR --seconds 3600`.

All layers train; normalisation keeps its statistics (networks/folded.py). Writes latest.pt now and then, log.jsonl, and at the end final.pt: the
averaged weights, half and half with those it began with, in float16. Half way between both, validation faces are told apart better than at either.
A run that was interrupted goes on with `--from OUT/latest.pt`; its half begins there.
"""
from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from ..data.feeder import Turns
from ..networks.checkpoint import load_average, save_weights
from ..networks.folded import freeze_statistics
from ..networks.runtime import prepare_cpu
from ..signal.finishing import View
from .fit import MIXTURE, Settings, fit

RATE, WARM_UP, ITEMS = 4e-4, 0.03, 4


def half_way(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The mean of two networks' weights; what counts steps is the second's."""
    return {name: 0.5 * (value + other[name]) if value.is_floating_point() else other[name] for name, value in one.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="what training.data.store wrote")
    parser.add_argument("--from", dest="start", type=Path, required=True, help="a detector's checkpoint")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seconds", type=float, required=True, help="wall time, which the learning rate follows")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--shows", type=float, default=2, help="how often a prepared picture is shown, each time with another crop and look")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    prepare_cpu(chosen.threads)
    network, contents = load_average(chosen.start)
    network.to(memory_format=torch.channels_last)
    before, start = contents["samples"], {name: value.clone() for name, value in network.state_dict().items()}
    settings = Settings(network=contents["settings"]["network"], view=View(**contents["settings"]["view"]), seconds=chosen.seconds, seed=chosen.seed,
                        items=ITEMS, rate=chosen.rate, warm_up=WARM_UP)
    log = open(chosen.out / "log.jsonl", "a")

    def say(line: dict[str, Any]) -> None:
        text = json.dumps({**line, "making": round(feeder.making, 1)})
        print(text, flush=True)
        print(text, file=log, flush=True)

    def keep(average: dict[str, torch.Tensor], samples: int, name: str = "latest.pt") -> None:
        save_weights(chosen.out / name, {"average": average, "settings": asdict(settings), "samples": before + samples})

    freeze_statistics(network)
    with Turns(chosen.work, MIXTURE, chosen.threads, chosen.seed, chosen.shows) as feeder:
        _, samples = fit(network, feeder, MIXTURE, settings, say, keep)
    keep(half_way(start, network.state_dict()), samples, "final.pt")
    say({"samples": before + samples})


if __name__ == "__main__":
    main()
