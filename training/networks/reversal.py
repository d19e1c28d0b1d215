"""Gradient reversal and the schedules of domain-adversarial training (Ganin & Lempitsky 2015; Ganin et al. 2016)."""
from __future__ import annotations

import math
from typing import Any

import torch


class _Reversal(torch.autograd.Function):
    @staticmethod
    def forward(context: Any, values: torch.Tensor, weight: float) -> torch.Tensor:
        context.weight = weight
        return values.view_as(values)

    @staticmethod
    def backward(context: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, None]:
        return -context.weight * gradient, None


def reverse(values: torch.Tensor, weight: float) -> torch.Tensor:
    """The same values; the gradient that flows back through them is multiplied by -weight."""
    return _Reversal.apply(values, weight)


def reversal_weight(progress: float, most: float = 1.0) -> float:
    """Ganin's lambda_p, from 0 towards `most`. progress: share of the steps done, 0…1."""
    return most * (2 / (1 + math.exp(-10 * progress)) - 1)


def annealed_rate(progress: float, rate: float) -> float:
    """Ganin's learning rate: rate / (1 + 10 p)^0.75."""
    return rate / (1 + 10 * progress) ** 0.75
