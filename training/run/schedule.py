"""The optimiser and its learning rate."""
from __future__ import annotations

import math
from typing import Iterable, Protocol

import torch
from torch import nn


class Schedule(Protocol):
    """The part of a run's settings that its optimiser reads."""

    @property
    def rate(self) -> float: ...

    @property
    def final_rate(self) -> float: ...

    @property
    def warm_up(self) -> float: ...

    @property
    def weight_decay(self) -> float: ...


def rate_at(progress: float, settings: Schedule) -> float:
    """Linear warm-up, then a half cosine. progress: share of the budget used, 0…1."""
    if progress < settings.warm_up:
        return settings.rate * max(0.02, progress / settings.warm_up)
    phase = min(1.0, (progress - settings.warm_up) / (1 - settings.warm_up))
    return settings.final_rate + (settings.rate - settings.final_rate) * 0.5 * (1 + math.cos(math.pi * phase))


def make_optimiser(parameters: Iterable[nn.Parameter], settings: Schedule, fused: bool | None = None) -> torch.optim.AdamW:
    """AdamW; biases and normalisation parameters do not decay."""
    every = list(parameters)
    decayed, others = [p for p in every if p.ndim > 1], [p for p in every if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": settings.weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=settings.rate, fused=fused)
