"""Trains a detector: `python3 -m training.train --network mobilenet --minutes 95 --imagenet <folder>`.

The schedule is a function of the time used, so a slower machine ends on time with fewer steps; or, with `--samples`, of the
samples seen, so that a busy machine only takes longer. Budget and use are in the checkpoint, and a stopped run resumes where it was.
"""
from __future__ import annotations

import argparse
import json
import math
import os
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from .batches import Mixture
from .checkpoint import MovingAverage, save
from .losses import Targets, loss_of
from .network import inputs_of
from .networks import NETWORKS, build
from .parallel import Team
from .runtime import choose_device, prepare_cpu
from .sources import Sources, open_sources
from .validation import Validation


@dataclass(frozen=True)
class Settings:
    """What decides a run. Rates are per step; minutes are of wall time. samples: where above 0, what the schedule is made for instead."""

    network: str
    minutes: float
    seed: int = 1
    labelled_pairs: int = 14
    blended_pairs: int = 18
    rate: float = 5e-4
    final_rate: float = 1e-5
    warm_up: float = 0.03
    weight_decay: float = 0.05
    label_smoothing: float = 0.02
    mask_weight: float = 0.3
    average_decay: float = 0.998
    bfloat16: bool = False
    validate_every_minutes: float = 12.0
    samples: int = 0


def rate_at(progress: float, settings: Settings) -> float:
    """Linear warm-up, then a half cosine. progress: share of the budget used, 0…1."""
    if progress < settings.warm_up:
        return settings.rate * max(0.02, progress / settings.warm_up)
    phase = min(1.0, (progress - settings.warm_up) / (1 - settings.warm_up))
    return settings.final_rate + (settings.rate - settings.final_rate) * 0.5 * (1 + math.cos(math.pi * phase))


