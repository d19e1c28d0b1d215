"""From a probability to words: thresholds that hold for the genuine faces of every set."""
from __future__ import annotations

from math import floor

import numpy as np

from .calibration import sigmoid

FALSE_ALARM_SHARE, MISSED_SHARE, DIGITS = 0.02, 0.10, 1e6
# The upper threshold holds for each of these sets; sets of altered genuine faces (blends, reconstructions) do not bind it.
GENUINE = ("DFDC", "OpenForensics", "ciplab", "All-Age-Faces", "portraits", "UTKFace")
MANIPULATED = ("DFDC", "OpenForensics", "ciplab", "blends DFDC", "blends All-Age-Faces", "drawn anew", "latent dfdc-faces", "latent all-age-faces")


def _told(share: float) -> float:
    return floor(share * DIGITS) / DIGITS


def high_threshold(real: np.ndarray) -> float:
    """Lowest p such that at most 2 % of the reals have probability >= p."""
    return round(_told(float(np.sort(real)[::-1][floor(FALSE_ALARM_SHARE * len(real))])) + 1 / DIGITS, 6)


def low_threshold(fakes: list[np.ndarray]) -> float:
    """Highest p such that at most 10 % of the fakes have probability < p, every set with the same weight."""
    values, weights = np.concatenate(fakes), np.concatenate([np.full(len(one), 1 / len(one)) for one in fakes])
    order = np.argsort(values)
    below = np.cumsum(weights[order]) / weights.sum()
    return _told(float(values[order][np.searchsorted(below, MISSED_SHARE)]))


def raised(p: float, by: float) -> float:
    """A probability whose log-odds are `by` higher."""
    return round(float(sigmoid(np.log(p / (1 - p)) + by)), 6)


def thresholds_of(p: dict[str, np.ndarray], fake: dict[str, np.ndarray], room: float) -> dict[str, float]:
    """p, fake: [count] a set, its codings one after the other. room: for an unseen source, in log-odds."""
    return {"manipulated": raised(max(high_threshold(p[name][~fake[name]]) for name in GENUINE if name in p), room),
            "noSign": low_threshold([p[name][fake[name]] for name in MANIPULATED if name in p and fake[name].any()])}
