"""AUC, equal error rate, calibration error, and intervals over groups or of rates. Positive class: fake."""
from __future__ import annotations

from math import sqrt
from typing import Callable, Iterator, Sequence

import numpy as np


def auc(scores: np.ndarray, fake: np.ndarray) -> float:
    """Area under the ROC curve: the share of (real, fake) pairs ranked rightly, ties counting half.

    The same number whether real or fake is called positive. NaN if a class is missing.
    """
    scores, fake = np.asarray(scores, float), np.asarray(fake, bool)
    positives, negatives = int(fake.sum()), int((~fake).sum())
    if positives == 0 or negatives == 0:
        return float("nan")
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((ranks[fake].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def _equal_errors(scores: np.ndarray, fake: np.ndarray) -> tuple[float, float]:
    """(the score at which false alarms on reals and misses on fakes are most nearly equally frequent, their mean rate)."""
    scores, fake = np.asarray(scores, float), np.asarray(fake, bool)
    order = np.argsort(scores, kind="stable")
    missed = np.cumsum(fake[order]) / max(1, fake.sum())
    alarmed = 1 - np.cumsum(~fake[order]) / max(1, (~fake).sum())
    closest = int(np.argmin(np.abs(missed - alarmed)))
    return float(scores[order][closest]), float((missed[closest] + alarmed[closest]) / 2)


def equal_error_rate(scores: np.ndarray, fake: np.ndarray) -> float:
    """The error rate at the threshold where false alarms on reals and misses on fakes are equally frequent."""
    return _equal_errors(scores, fake)[1]


def equal_error_threshold(scores: np.ndarray, fake: np.ndarray) -> float:
    """The score at which false alarms and misses are equally frequent."""
    return _equal_errors(scores, fake)[0]


def calibration_error(probabilities: np.ndarray, fake: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error over equally wide bins."""
    probabilities, fake = np.asarray(probabilities, float), np.asarray(fake, bool)
    which = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = [abs(probabilities[which == b].mean() - fake[which == b].mean()) * (which == b).mean()
            for b in range(bins) if (which == b).any()]
    return float(sum(gaps))


def group_draws(groups: Sequence[str], draws: int, seed: int = 0) -> Iterator[np.ndarray]:
    """Positions of the members of as many whole groups as there are, drawn with replacement, `draws` times."""
    rng = np.random.default_rng(seed)
    names, member = np.unique(np.asarray(groups), return_inverse=True)
    order = np.argsort(member, kind="stable")
    starts = np.searchsorted(member[order], np.arange(len(names) + 1))
    rows = [order[starts[g]:starts[g + 1]] for g in range(len(names))]
    for _ in range(draws):
        yield np.concatenate([rows[g] for g in rng.integers(0, len(names), len(names))])


def bootstrap_interval(
    measure: Callable[[np.ndarray, np.ndarray], float],
    scores: np.ndarray,
    fake: np.ndarray,
    groups: Sequence[str],
    draws: int = 1000,
    seed: int = 0,
) -> tuple[float, float]:
    """95 % percentile interval of a measure, drawing whole groups with replacement."""
    values = [measure(np.asarray(scores)[chosen], np.asarray(fake)[chosen]) for chosen in group_draws(groups, draws, seed)]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def wilson(hits: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a rate (Wilson 1927), 0…1; (0, 1) for no trial."""
    if count == 0:
        return 0.0, 1.0
    share = hits / count
    centre = share + z * z / (2 * count)
    spread = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
