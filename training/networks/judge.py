"""The extension's answer for a face (src/detector/network.ts): the mean of the network's answers for the face and its mirror image."""
from __future__ import annotations

import torch
from torch import nn

Answer = tuple[torch.Tensor, torch.Tensor, "torch.Tensor | None"]


class Judge(nn.Module):
    """Wraps a network that answers (logit [batch], feature [batch, n], mask logits [batch, 8, 8] or None), and answers alike."""

    def __init__(self, network: nn.Module):
        super().__init__()
        self.network = network

    @torch.no_grad()
    def forward(self, faces: torch.Tensor) -> Answer:
        logits, features, masks = self.network(torch.cat([faces, faces.flip(3)]))

        def mean(both: torch.Tensor, turned: bool = False) -> torch.Tensor:
            first, second = both.chunk(2)
            return 0.5 * (first + (second.flip(2) if turned else second))

        if masks is None:
            return mean(logits), mean(features), None
        mask = mean(masks, turned=True)
        return mean(logits), mean(features), mask
