"""One training run and its files, and several runs side by side on the same batches."""
from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from ..data.batches import Mixture
from ..data.sources import Sources
from ..measure.validation import Validation
from ..networks.checkpoint import MovingAverage, save
from ..networks.inputs import inputs_of
from ..networks.losses import Targets, loss_of
from ..networks.registry import build
from ..networks.runtime import prepare_cpu
from .parallel import Team
from .schedule import make_optimiser, rate_at


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
        self.optimiser = make_optimiser(self.network.parameters(), settings)
        self.step, self.elapsed, self.best = 0, 0.0, 0.0
        if resume and (work / "latest.pt").exists():
            self._restore(torch.load(work / "latest.pt", map_location="cpu"))
        mixture = Mixture(self.settings.labelled_pairs // team.size, self.settings.blended_pairs // team.size)
        self.batches = sources.batches("train", mixture, self.settings.seed)
        self.validation = (validation or Validation(sources)) if team.leads else None
        self.pairs = mixture.pairs * team.size
        # Processes share their weights, not their dropout.
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
            self.average.update(self.step)
        return {name: float(value.detach()) for name, value in parts.items()}


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
