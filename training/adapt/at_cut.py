"""What adaptation keeps of a face, as src/detector/cut.ts says."""
from __future__ import annotations

import numpy as np
import torch
from torch import nn

from ..networks.graph import MASK
from ..networks.inputs import normalise
from ..networks.shipped import ShippedNetwork

BATCH = 16
SUSPICIOUS_SHARE = 8


def summarise(maps: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Maps [batch, channels, side, side] and mask logits [batch, 1, side, side] to their summary [batch, 3 * channels]."""
    contrast = (maps - nn.functional.avg_pool2d(maps, 3, 1, 1, count_include_pad=False)).flatten(2)
    fields, logits = maps.flatten(2), mask.flatten(1)
    suspicious = logits.topk(logits.shape[1] // SUSPICIOUS_SHARE).indices[:, None]
    among = torch.gather(fields, 2, suspicious.expand(-1, fields.shape[1], -1)).mean(2)
    return torch.cat([fields.std(2, unbiased=False), contrast.abs().mean(2), among], 1)


def parts_at_cut(network: ShippedNetwork, faces: np.ndarray) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """uint8 [batch, side, side, 3] to maps [batch, channels, side / 16, side / 16], their summary and the pooled vectors [batch, 1280]."""
    maps, pooled = network.graph.inner
    said = network.layers(normalise(torch.from_numpy(faces).permute(0, 3, 1, 2)), (maps, MASK, pooled))
    return said[maps], summarise(said[maps], said[MASK]), said[pooled]


def values_at_cut(network: ShippedNetwork, faces: np.ndarray) -> torch.Tensor:
    """uint8 [count, side, side, 3] to what is kept of each, float32 [count, values], in the order of src/detector/cut.ts."""
    return torch.cat([torch.cat(parts_at_cut(network, faces[first:first + BATCH])[1:], 1) for first in range(0, len(faces), BATCH)])
