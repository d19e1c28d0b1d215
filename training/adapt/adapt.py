"""Adapts a trained detector to a target set without its labels: `python3 -m training.adapt.adapt --from CHECKPOINT --target CROPS`.

Domain-adversarial training (Ganin & Lempitsky 2015): the source is the labelled faces and blends that the detector was trained on,
the target unlabelled crops of other videos, both degraded alike. The groups of one fold are only measured on, before and after.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

from ..networks.runtime import choose_device, prepare_cpu
from .adversary import AdaptSettings
from .label_shift import LIMITS
from .task import Task, run_group


def _fold(text: str) -> tuple[int, int]:
    try:
        fold, folds = (int(part) for part in text.split("/"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form k/n, such as 0/2") from None
    if not 0 <= fold < folds:
        raise argparse.ArgumentTypeError(f"there are folds 0 to {folds - 1} of {folds}, not {fold}")
    return fold, folds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="checkpoint", type=Path, required=True, help="trained checkpoint to start from")
    parser.add_argument("--target", type=Path, required=True, help="folder of crops with its manifest.csv, as npm run crops writes it")
    parser.add_argument("--dataset", help="adapt to this data set of the crops; all if not given")
    parser.add_argument("--out", type=Path, required=True, help="folder for adapted.pt and adaptation.json, outside the repository")
    parser.add_argument("--store", type=Path, required=True, help="what training.data.store wrote")
    parser.add_argument("--work", type=Path, required=True, help="the comparison's scratch folder")
    parser.add_argument("--weights", choices=("plain", "class"), default="class", help="class: the source's classes weigh as the target's estimated ones")
    parser.add_argument("--limits", type=float, nargs=2, default=LIMITS, metavar=("LOW", "HIGH"), help="of the estimated fake rate")
    parser.add_argument("--fake-rate", type=float, help="choose target crops with this share of fakes (reads labels for the choice alone)")
    parser.add_argument("--fold", type=_fold, default=(0, 2), help="k/n: the groups of fold k of n are tested, the others adapted on")
    parser.add_argument("--steps", type=int, default=AdaptSettings.steps)
    parser.add_argument("--rate", type=float, default=AdaptSettings.rate)
    parser.add_argument("--most-reversal", type=float, default=AdaptSettings.most_reversal, help="what the reversal's weight rises to")
    parser.add_argument("--pairs", type=int, default=32, help="source pairs a step; twice as many target crops")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="auto: a GPU if PyTorch finds one")
    chosen = parser.parse_args()
    if chosen.fake_rate is not None and not 0 <= chosen.fake_rate <= 1:
        parser.error("--fake-rate is a share between 0 and 1")
    prepare_cpu(chosen.threads)
    settings = AdaptSettings(steps=chosen.steps, rate=chosen.rate, most_reversal=chosen.most_reversal, seed=chosen.seed)
    try:
        [report] = run_group([Task(chosen.checkpoint, chosen.target, chosen.dataset, chosen.out, chosen.store, chosen.work, chosen.weights,
                                   chosen.fold, settings, chosen.fake_rate, tuple(chosen.limits), chosen.pairs, choose_device(chosen.device))])
    except ValueError as error:
        parser.error(str(error))
    print(json.dumps({key: value for key, value in report.items() if key != "log"}, indent=1))


if __name__ == "__main__":
    main()
