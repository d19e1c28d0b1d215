"""Calibration on the validation groups: from a logit to a probability, and from a probability to words.

Temperature scaling (Guo et al. 2017) with a bias, fitted over shifted views of seen fakes, of blends, of a family never trained
on and of other cameras' faces, because a fit on clean crops of seen fakes alone would be over-confident on everything else. A threshold that may accuse has to hold under
every view by itself, not on average.
"""
from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import Any, Sequence

import numpy as np
import torch

from .metrics import accuracy, auc, bootstrap_interval, calibration_error, equal_error_rate, log_loss

FALSE_ALARM_SHARE, MISSED_SHARE = 0.02, 0.10
DISTANCE_PERCENTILE = 99.0
DIGITS = 6
# The extension cuts one frame's log-odds to this before it averages (src/verdict/tunables.ts, logOddsLimit).
LOG_ODDS_LIMIT = 4.0


@dataclass(frozen=True)
class Scored:
    """One set under one view: logits [count], features [count, n], fake [count] bool, the groups they belong to."""

    name: str
    logits: np.ndarray
    features: np.ndarray
    fake: np.ndarray
    groups: list[str]


def fit_temperature(logits: np.ndarray, fake: np.ndarray, weights: np.ndarray | None = None) -> tuple[float, float]:
    """(temperature, bias) that minimise the negative log likelihood of sigmoid(logit / temperature + bias).

    weights: of the faces, [count]; all alike if not given.
    """
    values = torch.tensor(np.asarray(logits), dtype=torch.float64)
    labels = torch.tensor(np.asarray(fake), dtype=torch.float64)
    shares = None if weights is None else torch.tensor(np.asarray(weights) / np.mean(weights), dtype=torch.float64)
    slope = torch.ones(1, dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([slope, bias], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = torch.nn.functional.binary_cross_entropy_with_logits(values * slope + bias, labels, shares)
        value.backward()
        return value

    optimiser.step(loss)
    if float(slope) <= 0:
        raise ValueError("the logits do not rise with the label: the network is worse than chance on validation")
    return 1 / float(slope), float(bias)


def log_odds(logits: np.ndarray, temperature: float, bias: float) -> np.ndarray:
    """Calibrated log-odds of "fake"."""
    return np.asarray(logits, np.float64) / temperature + bias


def sigmoid(values: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.asarray(values, np.float64)))


def probabilities(logits: np.ndarray, temperature: float, bias: float) -> np.ndarray:
    """Calibrated probability of "fake", 0…1."""
    return sigmoid(log_odds(logits, temperature, bias))


def video_probabilities(frames: np.ndarray, temperature: float, bias: float) -> np.ndarray:
    """Probability of a video from the logits of its frames [frames, count]: the mean of the limited log-odds."""
    return sigmoid(np.clip(log_odds(frames, temperature, bias), -LOG_ODDS_LIMIT, LOG_ODDS_LIMIT).mean(0))


def high_threshold(real: np.ndarray) -> float:
    """Lowest p (on a grid of 1e-6) such that at most 2 % of the reals have probability >= p."""
    allowed = floor(FALSE_ALARM_SHARE * len(real))
    return (floor(float(np.sort(real)[::-1][allowed]) * 10**DIGITS) + 1) / 10**DIGITS


def low_threshold(fake: np.ndarray) -> float:
    """Highest p (on a grid of 1e-6) such that at most 10 % of the fakes have probability < p."""
    allowed = floor(MISSED_SHARE * len(fake))
    return floor(float(np.sort(fake)[allowed]) * 10**DIGITS) / 10**DIGITS


def thresholds_of(shares: Sequence[tuple[np.ndarray, np.ndarray]]) -> dict[str, float]:
    """manipulated: holds for the reals of every set by itself. noSign: holds for the fakes of all sets together.

    shares: (probabilities, fake) of each set under each view.
    """
    manipulated = max(high_threshold(p[~fake]) for p, fake in shares if (~fake).any())
    fakes = np.concatenate([p[fake] for p, fake in shares])
    return {"manipulated": manipulated, "noSign": low_threshold(fakes)}


def feature_distance(features: np.ndarray, mean: np.ndarray, std: np.ndarray) -> np.ndarray:
    """Root mean square of the standardised feature: about 1 for faces like the validation faces."""
    return np.sqrt((((features - mean) / std) ** 2).mean(axis=1))


def feature_statistics(features: np.ndarray) -> dict[str, Any]:
    """mean and std [n] and the 99th percentile of the distance; a dead feature gets the median std, not a division by 0."""
    mean, std = features.mean(axis=0), features.std(axis=0)
    std = np.maximum(std, 0.05 * np.median(std[std > 0]))
    mean, std = np.round(mean.astype(float), DIGITS), np.round(std.astype(float), DIGITS)
    limit = np.percentile(feature_distance(features, mean, std), DISTANCE_PERCENTILE)
    return {"mean": mean.tolist(), "std": std.tolist(), "maxDistance": ceil(limit * 1e4) / 1e4}


def measures(logits: np.ndarray, fake: np.ndarray, groups: list[str], p: np.ndarray, draws: int = 1000) -> dict[str, Any]:
    """The numbers reported for one set under one view. Rates are shares 0…1; intervals are 95 %, over groups."""
    low, high = bootstrap_interval(auc, logits, fake, groups, draws)
    return {
        "reals": int((~fake).sum()), "fakes": int(fake.sum()), "groups": len(set(groups)),
        "auc": round(auc(logits, fake), 4), "aucInterval": [round(low, 4), round(high, 4)],
        "equalErrorRate": round(equal_error_rate(logits, fake), 4), "accuracy": round(accuracy(p, fake), 4),
        "logLoss": round(log_loss(p, fake), 4), "calibrationError": round(calibration_error(p, fake), 4),
    }


def outcome_rates(p: np.ndarray, fake: np.ndarray, thresholds: dict[str, float]) -> dict[str, float]:
    """How often reals and fakes fall above the high threshold and below the low one, shares 0…1."""
    above, below = p >= thresholds["manipulated"], p < thresholds["noSign"]
    return {"falseAlarms": round(float(above[~fake].mean()), 4), "caught": round(float(above[fake].mean()), 4),
            "realsWithNoSign": round(float(below[~fake].mean()), 4), "missed": round(float(below[fake].mean()), 4)}
