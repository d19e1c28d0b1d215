"""Trains networks on the same batches and scores them on the same faces: `python3 -m training.compare.compare`.

Every network and seed is a run in WORK/compare; all are shown every batch, side by side. A seed decides a network's start and its dropout.
A stopped comparison can be continued: finished runs and scores are kept. Writes one JSON file for `training.compare.tables`.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

import numpy as np
import torch

from ..adapt.report import over_seeds
from ..data.batches import Mixture
from ..data.manifest import count_parts
from ..data.sources import EXTRA, open_sources
from ..measure.metrics import equal_error_threshold
from ..measure.paired import DRAWS, mean_by, summary
from ..networks.checkpoint import load_average, named_file
from ..networks.registry import NETWORKS, can_start_from_imagenet
from ..networks.runtime import choose_device, prepare_cpu
from ..run.launch import Task, launch
from ..run.trainer import Settings
from .sets import ComparedSet, blended_set, crop_sets, labelled_sets, logits_of

COMPARED = ("plain-cnn", "meso4", "multitask")
REFERENCE = "plain-cnn"
# The only set that decides each run's threshold for accuracies.
THRESHOLD_SET = "DFDC validation, as is"
# For networks with a random start; others keep the trainer's rate. Meso-4's and the multi-task network's are the published ones.
RATES = {"plain-cnn": 2e-3, "mobilenet-from-scratch": 2e-3, "meso4": 1e-3, "multitask": 1e-3, "forensic-transfer": 1e-3}


@dataclass(frozen=True)
class Trained:
    """A checkpoint to compare: the name it stands under (runs of one name are averaged), its seed or file, and the file."""

    name: str
    run: str
    checkpoint: Path


def train_all(
    wanted: list[tuple[str, int]], minutes: float, folder: Path, train: Callable[[list[Settings], list[Path]], None], bfloat16: bool = False,
    samples: int = 0,
) -> list[Trained]:
    """Trains networks, each a name and a seed, together in folders of `folder` until their minutes, or samples if given, are used.

    Raises ValueError if one was trained for another budget before.
    """
    mixture = Mixture()
    # At most twice: validation takes time from a short run.
    settings = [Settings(name, minutes, seed, mixture.labelled, mixture.blended, RATES.get(name, Settings.rate),
                         validate_every_minutes=max(1.0, minutes / 2), bfloat16=bfloat16, samples=samples) for name, seed in wanted]
    folders = [folder / f"{name}-{seed}" for name, seed in wanted]
    unfinished = [place for place, one in enumerate(folders) if not _finished(one, minutes, samples)]
    if unfinished:
        train([settings[place] for place in unfinished], [folders[place] for place in unfinished])
    return [Trained(name, f"seed {seed}", one / "best.pt") for (name, seed), one in zip(wanted, folders)]


def _finished(folder: Path, minutes: float, samples: int) -> bool:
    if not (folder / "latest.pt").exists():
        return False
    kept = torch.load(folder / "latest.pt", map_location="cpu")
    before = kept["settings"]["minutes"], kept["settings"].get("samples", 0)
    if before != (minutes, samples):
        raise ValueError(f"{folder} was trained for {_budget(*before)}, not {_budget(minutes, samples)}; remove it or choose another --work")
    return kept["samples"] >= samples > 0 or (samples == 0 and kept["elapsed"] >= minutes * 60)


def _budget(minutes: float, samples: int) -> str:
    return f"{samples} samples" if samples > 0 else f"{minutes:g} minutes"


def scored(trained: Trained, sets: list[ComparedSet], cache: Path) -> dict[str, np.ndarray]:
    """Logits of every set by its name, kept in `cache` under the checkpoint's content."""
    digest = hashlib.sha256(trained.checkpoint.read_bytes()).hexdigest()[:16]
    network = None
    found: dict[str, np.ndarray] = {}
    for compared in sets:
        items = hashlib.sha256("\n".join((compared.name, *compared.labels.videos)).encode()).hexdigest()[:16]
        path = cache / f"{digest}-{items}.npy"
        if not path.exists():
            network = network or load_average(trained.checkpoint)[0].to(choose_device(), memory_format=torch.channels_last)
            print(f"scoring {trained.name}, {trained.run}: {compared.name}", flush=True)
            np.save(path, logits_of(network, compared))
        found[compared.name] = np.load(path)
    return found


