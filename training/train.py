"""Trains the preliminary network: `python3 -m training.train --minutes 75`.

The schedule is a function of the time used, not of the steps done, so a slower machine ends on time with fewer steps;
the budget and the time used are in the checkpoint, and a stopped run resumes where it was.
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

from .batches import PairBatches
from .checkpoint import MovingAverage, save
from .manifest import indices_of, read_manifest
from .metrics import auc
from .network import STAGES, Detector, normalise
from .picture_store import open_store
from .runtime import prepare_cpu
from .scoring import score


@dataclass(frozen=True)
class Settings:
    """What decides a run. Rates are per step; minutes are of wall time."""

    minutes: float
    seed: int = 1
    pairs_per_batch: int = 32
    rate: float = 2e-3
    final_rate: float = 1e-5
    warm_up: float = 0.03
    weight_decay: float = 0.02
    label_smoothing: float = 0.02
    average_decay: float = 0.998
    validate_every_minutes: float = 6.0


def rate_at(progress: float, settings: Settings) -> float:
    """Linear warm-up, then a half cosine. progress: share of the time budget used, 0…1."""
    if progress < settings.warm_up:
        return settings.rate * max(0.02, progress / settings.warm_up)
    phase = min(1.0, (progress - settings.warm_up) / (1 - settings.warm_up))
    return settings.final_rate + (settings.rate - settings.final_rate) * 0.5 * (1 + math.cos(math.pi * phase))


def make_optimiser(network: Detector, settings: Settings) -> torch.optim.AdamW:
    """AdamW; biases and normalisation parameters do not decay."""
    decayed = [p for p in network.parameters() if p.ndim > 1]
    others = [p for p in network.parameters() if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": settings.weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=settings.rate)


class Run:
    """One training run and its files in `work`: latest.pt, best.pt and log.jsonl."""

    def __init__(self, settings: Settings, data: Path, work: Path, resume: bool):
        torch.manual_seed(settings.seed)
        self.settings, self.work = settings, work
        self.faces = read_manifest(data, "dfdc-faces")
        self.pictures = open_store(data, self.faces, work)
        self.batches = PairBatches(
            self.pictures, self.faces, indices_of(self.faces, "train"), settings.pairs_per_batch, settings.seed)
        self.validation = indices_of(self.faces, "validation")
        self.fake = np.array([self.faces[index].fake for index in self.validation])
        self.network = Detector().to(memory_format=torch.channels_last)
        self.average = MovingAverage(self.network, settings.average_decay)
        self.optimiser = make_optimiser(self.network, settings)
        self.step, self.elapsed, self.best = 0, 0.0, 0.0
        if resume and (work / "latest.pt").exists():
            self._restore(torch.load(work / "latest.pt"))

    def _restore(self, kept: dict[str, Any]) -> None:
        self.network.load_state_dict(kept["network"])
        self.average.network.load_state_dict(kept["average"])
        self.optimiser.load_state_dict(kept["optimiser"])
        torch.set_rng_state(kept["random"])
        self.step, self.elapsed, self.best = kept["step"], kept["elapsed"], kept["best"]
        self.settings = Settings(**kept["settings"])

    def contents(self) -> dict[str, Any]:
        return {
            "stages": STAGES, "network": self.network.state_dict(), "average": self.average.network.state_dict(),
            "optimiser": self.optimiser.state_dict(), "random": torch.get_rng_state(), "step": self.step,
            "elapsed": self.elapsed, "best": self.best, "settings": asdict(self.settings),
            "samples": self.step * 2 * self.settings.pairs_per_batch,
        }

    def report(self, **line: Any) -> None:
        """One JSON line to the log and to the terminal."""
        text = json.dumps({"minutes": round(self.elapsed / 60, 2), "step": self.step, **line})
        print(text, flush=True)
        with open(self.work / "log.jsonl", "a") as log:
            log.write(text + "\n")

    def validate(self) -> None:
        """Scores the averaged network on the validation groups; keeps it as best.pt if its AUC is the highest yet."""
        logits, _ = score(self.average.network, self.pictures, self.validation)
        value = auc(logits, self.fake)
        self.report(validation_auc=round(value, 4), mean_logit=round(float(logits.mean()), 3))
        improved = value > self.best
        self.best = max(self.best, value)
        save(self.work / "latest.pt", self.contents())
        if improved:
            save(self.work / "best.pt", self.contents())

    def train_step(self, faces: torch.Tensor, labels: torch.Tensor) -> float:
        """One update; returns the loss in nats."""
        self.network.train()
        inputs = normalise(faces).contiguous(memory_format=torch.channels_last)
        smooth = self.settings.label_smoothing
        logits, _ = self.network(inputs)
        loss = nn.functional.binary_cross_entropy_with_logits(logits, labels * (1 - smooth) + smooth / 2)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        self.average.update(self.network, self.step)
        return float(loss)

    def go(self) -> None:
        """Trains until the time budget is used."""
        budget, every = self.settings.minutes * 60, self.settings.validate_every_minutes * 60
        loader = torch.utils.data.DataLoader(
            self.batches, batch_size=None, sampler=range(self.step, 2**31), num_workers=1, prefetch_factor=6,
            worker_init_fn=_prepare_worker)
        began, before = time.monotonic(), self.elapsed
        next_validation = self.elapsed + every
        losses, since, steps_since = [], time.monotonic(), self.step
        for faces, labels in loader:
            self.elapsed = before + time.monotonic() - began
            if self.elapsed >= budget:
                break
            for group in self.optimiser.param_groups:
                group["lr"] = rate_at(self.elapsed / budget, self.settings)
            losses.append(self.train_step(faces, labels))
            if self.step % 100 == 0:
                images = (self.step - steps_since) * len(labels) / (time.monotonic() - since)
                self.report(loss=round(float(np.mean(losses)), 4), rate=round(self.optimiser.param_groups[0]["lr"], 6),
                            images_per_second=round(images, 1), epoch=round(self.step / self.batches.steps_per_epoch(), 2),
                            minutes_left=round((budget - self.elapsed) / 60, 1))
                losses, since, steps_since = [], time.monotonic(), self.step
            if self.elapsed >= next_validation:
                self.validate()
                next_validation += every
                since, steps_since = time.monotonic(), self.step
        self.validate()


def _prepare_worker(_: int) -> None:
    prepare_cpu(1)
    os.nice(3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder that holds manifest.csv")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "ff-train", help="scratch, about 5 GB")
    parser.add_argument("--minutes", type=float, default=75.0, help="wall time the schedule is made for")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", action="store_true", help="go on from the latest checkpoint in --work")
    chosen = parser.parse_args()
    prepare_cpu(chosen.threads)
    chosen.work.mkdir(parents=True, exist_ok=True)
    Run(Settings(minutes=chosen.minutes), chosen.data, chosen.work, chosen.resume).go()


if __name__ == "__main__":
    main()
