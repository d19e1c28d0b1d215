"""What the extension says of a face, from what its network says (src/detector/network.ts).

Twice the network is asked, for the face and for its mirror image, and the answers are averaged. To the logit of the whole face the
mean of its most suspicious fields is added: where only a mouth was changed, few fields know it.
"""
from __future__ import annotations

import torch
from torch import nn

# Of the 64 fields; docs/RESULTS.md has what they add.
SUSPICIOUS_FIELDS = 8

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
        return mean(logits) + mask.flatten(1).topk(SUSPICIOUS_FIELDS).values.mean(1), mean(features), mask