def compare(models: list[Trained], sets: list[ComparedSet], cache: Path, draws: int = DRAWS, reference: str = REFERENCE) -> dict[str, Any]:
    """Measures of every network on every set, image by image, and video by video where a set has videos."""
    cache.mkdir(parents=True, exist_ok=True)
    logits = [scored(model, sets, cache) for model in models]
    names = list(dict.fromkeys(model.name for model in models))
    fake = next(one for one in sets if one.name == THRESHOLD_SET).labels.fake
    of_run = [equal_error_threshold(run[THRESHOLD_SET], fake) for run in logits]
    thresholds = {name: [one for model, one in zip(models, of_run) if model.name == name] for name in names}
    results = {}
    for compared in sets:
        labels = compared.labels
        runs = {name: [run[compared.name] for model, run in zip(models, logits) if model.name == name] for name in names}
        entry: dict[str, Any] = {"seen": compared.seen, "images": labels.counts(), "image": summary(runs, thresholds, labels, reference, draws=draws)}
        if compared.level == "video":
            videos, member = labels.by_video()
            means = {name: [mean_by(run, member) for run in members] for name, members in runs.items()}
            votes = {name: [mean_by(run > threshold, member) for run, threshold in zip(members, thresholds[name])] for name, members in runs.items()}
            entry |= {"videos": videos.counts(), "video": summary(means, thresholds, videos, reference, votes, draws)}
        results[compared.name] = entry
    return {"networks": {name: [model.run for model in models if model.name == name] for name in names}, "reference": reference, "sets": results}


def samples_of(models: list[Trained]) -> dict[str, int]:
    """Training samples of every network, the mean over its runs."""
    counts: dict[str, list[int]] = {}
    for model in models:
        counts.setdefault(model.name, []).append(load_average(model.checkpoint)[1]["samples"])
    return {name: round(float(np.mean(of_runs))) for name, of_runs in counts.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--networks", nargs="*", choices=list(NETWORKS), default=list(COMPARED), help="to train")
    parser.add_argument("--once", nargs="*", choices=list(NETWORKS), default=[], help="to train with the first seed alone")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--minutes", type=float, default=70.0, help="of training, for all networks and seeds together")
    parser.add_argument("--samples", type=int, default=0, help="of training, each, instead of minutes")
    parser.add_argument("--imagenet", type=Path, help="what the networks that can start from, as in training.run.train")
    parser.add_argument("--bfloat16", action="store_true", help="as in training.run.train")
    parser.add_argument("--checkpoint", type=named_file, action="append", default=[], metavar="NAME=FILE", help="a trained network to score too; may be repeated")
    parser.add_argument("--crops", type=Path, action="append", default=[], help="folder of crops of an unseen set; may be repeated")
    parser.add_argument("--adaptation", type=Path, default=[], nargs="+", help="adaptation.json files to take in")
    parser.add_argument("--reference", default=REFERENCE, metavar="NAME", help="the network from which differences are taken")
    parser.add_argument("--test", action="store_true", help="score the test groups, of the validation groups only those that decide thresholds: once, for final weights")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder that holds manifest.csv")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "ff-train", help="scratch, about 5 GB")
    parser.add_argument("--out", type=Path, help="JSON file; <work>/compare/comparison.json if not given")
    parser.add_argument("--threads", type=int, default=2, help="cores to use")
    chosen = parser.parse_args()
    folder = chosen.work / "compare"

    def train(settings: list[Settings], runs: list[Path]) -> None:
        launch([Task(one, chosen.data, chosen.work, run, chosen.imagenet if can_start_from_imagenet(one.network) else None)
                for one, run in zip(settings, runs)], chosen.threads, choose_device())

    seeds = [int(seed) for seed in chosen.seeds.split(",") if seed]
    wanted = [(name, seed) for seed in seeds for name in chosen.networks] + [(name, seed) for seed in seeds[:1] for name in chosen.once]
    models = train_all(wanted, chosen.minutes, chosen.work / "compare", train, chosen.bfloat16, chosen.samples)
    models += [Trained(name, path.stem, path) for name, path in chosen.checkpoint]
    if not models:
        parser.error("nothing to compare: name networks and seeds, or a checkpoint")
    if chosen.reference not in {model.name for model in models}:
        parser.error(f"--reference {chosen.reference} is none of the networks compared")
    prepare_cpu(chosen.threads)
    sources = open_sources(chosen.data, chosen.work)
    sets = labelled_sets(sources, "validation")
    if chosen.test:
        sets = [one for one in sets if one.name == THRESHOLD_SET] + labelled_sets(sources, "test")
    sets.append(blended_set(sources, "test" if chosen.test else "validation"))
    for crops in chosen.crops:
        sets += crop_sets(crops, chosen.work)
    result = compare(models, sets, folder / "scores", reference=chosen.reference) | {
        "minutes": chosen.minutes, "budget": chosen.samples, "given": list(dict.fromkeys(name for name, _ in chosen.checkpoint)), "samples": samples_of(models), "split": count_parts(sources.labelled), "toBlend": count_parts(sources.faces[EXTRA]),
        "adaptations": over_seeds([json.loads(path.read_text()) for path in chosen.adaptation])}
    out = chosen.out or folder / "comparison.json"
    out.write_text(json.dumps(result, indent=1) + "\n")
    print(out)


if __name__ == "__main__":
    main()
