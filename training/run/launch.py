"""Starts runs: one process a core, or one for a GPU."""
from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import torch

from ..data.sources import open_sources
from ..measure.validation import Validation
from ..networks.runtime import prepare_cpu
from .parallel import Team
from .trainer import Run, Settings, train_together


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
