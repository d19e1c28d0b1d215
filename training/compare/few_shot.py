"""Measures what a few labelled faces of a target are worth: `python3 -m training.compare.few_shot --checkpoint FILE … --crops CROPS`.

ForensicTransfer, fine-tuned as a whole, beside the network that ships, whose fake classifier alone learns the same faces. Faces are drawn from
the groups of one fold and the answers measured on the groups of the others, with every fold in turn. Nothing that is trained here ships.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any, Sequence

import numpy as np
import torch

from ..data.crops import Crop, labelled_faces, read_crops, split_fold
from ..data.picture_store import open_store
from ..measure.metrics import auc
from ..measure.paired import DRAWS, Labels, bootstrap_aucs, labels_of, mean_by, span
from ..networks.runtime import prepare_cpu
from .compare import Trained, samples_of
from .fine_tune import BATCH, HEAD_RATE, STEPS, WHOLE_RATE, Start, answers, fine_tune, from_checkpoint, from_shipped
from .tables import ranged, table, with_tables

COUNTS = (0, 10, 50)
FACE_DRAWS, FOLDS = 5, 2
WHOLE, SHIPPED = "forensic-transfer", "shipped"
MARK = "few-shot"
# Of a network and a number of faces: the logits of every run.
Runs = dict[tuple[str, int], list[np.ndarray]]


class Target:
    """A data set of a crops folder; trainings of one network are shown the same of it. A run's answers are kept in `cache`, so that a stopped measurement can be continued."""

    def __init__(self, crops: list[Crop], pictures: np.ndarray, cache: Path):
        self.crops, self.pictures, self.cache = crops, pictures, cache
        self.labels = labels_of(crops)
        self.identity = hashlib.sha256("\n".join(crop.path for crop in crops).encode()).hexdigest()[:12]
        self._looks: dict[str, torch.Tensor] = {}

    def _looks_of(self, start: Start) -> torch.Tensor:
        if start.name not in self._looks:
            self._looks[start.name] = start.looks(self.pictures)
        return self._looks[start.name]

    def run(self, start: Start, fold: int, folds: int, count: int, seed: int) -> tuple[np.ndarray, list[float]]:
        """(logits of the fold's tested faces, loss of every step) after `count` faces, drawn by the seed, were learnt; 0: of the start itself."""
        path = self.cache / f"{start.key}-{self.identity}-{fold}of{folds}-{count}-{seed}-{start.rate:g}x{STEPS}.npz"
        if not path.exists():
            usable, tested = split_fold(self.crops, fold, folds)
            looks, network, losses = self._looks_of(start), start.make(), []
            if count:
                shown = labelled_faces(self.crops, usable, count, seed)
                losses = fine_tune(network, looks[shown], self.labels.fake[shown], start.rate, seed)
                print(f"{start.name}, {start.run}: fold {fold + 1} of {folds}, {count} faces, draw {seed}: loss {losses[0]:.3f} to {losses[-1]:.3f}", flush=True)
            np.savez(path, logits=answers(network, looks[tested], start.judged), losses=losses)
        kept = np.load(path)
        return kept["logits"], kept["losses"].tolist()


def measure_target(target: Target, starts: Sequence[Start], counts: Sequence[int] = COUNTS, face_draws: int = FACE_DRAWS, folds: int = FOLDS,
                   draws: int = DRAWS) -> dict[str, Any]:
    """Entries of all networks and numbers of faces on images and, by the mean log-odds, on videos."""
    images: list[tuple[Labels, Runs]] = []
    videos: list[tuple[Labels, Runs]] = []
    losses: dict[tuple[str, int], list[list[float]]] = defaultdict(list)
    for fold in range(folds):
        _, tested = split_fold(target.crops, fold, folds)
        labels = labels_of([target.crops[index] for index in tested])
        runs: Runs = defaultdict(list)
        for start in starts:
            for count in counts:
                for seed in range(1, face_draws + 1) if count else (0,):
                    logits, lost = target.run(start, fold, folds, count, seed)
                    runs[start.name, count].append(logits)
                    losses[start.name, count].append(lost)
        by_video, member = labels.by_video()
        images.append((labels, runs))
        videos.append((by_video, {key: [mean_by(run, member) for run in members] for key, members in runs.items()}))
    fits = {key: [round(float(np.mean([lost[place] for lost in lines])), 4) for place in (0, -1)] for key, lines in losses.items() if lines[0]}
    return {"folds": [{"images": labels.counts(), "videos": by_video.counts()} for (labels, _), (by_video, _) in zip(images, videos)],
            "image": over_folds(images, fits, draws), "video": over_folds(videos, fits, draws)}


