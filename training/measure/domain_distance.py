"""How well source and target can be told apart by their features: the proxy A-distance (Ben-David et al. 2007)."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .linear_probe import cross_scores

MOST = 2000


@dataclass(frozen=True)
class Domain:
    """Features [count, n] of faces of one domain, whether each is fake, and the group of each."""

    features: np.ndarray
    fake: np.ndarray
    groups: list[str]

    def only(self, fake: bool) -> Domain:
        """The faces of one class."""
        rows = np.flatnonzero(self.fake == fake)
        return Domain(self.features[rows], self.fake[rows], [self.groups[row] for row in rows])


def proxy_a_distance(source: Domain, target: Domain, folds: int = 4, seed: int = 0) -> float:
    """2 (1 - 2 e), e the balanced error of a linear probe on groups it was not fitted on: 0 = mixed, 2 = separate.

    NaN if a domain has fewer groups than two.
    """
    if min(len(set(source.groups)), len(set(target.groups))) < 2:
        return float("nan")
    count = min(len(source.fake), len(target.fake), MOST)
    rng = np.random.default_rng(seed)
    parts, groups = [], []
    for name, domain in (("source", source), ("target", target)):
        rows = np.sort(rng.permutation(len(domain.fake))[:count])
        parts.append(domain.features[rows])
        groups.append([f"{name}:{domain.groups[row]}" for row in rows])
    labels = np.arange(2 * count) >= count
    # Folds are made per domain, so that each holds some of both.
    folds = min(folds, len(set(groups[0])), len(set(groups[1])))
    if folds < 2:
        return float("nan")
    scores = cross_scores(np.concatenate(parts), labels, groups[0] + groups[1], folds, by=labels)
    error = 0.5 * float((scores[labels] <= 0).mean() + (scores[~labels] > 0).mean())
    return max(0.0, 2 * (1 - 2 * error))


def distances(source: Domain, target: Domain) -> dict[str, float]:
    """The distance of all faces, and of reals and fakes by themselves: unmatched classes alone make domains separable."""
    return {"all": proxy_a_distance(source, target), "reals": proxy_a_distance(source.only(False), target.only(False)),
            "fakes": proxy_a_distance(source.only(True), target.only(True))}
