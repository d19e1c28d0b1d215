"""Trains networks on the detector's sources, on the same faces, and scores them beside it: `python3 -m training.compare.compare`.

Every network and seed is a run in WORK/compare; a seed decides its start and its dropout. A stopped comparison can be continued: drawn faces,
checkpoints and scores are kept. Writes one JSON file for `training.compare.tables`.
"""
from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

import numpy as np
import torch

from ..adapt.report import over_seeds
from ..data.drawn import draw
from ..data.manifest import PARTS
from ..data.store import Store
from ..measure import held_out
from ..measure.metrics import equal_error_threshold
from ..measure.paired import DRAWS, mean_by, summary
from ..networks.checkpoint import load_average, named_file
from ..networks.graph import graph_of
from ..networks.inverted_residual import BlocksDetector
from ..networks.registry import NETWORKS
from ..networks.runtime import prepare_cpu
from ..networks.shipped import ShippedNetwork
from ..run.fit import MIXTURE
from ..run.trainer import Settings, train_all
from ..signal.crop import COMPARED_SIZE
from ..signal.finishing import View
from .sets import THRESHOLD_SET, ComparedSet, crop_sets, held_sets, threshold_set

COMPARED = ("plain-cnn", "meso4", "multitask", "forensic-transfer")
REFERENCE = "plain-cnn"
# Meso-4's, the multi-task network's and ForensicTransfer's are the published ones.
RATES = {"plain-cnn": 2e-3}


@dataclass(frozen=True)
class Trained:
    """A checkpoint to compare: the name it stands under (runs of one name are averaged), its seed or file, and the file."""

    name: str
    run: str
    checkpoint: Path


def answering(checkpoint: Path, threads: int) -> Callable[[ComparedSet], np.ndarray]:
    """Logits of a set by a network. The detector answers as it ships, for a face and its mirror image; the others for the face alone."""
    network, kept = load_average(checkpoint)
    view = View(**kept["settings"].get("view", {"size": COMPARED_SIZE}))
    ships = isinstance(network, BlocksDetector)
    shown = ShippedNetwork(graph_of(network), threads) if ships else network.to(memory_format=torch.channels_last)
    return lambda compared: held_out.score(shown, compared.pictures, compared.margin, view, mirrored=ships)


def scored(trained: Trained, sets: list[ComparedSet], cache: Path, threads: int = 1) -> dict[str, np.ndarray]:
    """Logits of every set by its name, kept in `cache` under the checkpoint's content."""
    digest = hashlib.sha256(trained.checkpoint.read_bytes()).hexdigest()[:16]
    answer = None
    found: dict[str, np.ndarray] = {}
    for compared in sets:
        if compared.within:
            name, rows = compared.within
            found[compared.name] = found[name][rows]
            continue
        items = hashlib.sha256("\n".join((compared.name, *compared.labels.videos)).encode()).hexdigest()[:16]
        path = cache / f"{digest}-{items}.npy"
        if not path.exists():
            answer = answer or answering(trained.checkpoint, threads)
            print(f"scoring {trained.name}, {trained.run}: {compared.name}", flush=True)
            np.save(path, answer(compared))
        found[compared.name] = np.load(path)
    return found


def compare(models: list[Trained], sets: list[ComparedSet], cache: Path, draws: int = DRAWS, reference: str = REFERENCE, threads: int = 1) -> dict[str, Any]:
    """Measures of every network on every set, image by image, and video by video where a set has videos."""
    cache.mkdir(parents=True, exist_ok=True)
    logits = [scored(model, sets, cache, threads) for model in models]
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


def counts_of(store: Store) -> dict[str, dict[str, int]]:
    """Reals, fakes and groups of every set and part of the store, and the genuine faces of which it has reconstructions."""
    found = {}
    for dataset in np.unique(store.dataset):
        for part in PARTS:
            if len(numbers := store.chosen(part, dataset)):
                fakes = int(store.fake[numbers].sum())
                found[f"{dataset} {part}"] = {"reals": len(numbers) - fakes, "fakes": fakes, "groups": len(np.unique(store.group[numbers]))}
    for part in PARTS:
        numbers = store.latent_of[store.part[store.latent_of] == part]
        found[f"reconstructions {part}"] = {"reals": 0, "fakes": len(numbers), "groups": len(np.unique(store.group[numbers]))}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, required=True, help="what training.data.store wrote")
    parser.add_argument("--networks", nargs="*", choices=list(NETWORKS), default=list(COMPARED), help="to train")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--samples", type=int, default=32768, help="faces that each is trained on")
    parser.add_argument("--faces", type=int, help="faces to draw, which are shown again where --samples is more; as many as --samples if not given")
    parser.add_argument("--checkpoint", type=named_file, action="append", default=[], metavar="NAME=FILE",
                        help="a trained network to score too, such as shipped=training/weights/lite.pt; may be repeated")
    parser.add_argument("--crops", type=Path, action="append", default=[], help="folder of crops of an unseen set; may be repeated")
    parser.add_argument("--adaptation", type=Path, default=[], nargs="+", help="adaptation.json files to take in")
    parser.add_argument("--reference", default=REFERENCE, metavar="NAME", help="the network from which differences are taken")
    parser.add_argument("--work", type=Path, required=True, help="scratch outside the repository, about 4 GB")
    parser.add_argument("--out", type=Path, help="JSON file; <work>/compare/comparison.json if not given")
    parser.add_argument("--threads", type=int, default=2, help="cores to use")
    chosen = parser.parse_args()
    folder, drawn = chosen.work / "compare", chosen.work / "drawn"
    wanted = [(name, seed) for seed in chosen.seeds for name in chosen.networks]
    runs = [(Settings(name, chosen.samples, seed, RATES.get(name, Settings.rate)), folder / f"{name}-{seed}") for name, seed in wanted]
    models = [Trained(name, f"seed {seed}", run / "latest.pt") for (name, seed), (_, run) in zip(wanted, runs)]
    models += [Trained(name, path.stem, path) for name, path in chosen.checkpoint]
    if not models:
        parser.error("nothing to compare: name networks and seeds, or a checkpoint")
    if chosen.reference not in {model.name for model in models}:
        parser.error(f"--reference {chosen.reference} is none of the networks compared")
    if runs:
        draw(chosen.store, drawn, MIXTURE, chosen.faces or chosen.samples, processes=chosen.threads)
        train_all(runs, drawn, chosen.threads)
    prepare_cpu(chosen.threads)
    store = Store(chosen.store)
    sets = [threshold_set(store), *held_sets(store)]
    for crops in chosen.crops:
        sets += crop_sets(crops, chosen.work)
    result = compare(models, sets, folder / "scores", reference=chosen.reference, threads=chosen.threads) | {
        "given": list(dict.fromkeys(name for name, _ in chosen.checkpoint)), "samples": samples_of(models), "sources": counts_of(store),
        "adaptations": over_seeds([json.loads(path.read_text()) for path in chosen.adaptation])}
    out = chosen.out or folder / "comparison.json"
    out.write_text(json.dumps(result, indent=1) + "\n")
    print(out)


if __name__ == "__main__":
    main()