def make_optimiser(network: nn.Module, settings: Settings) -> torch.optim.AdamW:
    """AdamW; biases and normalisation parameters do not decay."""
    decayed, others = [p for p in network.parameters() if p.ndim > 1], [p for p in network.parameters() if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": settings.weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=settings.rate)


class Run:
    """One training run and its files in `work`: latest.pt, best.pt and log.jsonl."""

    def __init__(
        self, settings: Settings, sources: Sources, work: Path, imagenet: Path | None = None, resume: bool = False,
        team: Team = Team(), start: Path | None = None, validation: Validation | None = None, device: torch.device = torch.device("cpu"),
    ):
        torch.manual_seed(settings.seed)
        self.settings, self.work, self.team, self.device = settings, work, team, device
        self.network = build(settings.network, imagenet).to(device, memory_format=torch.channels_last)
        self.samples_before, self.minutes_before = 0, 0.0
        if start is not None:
            self._start_from(torch.load(start, map_location="cpu"))
        self.average = MovingAverage(self.network, settings.average_decay)
        self.optimiser = make_optimiser(self.network, settings)
        self.step, self.elapsed, self.best = 0, 0.0, 0.0
        if resume and (work / "latest.pt").exists():
            self._restore(torch.load(work / "latest.pt", map_location="cpu"))
        mixture = Mixture(self.settings.labelled_pairs // team.size, self.settings.blended_pairs // team.size)
        self.batches = sources.batches("train", mixture, self.settings.seed)
        self.validation = (validation or Validation(sources)) if team.leads else None
        self.pairs = mixture.pairs * team.size
        # Weights began alike in all processes; dropout should not.
        torch.manual_seed(settings.seed + 1000 * (team.rank + 1) + self.step)

    def _start_from(self, former: dict[str, Any]) -> None:
        self.network.load_state_dict(former["average"])
        self.samples_before, self.minutes_before = former["samples"], former["minutes_before"] + former["elapsed"] / 60

    def _restore(self, kept: dict[str, Any]) -> None:
        self.network.load_state_dict(kept["network"])
        self.average.network.load_state_dict(kept["average"])
        self.optimiser.load_state_dict(kept["optimiser"])
        self.step, self.elapsed, self.best = kept["step"], kept["elapsed"], kept["best"]
        self.samples_before, self.minutes_before = kept["samples_before"], kept["minutes_before"]
        self.settings = Settings(**kept["settings"])

    def contents(self) -> dict[str, Any]:
        return {
            "network": self.network.state_dict(), "average": self.average.network.state_dict(),
            "optimiser": self.optimiser.state_dict(), "step": self.step, "elapsed": self.elapsed,
            "best": self.best, "settings": asdict(self.settings), "samples_before": self.samples_before,
            "samples": self.samples_before + self.step * 2 * self.pairs, "minutes_before": self.minutes_before,
        }

    @property
    def progress(self) -> float:
        """Share of the budget used, from 0; 1 and more where the run is done."""
        if self.settings.samples > 0:
            return self.step * 2 * self.pairs / self.settings.samples
        return self.elapsed / (self.settings.minutes * 60)

    def report(self, **line: Any) -> None:
        """One JSON line to the log and to the terminal."""
        text = json.dumps({"minutes": round(self.elapsed / 60, 2), "step": self.step, **line})
        print(text, flush=True)
        with open(self.work / "log.jsonl", "a") as log:
            log.write(text + "\n")

    def validate(self) -> None:
        """Scores the averaged network on the validation groups; keeps it as best.pt if its mean AUC is the highest yet."""
        if self.validation is None:
            return
        values = self.validation.measure(self.average.network)
        value = float(np.mean(list(values.values())))
        self.report(**{f"auc_{name}": round(auc, 4) for name, auc in values.items()}, validation_auc=round(value, 4))
        improved = value > self.best
        self.best = max(self.best, value)
        save(self.work / "latest.pt", self.contents())
        if improved:
            save(self.work / "best.pt", self.contents())

    def train_step(self, batch: tuple[torch.Tensor, ...], elapsed: float = 0.0) -> dict[str, float]:
        """One update at the rate of the schedule; returns the parts of the network's loss by name.

        elapsed: seconds used so far, of which the leader's count for all processes.
        """
        faces, labels, masks, known = batch
        self.network.train()
        targets = Targets(labels, masks, known).to(self.device)
        total, parts = loss_of(self.network, inputs_of(faces, self.device), targets, self.settings)
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        self.elapsed = self.team.average(self.network.parameters(), elapsed)
        rate = rate_at(self.progress, self.settings)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        if self.team.leads:
            self.average.update(self.network, self.step)
        return {name: float(value) for name, value in parts.items()}


def train_together(runs: list[Run]) -> None:
    """Trains all runs on the first one's batches, in the same order, until its budget is used.

    Drawing and degrading a batch costs as much as training a compact network on it. A run that was saved further on than
    the others waits for them.
    """
    team, settings = runs[0].team, runs[0].settings
    every = settings.validate_every_minutes * 60
    step, before = min((run.step, run.elapsed) for run in runs)
    mine = range(step * team.size + team.rank, 2**31, team.size)
    loader = torch.utils.data.DataLoader(
        runs[0].batches, batch_size=None, sampler=mine, num_workers=_batch_workers(runs[0].device), prefetch_factor=6, worker_init_fn=_prepare_worker,
        multiprocessing_context="fork")  # A spawned worker would be sent all decoded pictures through a pipe.
    began, elapsed, used = time.monotonic(), before, 0.0
    next_validation = before + every
    losses: dict[Run, list[dict[str, float]]] = {run: [] for run in runs}
    since, steps_since = time.monotonic(), step
    for batch in loader:
        asked = before + time.monotonic() - began
        for run in runs:
            if run.step == step:
                losses[run].append(run.train_step(batch, asked))
                elapsed, used = run.elapsed, run.progress
        step += 1
        if used >= 1:
            break
        if step % 100 == 0:
            images = (step - steps_since) * 2 * runs[0].pairs / (time.monotonic() - since)
            for run, lines in losses.items():
                if team.leads and lines:
                    means = {name: round(float(np.mean([one[name] for one in lines])), 4) for name in lines[0]}
                    run.report(**means, images_per_second=round(images, 1), minutes_left=round(minutes_left(elapsed, used), 1))
                lines.clear()
            since, steps_since = time.monotonic(), step
        if elapsed >= next_validation:
            for run in runs:
                run.validate()
            next_validation += every
            since, steps_since = time.monotonic(), step
    for run in runs:
        run.validate()


def minutes_left(elapsed: float, progress: float) -> float:
    """What is left of a run that has used `elapsed` seconds for a share of its budget, 0…1, if it goes on as it went."""
    return elapsed * (1 - progress) / max(progress, 1e-6) / 60


def _batch_workers(device: torch.device) -> int:
    """Processes that draw batches: one beside a CPU that trains, as many as there are cores beside a GPU that waits for them."""
    return 1 if device.type == "cpu" else os.cpu_count() or 1


def _prepare_worker(_: int) -> None:
    prepare_cpu(1)
    os.nice(3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", choices=list(NETWORKS), default="mobilenet")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder that holds manifest.csv")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "ff-train", help="scratch, about 5 GB")
    parser.add_argument("--run", default="", help="name of a folder in --work for this run's checkpoints; the network's name if not given")
    parser.add_argument("--imagenet", type=Path, help="folder dist/models/mobilenet_v2 of the npm package nsfwjs 4.3.0")
    parser.add_argument("--start", type=Path, help="checkpoint, or training/weights/mobilenet.pt, whose averaged weights to begin with")
    parser.add_argument("--minutes", type=float, default=95.0, help="wall time the schedule is made for")
    parser.add_argument("--samples", type=int, default=0, help="faces to train on, instead of minutes: the same run on a busy machine, only slower")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--labelled-pairs", type=int, default=Settings.labelled_pairs, help="of 32 pairs a batch; the others are blends")
    parser.add_argument("--rate", type=float, default=Settings.rate)
    parser.add_argument("--processes", type=int, default=2, help="one for each core; with a GPU one trains")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="auto: a GPU if PyTorch finds one")
    parser.add_argument(
        "--bfloat16", action="store_true", help="convolutions in bfloat16: twice as fast on a processor with avx512_bf16, slower on others")
    parser.add_argument("--resume", action="store_true", help="go on from the latest checkpoint of the run")
    chosen = parser.parse_args()
    if 32 % chosen.processes or chosen.labelled_pairs % chosen.processes:
        parser.error("--processes must divide 32 and --labelled-pairs")
    settings = Settings(
        chosen.network, chosen.minutes, chosen.seed, chosen.labelled_pairs, 32 - chosen.labelled_pairs, chosen.rate,
        bfloat16=chosen.bfloat16, samples=chosen.samples)
    try:
        device = choose_device(chosen.device)
    except ValueError as error:
        parser.error(str(error))
    task = Task(settings, chosen.data, chosen.work, chosen.work / (chosen.run or chosen.network), chosen.imagenet, chosen.start, chosen.resume)
    launch([task], chosen.processes, device)