def over_folds(folds: Sequence[tuple[Labels, Runs]], fits: dict[tuple[str, int], list[float]], draws: int = DRAWS) -> list[dict[str, Any]]:
    """An entry for each network and number of faces: its AUC, the mean over runs and folds, and what the faces gained.

    difference: from the network without the faces; against: from ForensicTransfer with as many. Intervals: 95 %, drawing the groups of every
    fold, the same for all. spread: standard deviation over the runs, each the mean over folds. loss: at the first and the last step.
    """
    keys = list(folds[0][1])
    points = {key: np.mean([[auc(run, labels.fake) for run in runs[key]] for labels, runs in folds], 0) for key in keys}
    drawn: dict[tuple[str, int], np.ndarray] = {key: np.zeros(draws) for key in keys}
    for number, (labels, runs) in enumerate(folds):
        values = bootstrap_aucs([run for key in keys for run in runs[key]], labels, draws, seed=number)
        first = 0
        for key in keys:
            drawn[key] += values[:, first:first + len(runs[key])].mean(1) / len(folds)
            first += len(runs[key])
    entries = []
    for name, count in keys:
        key = name, count
        entry: dict[str, Any] = {"network": name, "faces": count, "runs": len(points[key]), "auc": _mean(points[key]), "aucInterval": span(drawn[key]),
                                 "spread": round(float(points[key].std(ddof=1)), 4) if len(points[key]) > 1 else None, "loss": fits.get(key)}
        for place, other in (("difference", (name, 0)), ("against", (WHOLE, count))):
            if other != key and other in points:
                entry[place] = round(float(points[key].mean() - points[other].mean()), 4)
                entry[f"{place}Interval"] = span(drawn[key] - drawn[other])
        entries.append(entry)
    return entries


def _mean(values: np.ndarray) -> float:
    return round(float(values.mean()), 4)


def printed(result: dict[str, Any]) -> str:
    """What the numbers are, and the table."""
    introduction = (
        "A target's faces, half genuine and half manipulated, are drawn from the groups of one half of it, one of a video before a second one. AUCs are "
        f"measured on the groups of the other half, both ways round, and are means over the {result['folds']} folds and the runs. "
        f"`{WHOLE}` ({result['samples']:,} samples of the same sources, 128 px) is trained {result['trainings']} times; all of its weights learn the faces, by its own loss. "
        f"`{SHIPPED}` is the network that ships (224 px), of which the fake classifier alone learns the same faces. Each of the "
        f"{result['faceDraws']} draws is a run, for every training. {result['steps']} steps of up to {result['batch']} faces, as they are or mirrored, with rates of {result['wholeRate']:g} and "
        f"{result['headRate']:g}; the largest rates that cost at most 0.005 of the AUC on DFDC's validation faces. In brackets the 95 % interval from drawing whole groups, the same for all; ± is the "
        "standard deviation over runs. Both targets are only reported on: nothing that ships is trained, chosen or calibrated on them, and nothing trained here ships.")
    rows = []
    for name, target in result["targets"].items():
        for image, video in zip(target["image"], target["video"]):
            loss = "–" if image["loss"] is None else f"{image['loss'][0]:.2f} → {image['loss'][1]:.2f}"
            row = [name, image["network"], str(image["faces"]), str(image["runs"]), loss]
            for one in (image, video):
                spread = "" if one["spread"] is None else f" ± {one['spread']:.3f}"
                row += [ranged(one["auc"], one["aucInterval"]) + spread, *(ranged(one.get(place), one.get(f"{place}Interval"), "+") for place in ("difference", "against"))]
            rows.append(row)
    return introduction + "\n\n" + table(
        ("target", "network", "faces", "runs", "loss on them", "images: AUC", "gained by the faces", f"minus {WHOLE}'s", "videos: AUC", "gained by the faces", f"minus {WHOLE}'s"), rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, nargs="+", required=True, help=f"trained {WHOLE}, one for each seed")
    parser.add_argument("--models", type=Path, default=Path("models/detector"), help="folder of the network that ships")
    parser.add_argument("--crops", type=Path, required=True, help="folder of crops with its manifest.csv, as npm run crops writes it")
    parser.add_argument("--datasets", nargs="+", required=True, help="targets among the crops")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "ff-train", help="scratch")
    parser.add_argument("--whole-rate", type=float, default=WHOLE_RATE, help=f"at which {WHOLE} learns")
    parser.add_argument("--head-rate", type=float, default=HEAD_RATE, help="at which the fake classifier of the network that ships learns")
    parser.add_argument("--out", type=Path, help="JSON file; <work>/few-shot/few-shot.json if not given")
    parser.add_argument("--write", type=Path, help=f"document in which the table replaces what stands between <!-- {MARK}:begin --> and <!-- {MARK}:end -->")
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    prepare_cpu(chosen.threads)
    cache = chosen.work / "few-shot"
    cache.mkdir(parents=True, exist_ok=True)
    wholes = [from_checkpoint(WHOLE, f"training {number + 1}", path, chosen.whole_rate) for number, path in enumerate(chosen.checkpoint)]
    starts = [*wholes, from_shipped(SHIPPED, chosen.models, chosen.threads, chosen.head_rate)]
    every = read_crops(chosen.crops)
    targets = {}
    for name in chosen.datasets:
        crops = [crop for crop in every if crop.dataset == name]
        if not crops:
            parser.error(f"{chosen.crops} has no crop of data set {name!r}")
        targets[name] = measure_target(Target(crops, open_store(chosen.crops, crops, chosen.work), cache), starts)
    samples = samples_of([Trained(one.name, one.run, path) for one, path in zip(wholes, chosen.checkpoint)])[WHOLE]
    result = {"samples": samples, "trainings": len(wholes), "folds": FOLDS, "faceDraws": FACE_DRAWS, "steps": STEPS, "batch": BATCH,
              "wholeRate": chosen.whole_rate, "headRate": chosen.head_rate, "targets": targets}
    out = chosen.out or cache / "few-shot.json"
    out.write_text(json.dumps(result, indent=1) + "\n")
    said = printed(result)
    print(said)
    if chosen.write:
        chosen.write.write_text(with_tables(chosen.write.read_text(), said, MARK))


if __name__ == "__main__":
    main()
