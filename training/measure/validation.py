"""AUC by which a run is judged while it trains: seen fakes as stored and degraded, and blends, of held-out groups."""
from __future__ import annotations

import numpy as np
import torch
from torch import nn

from ..data.batches import Mixture
from ..data.manifest import indices_of
from ..data.sources import LABELLED, Sources
from .metrics import auc
from .scoring import score, score_faces

SEED = 999
BATCHES = 20
MIXTURE = Mixture(12, 20)


class Validation:
    """AUC on the validation groups, without any set that is reported as unseen."""

    def __init__(self, sources: Sources):
        self.pictures = sources.stores[LABELLED]
        self.indices = indices_of(sources.labelled, "validation")
        self.fake = np.array([sources.labelled[index].fake for index in self.indices])
        batches = sources.batches("validation", MIXTURE, SEED)
        faces, labels, known = [], [], []
        for step in range(BATCHES):
            shown, label, blended = batches.described(step)
            faces.append(shown)
            labels.append(label)
            known.append(blended)
        self.faces, self.labels, self.blended = torch.cat(faces), torch.cat(labels).numpy() > 0.5, np.concatenate(known)

    def measure(self, network: nn.Module) -> dict[str, float]:
        """AUC on: labelled faces as stored; labelled faces degraded as in training; blends degraded likewise."""
        seen, _ = score(network, self.pictures, self.indices)
        degraded, _ = score_faces(network, self.faces)
        return {
            "seen": auc(seen, self.fake),
            "seen_degraded": auc(degraded[~self.blended], self.labels[~self.blended]),
            "blends": auc(degraded[self.blended], self.labels[self.blended]),
        }
