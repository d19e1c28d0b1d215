"""Adaptations, each with what is measured before and after."""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Iterator, Sequence

import numpy as np
import torch
from torch import nn

from ..data.crops import Crop, at_fake_rate, fold_of, read_crops, split_fold
from ..data.drawn import DrawnBatches
from ..data.manifest import LABELLED
from ..data.picture_store import open_store
from ..data.store import Store
from ..data.target_batches import BothDomains, Remembered, TargetBatches
from ..measure.domain_distance import Domain, distances
from ..measure.metrics import equal_error_threshold
from ..measure.paired import Labels, labels_of
from ..measure.scoring import score
from ..networks.checkpoint import LINEAGE, load_average, save
from ..networks.inputs import inputs_of
from ..networks.losses import Targets
from ..networks.runtime import device_of, prepare_cpu
from .adversary import AdaptSettings, Adversary
from .feature_figure import save_features
from .label_shift import LIMITS, FakeRate, class_weights
from .report import Measured, compared, labels_as_json

REPORT_EVERY = 20
RATE_EVERY, RATE_BATCHES = 50, 2


@torch.no_grad()
def fake_shares(network: nn.Module, both: BothDomains, first: int) -> tuple[float, float, float]:
    """Shares that the network calls fake, of the batches from `first` on: of the target, of the source's fakes, of its reals."""
    network.eval()
    device = device_of(network)
    target, fakes, reals = [], [], []
    for step in range(first, first + RATE_BATCHES):
        (faces, labels, _, _), unlabelled = both[step]
        called = (network(inputs_of(faces, device))[0] > 0).cpu()
        fakes.append(called[labels > 0.5])
        reals.append(called[labels < 0.5])
        target.append((network(inputs_of(unlabelled, device))[0] > 0).cpu())
    return tuple(float(torch.cat(part).float().mean()) for part in (target, fakes, reals))


class Assessment:
    """What is measured before and after: the held-out target, half of DFDC's validation groups, and their distance."""

    def __init__(self, store: Store, crops: list[Crop], pictures: np.ndarray, tested: list[int]):
        self.pictures, self.tested = pictures, tested
        numbers = [int(number) for number in store.chosen("validation", LABELLED) if fold_of(str(store.group[number]), 2) == 0]
        self.source_pictures = [store.picture(number) for number in numbers]
        self.source = Labels(store.fake[numbers], store.group[numbers].tolist(), [str(number) for number in numbers])
        self.target = labels_of([crops[index] for index in tested])

    def measure(self, network: nn.Module) -> tuple[Measured, dict[str, Domain]]:
        """What is measured of a network, and the features of both domains that it was measured on."""
        source, source_features = score(network, self.source_pictures, range(len(self.source_pictures)))
        target, target_features = score(network, self.pictures, self.tested)
        domains = {"source": Domain(source_features, self.source.fake, self.source.groups),
                   "target": Domain(target_features, self.target.fake, self.target.groups)}
        found = {name: None if np.isnan(value) else round(value, 4) for name, value in distances(domains["source"], domains["target"]).items()}
        return Measured(source, target, equal_error_threshold(source, self.source.fake), found), domains


def adapt(network: nn.Module, width: int, both: BothDomains, settings: AdaptSettings, weighted: bool, limits: tuple[float, float],
          workers: int = 1) -> list[dict[str, float]]:
    """Changes the network; returns the log, one line every `REPORT_EVERY` steps. workers: processes that prepare batches."""
    device = device_of(network)
    adversary = Adversary(network, width, settings)
    rate = FakeRate(limits=limits)
    weights, log, since = (1.0, 1.0), [], []
    loader = torch.utils.data.DataLoader(both, batch_size=None, sampler=range(settings.steps), num_workers=workers,
                                         prefetch_factor=4 if workers else None, worker_init_fn=_prepare_worker,
                                         multiprocessing_context="fork" if workers else None)
    for step, ((faces, labels, masks, known), target) in enumerate(loader):
        if weighted and step % RATE_EVERY == 0:
            # The fake rate is estimated on batches beyond those that are trained on.
            weights = class_weights(rate.update(*fake_shares(network, both, settings.steps)))
        since.append(adversary.step(inputs_of(faces, device), Targets(labels, masks, known).to(device), inputs_of(target, device), step / settings.steps, weights))
        if (step + 1) % REPORT_EVERY == 0 or step + 1 == settings.steps:
            line = {"step": step + 1, **{name: round(float(np.mean([one[name] for one in since])), 4) for name in since[0]}}
            line |= {"fake_rate": round(rate.value, 4)} if rate.value is not None else {}
            print(json.dumps(line), flush=True)
            log.append(line)
            since = []
    network.eval()
    return log


