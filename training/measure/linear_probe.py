"""A logistic regression that is always scored on groups it was not fitted on."""
from __future__ import annotations

from typing import Sequence

import numpy as np
import torch

WEIGHT_DECAY = 1e-2


def fold_by_size(groups: Sequence[str], folds: int) -> np.ndarray:
    """A fold 0…folds - 1 for every row, whole groups each; the largest groups first, always to the emptiest fold."""
    names, member, counts = np.unique(np.asarray(groups), return_inverse=True, return_counts=True)
    sizes, fold_of = np.zeros(folds), np.zeros(len(names), int)
    for place in np.argsort(-counts, kind="stable"):
        fold_of[place] = int(sizes.argmin())
        sizes[fold_of[place]] += counts[place]
    return fold_of[member]


def fit(features: np.ndarray, labels: np.ndarray) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """(mean, spread, weights, bias): logistic regression on standardised features, both classes weighing the same."""
    values = torch.as_tensor(np.asarray(features), dtype=torch.float64)
    truth = torch.as_tensor(np.asarray(labels), dtype=torch.float64)
    mean, spread = values.mean(0), values.std(0) + 1e-6
    share = truth.mean().clamp(1e-6, 1 - 1e-6)
    importance = truth / share + (1 - truth) / (1 - share)
    weights = torch.zeros(values.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights, bias], max_iter=100, line_search_fn="strong_wolfe")
    standard = (values - mean) / spread

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(standard @ weights + bias, truth, importance)
        loss = loss + WEIGHT_DECAY * (weights**2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return mean, spread, weights.detach(), bias.detach()


def cross_scores(
    features: np.ndarray, labels: np.ndarray, groups: Sequence[str], folds: int = 5, by: np.ndarray | None = None
) -> np.ndarray:
    """A log-odds for every row from a regression fitted on the other folds' groups. features [count, n]; labels bool [count].

    by: bool [count]; the groups of its two values are dealt to the folds separately.
    Raises ValueError if a fold leaves only one class to fit on.
    """
    names = np.asarray(groups)
    fold = np.zeros(len(names), int)
    for part in ([np.ones(len(names), bool)] if by is None else [by, ~by]):
        fold[part] = fold_by_size(names[part], folds)
    labels = np.asarray(labels, bool)
    scores = np.zeros(len(labels))
    for number in range(folds):
        held = fold == number
        if not held.any():
            continue
        if len(set(labels[~held].tolist())) < 2:
            raise ValueError("a linear probe needs both classes outside every fold: too few groups")
        mean, spread, weights, bias = fit(np.asarray(features)[~held], labels[~held])
        values = torch.as_tensor(np.asarray(features)[held], dtype=torch.float64)
        scores[held] = ((values - mean) / spread @ weights + bias).numpy()
    return scores
