"""Runs many adaptations, one a core, over targets, folds, shares of fakes, weightings and seeds: `python3 -m training.adapt.grid`.

Each is a folder WORK/adapt/NAME; finished ones are not run again, so a stopped grid can be continued.
`training.compare.compare --adaptation` reads the reports and averages those that differ only in the seed.
"""
from __future__ import annotations

import argparse
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Iterator, Sequence

from ..networks.checkpoint import named_file
from ..networks.runtime import choose_device, prepare_cpu
from .adversary import AdaptSettings
from .task import Task, run_group


def tasks_of(
    common: Task, checkpoints: dict[str, Path], datasets: Sequence[str], folds: Sequence[tuple[int, int]],
    fake_rates: Sequence[float | None], weights: Sequence[str], seeds: Sequence[int], folder: Path,
) -> Iterator[Task]:
    """Every combination, seed by seed, so that a grid stopped early has every experiment.

    A checkpoint whose name ends in `-<seed>` is adapted with that seed alone: seeds of training and of adapting go together.
    """
    for seed, (name, checkpoint), dataset, fold, rate, weighting in product(seeds, checkpoints.items(), datasets, folds, fake_rates, weights):
        own = name.rpartition("-")[2]
        if own.isdigit() and int(own) != seed:
            continue
        share = "as-it-is" if rate is None else f"{rate:g}"
        out = folder / f"{name}-{dataset}-fold{fold[0]}of{fold[1]}-{share}-{weighting}-{seed}"
        yield replace(common, checkpoint=checkpoint, dataset=dataset, fold=fold, fake_rate=rate, weights=weighting, out=out,
                      settings=replace(common.settings, seed=seed))


def groups_of(tasks: Sequence[Task]) -> list[list[Task]]:
    """The tasks that can share their batches and what is measured before, in their order."""
    groups: dict[tuple[object, ...], list[Task]] = {}
    for task in tasks:
        groups.setdefault((task.checkpoint, task.dataset, task.fold, task.settings), []).append(task)
    return list(groups.values())


def _run(tasks: list[Task]) -> None:
    prepare_cpu(1)
    for task, _ in zip(tasks, run_group(tasks)):
        print(f"done: {task.out.name}", flush=True)


def _rate(text: str) -> float | None:
    return None if text == "as-it-is" else float(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="checkpoints", type=named_file, action="append", required=True, metavar="NAME=FILE",
                        help="a trained network; NAME-SEED for one of several seeds; may be repeated")
    parser.add_argument("--target", type=Path, required=True, help="folder of crops, as in training.adapt.adapt")
    parser.add_argument("--datasets", nargs="+", required=True, help="targets, data sets of the crops")
    parser.add_argument("--folds", type=int, default=2, help="every fold is tested once")
    parser.add_argument("--only-fold", type=int, help="test this fold alone")
    parser.add_argument("--fake-rates", type=_rate, nargs="+", default=[None], help="shares of fakes to adapt on, or as-it-is")
    parser.add_argument("--weights", nargs="+", choices=("plain", "class"), default=["class"])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--steps", type=int, default=AdaptSettings.steps)
    parser.add_argument("--pairs", type=int, default=32)
    parser.add_argument("--store", type=Path, required=True, help="what training.data.store wrote")
    parser.add_argument("--work", type=Path, required=True, help="the comparison's scratch folder")
    parser.add_argument("--processes", type=int, default=2, help="one for each core")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="auto: a GPU if PyTorch finds one")
    chosen = parser.parse_args()
    common = Task(Path(), chosen.target, None, Path(), chosen.store, chosen.work, "class", (0, chosen.folds),
                  AdaptSettings(steps=chosen.steps), pairs=chosen.pairs, device=choose_device(chosen.device))
    folds = [(fold, chosen.folds) for fold in range(chosen.folds) if chosen.only_fold in (None, fold)]
    tasks = list(tasks_of(common, dict(chosen.checkpoints), chosen.datasets, folds, chosen.fake_rates, chosen.weights, chosen.seeds,
                          chosen.work / "adapt"))
    missing = [task for task in tasks if not (task.out / "adaptation.json").exists()]
    print(f"{len(tasks)} adaptations, {len(tasks) - len(missing)} done before", flush=True)
    began = time.monotonic()
    with ProcessPoolExecutor(chosen.processes, multiprocessing.get_context("spawn")) as pool:
        running = {pool.submit(_run, group): len(group) for group in groups_of(missing)}
        done = 0
        for future in as_completed(running):
            future.result()
            done += running[future]
            left = (time.monotonic() - began) / done * (len(missing) - done) / 60
            print(f"{done} of {len(missing)}; about {left:.0f} min left", flush=True)


if __name__ == "__main__":
    main()
