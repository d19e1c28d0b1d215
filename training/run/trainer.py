"""Trains the networks that the detector is compared with, one a core, each on the same drawn faces in the same order."""
from __future__ import annotations

import json
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Sequence

import numpy as np
import torch
from torch import nn

from ..data.drawn import DrawnBatches
from ..networks.checkpoint import MovingAverage, save
from ..networks.inputs import inputs_of
from ..networks.losses import Targets, loss_of
from ..networks.registry import build
from ..networks.runtime import prepare_cpu
from .schedule import make_optimiser, rate_at

# Steps between checkpoints.
SAVE_EVERY = 50


@dataclass(frozen=True)
class Settings:
    """What decides a run: seed, of the start and of dropout; samples, after which it ends; rates, per step."""

    network: str
    samples: int = 0
    seed: int = 1
    rate: float = 1e-3
    final_rate: float = 1e-5
    warm_up: float = 0.03
    weight_decay: float = 0.05
    label_smoothing: float = 0.02
    mask_weight: float = 0.3
    average_decay: float = 0.998
    bfloat16: bool = False


class Run:
    """A training run and its files in `folder`: latest.pt, from which it goes on after an interruption, and log.jsonl."""

    def __init__(self, settings: Settings, batches: DrawnBatches, folder: Path):
        self.settings, self.batches, self.folder = settings, batches, folder
        torch.manual_seed(settings.seed)
        self.network = build(settings.network).to(memory_format=torch.channels_last)
        self.average = MovingAverage(self.network, settings.average_decay)
        self.optimiser = make_optimiser(self.network.parameters(), settings)
        self.step, self.seconds = 0, 0.0
        if (folder / "latest.pt").exists():
            self._restore(torch.load(folder / "latest.pt", map_location="cpu"))

    def _restore(self, kept: dict[str, Any]) -> None:
        if kept["settings"] != asdict(self.settings):
            raise ValueError(f"{self.folder} holds a run with other settings, {kept['settings']}; remove it or choose another --work")
        self.network.load_state_dict(kept["network"])
        self.average.network.load_state_dict(kept["average"])
        self.optimiser.load_state_dict(kept["optimiser"])
        self.step, self.seconds = kept["step"], kept["elapsed"]
        torch.set_rng_state(kept["random"])

    @property
    def samples(self) -> int:
        return self.step * 2 * self.batches.pairs

    @property
    def done(self) -> bool:
        return self.samples >= self.settings.samples

    def save(self, **parts: float) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        save(self.folder / "latest.pt", {
            "network": self.network.state_dict(), "average": self.average.network.state_dict(), "optimiser": self.optimiser.state_dict(),
            "step": self.step, "samples": self.samples, "elapsed": self.seconds, "settings": asdict(self.settings), "random": torch.get_rng_state()})
        line = json.dumps({"run": self.folder.name, "step": self.step, "perSecond": round(self.samples / max(self.seconds, 1e-9)), **parts})
        print(line, flush=True)
        with open(self.folder / "log.jsonl", "a") as log:
            log.write(line + "\n")

    def train_step(self) -> dict[str, float]:
        """One update; returns the parts of the network's loss by name."""
        faces, labels, masks, known = self.batches[self.step]
        self.network.train()
        total, parts = loss_of(self.network, inputs_of(faces), Targets(labels, masks, known), self.settings)
        for group in self.optimiser.param_groups:
            group["lr"] = rate_at(self.samples / self.settings.samples, self.settings)
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        self.average.update(self.step)
        return {name: float(value.detach()) for name, value in parts.items()}

    def train(self) -> None:
        """Trains until the samples are seen."""
        lines: list[dict[str, float]] = []
        while not self.done:
            began = time.monotonic()
            lines.append(self.train_step())
            self.seconds += time.monotonic() - began
            if self.step % SAVE_EVERY == 0 or self.done:
                self.save(**{name: round(float(np.mean([one[name] for one in lines])), 4) for name in lines[0]})
                lines.clear()


def _run(settings: Settings, drawn: Path, folder: Path) -> None:
    prepare_cpu(1)
    Run(settings, DrawnBatches(drawn), folder).train()


def train_all(runs: Sequence[tuple[Settings, Path]], drawn: Path, processes: int = 2) -> None:
    """Trains every run, settings and folder, on the faces drawn in `drawn`. Finished ones are not trained again.

    Raises ValueError if a folder holds a run with other settings.
    """
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        for future in [pool.submit(_run, settings, drawn, folder) for settings, folder in runs]:
            future.result()