def _prepare_worker(_: int) -> None:
    prepare_cpu(1)


@dataclass(frozen=True)
class Task:
    """One adaptation, as the options of the command describe it. store: what training.data.store wrote; work: the comparison's, with drawn
    faces in it; out: folder for adapted.pt, adaptation.json and features.npz."""

    checkpoint: Path
    target: Path
    dataset: str | None
    out: Path
    store: Path
    work: Path
    weights: str
    fold: tuple[int, int]
    settings: AdaptSettings
    fake_rate: float | None = None
    limits: tuple[float, float] = LIMITS
    pairs: int = 32
    device: torch.device = torch.device("cpu")


def run_group(tasks: Sequence[Task]) -> Iterator[dict[str, Any]]:
    """Adapts and measures task by task, writes each one's files and yields its report.

    The tasks differ only in the share of fakes, the weights and `out`: the start is measured once, and batches are drawn once. Raises ValueError if the target has no crops of the data set, or a class is missing that a fake rate needs.
    """
    first = tasks[0]
    settings, alone = first.settings, len(tasks) == 1
    network, kept = load_average(first.checkpoint)
    network.to(first.device)
    crops = [crop for crop in read_crops(first.target) if first.dataset in (None, crop.dataset)]
    if not crops:
        raise ValueError(f"{first.target} has no crop of data set {first.dataset!r}")
    pictures = open_store(first.target, crops, first.work)

    def remembered(batches: Any) -> Any:
        return batches if alone else Remembered(batches, settings.steps + RATE_BATCHES)

    source = DrawnBatches(first.work / "drawn", first.pairs)
    usable, tested = split_fold(crops, *first.fold)
    assessment = Assessment(Store(first.store), crops, pictures, tested)
    before, domains_before = assessment.measure(network)
    width = network(torch.zeros(1, 3, 128, 128, device=first.device))[1].shape[1]
    for rate, members in groupby(tasks, lambda task: task.fake_rate):
        adapted = usable if rate is None else at_fake_rate(crops, usable, rate, settings.seed)
        both = BothDomains(source, remembered(TargetBatches(pictures, adapted, 2 * first.pairs, settings.seed)))
        for task in members:
            network = load_average(task.checkpoint)[0].to(task.device)
            # A worker process would lose the batches it remembers.
            log = adapt(network, width, both, settings, task.weights == "class", task.limits, workers=1 if alone else 0)
            after, domains_after = assessment.measure(network)
            report = {
                "network": kept["settings"]["network"], "target": sorted({crop.dataset for crop in crops}), "fold": list(task.fold),
                "weights": task.weights, "fakeRate": rate, "settings": asdict(settings),
                "adaptedOn": {"crops": len(adapted), "groups": len({crops[index].group for index in adapted})},
                **compared(assessment.source, assessment.target, [before], [after]), "log": log,
            }
            task.out.mkdir(parents=True, exist_ok=True)
            save(task.out / "adapted.pt", {**{key: value for key, value in kept.items() if key in LINEAGE}, "average": network.cpu().state_dict(),
                                           "adaptation": {key: value for key, value in report.items() if key != "log"}})
            save_features(task.out / "features.npz", domains_before, domains_after)
            # Read when seeds are averaged; written last, as the sign that the task is done.
            whole = report | {"labels": {"source": labels_as_json(assessment.source), "target": labels_as_json(assessment.target)},
                              "measured": {"before": before.as_json(), "after": after.as_json()}}
            (task.out / "adaptation.json").write_text(json.dumps(whole) + "\n")
            yield report
