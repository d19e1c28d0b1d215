"""From a logit to a probability (temperature scaling with a bias, Guo et al. 2017), and the distance of a feature from validation faces."""
from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np
import torch

DISTANCE_PERCENTILE = 99.0
DIGITS = 6
# The extension cuts one frame's log-odds to this before it averages (src/verdict/tunables.ts, logOddsLimit).
LOG_ODDS_LIMIT = 4.0


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


def clip_probabilities(logits: np.ndarray, temperature: float, bias: float) -> np.ndarray:
    """Probabilities [count] of clips from their frames' logits [frames, count]: of the mean of the limited log-odds."""
    return sigmoid(np.clip(log_odds(logits, temperature, bias), -LOG_ODDS_LIMIT, LOG_ODDS_LIMIT).mean(0))


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