@dataclass(frozen=True)
class Task:
    """A run with where everything is, for `launch`. start: a checkpoint whose averaged weights a new run begins with."""

    settings: Settings
    data: Path
    work: Path
    folder: Path
    imagenet: Path | None = None
    start: Path | None = None
    resume: bool = True


def launch(tasks: list[Task], processes: int, device: torch.device = torch.device("cpu")) -> None:
    """Trains all tasks on the batches of the first, with one process a core, or one for a GPU, until their budget is used.

    Raises ValueError if tasks differ in what their batches or their schedule depend on.
    """
    first = tasks[0]
    processes = processes if device.type == "cpu" else 1
    if any(_of_batches(task) != _of_batches(first) for task in tasks):
        raise ValueError("runs that train together need the same data, minutes and pairs a batch")
    for task in tasks:
        task.folder.mkdir(parents=True, exist_ok=True)
    open_sources(first.data, first.work)
    meeting = first.folder / f"meeting-{os.getpid()}"
    try:
        torch.multiprocessing.spawn(_member, (tasks, processes, meeting, device), processes)
    finally:
        meeting.unlink(missing_ok=True)


def _of_batches(task: Task) -> tuple[object, ...]:
    settings = task.settings
    return task.data, task.work, settings.minutes, settings.samples, settings.labelled_pairs, settings.blended_pairs


def _member(rank: int, tasks: list[Task], processes: int, meeting: Path, device: torch.device) -> None:
    prepare_cpu(1)
    team = Team(rank, processes)
    team.join(meeting)
    sources = open_sources(tasks[0].data, tasks[0].work)
    validation = Validation(sources) if team.leads else None
    train_together([
        Run(task.settings, sources, task.folder, task.imagenet, task.resume, team, task.start, validation, device) for task in tasks])


if __name__ == "__main__":
    main()
