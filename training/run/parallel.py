"""Data-parallel training on one machine's cores: a process with one thread each, gradients averaged every step.

Threads in one process wait for each other after every layer, which on two busy cores cost more than half of the images a second.
"""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterable

import torch
import torch.distributed as distributed
from torch import nn


@dataclass(frozen=True)
class Team:
    """rank 0 keeps the time, the averaged weights, the checkpoints and the log."""

    rank: int = 0
    size: int = 1

    @property
    def leads(self) -> bool:
        return self.rank == 0

    def join(self, meeting: Path) -> None:
        """Meets the others. meeting: a file that does not exist yet, the same for all."""
        if self.size > 1:
            distributed.init_process_group("gloo", init_method=f"file://{meeting}", rank=self.rank, world_size=self.size)

    def average(self, parameters: Iterable[nn.Parameter], said: float) -> float:
        """Averages the gradients of all processes in place; returns what the leader `said` (float32)."""
        if self.size == 1:
            return said
        gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
        flat = torch.cat([*(gradient.reshape(-1) for gradient in gradients), torch.tensor([said if self.leads else 0.0])])
        distributed.all_reduce(flat)
        position = 0
        for gradient in gradients:
            count = gradient.numel()
            gradient.copy_(flat[position:position + count].view_as(gradient)).div_(self.size)
            position += count
        return float(flat[-1])
