"""Scores of several networks on the same faces, per picture and per video; intervals draw the same groups for all."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from ..data.crops import Crop
from ..data.manifest import Face
from .metrics import auc, equal_error_rate, group_draws

DRAWS = 1000


@dataclass(frozen=True)
class Labels:
    """What is known of the items of a set: whether each is fake, bool [count], its group and its video."""

    fake: np.ndarray
    groups: list[str]
    videos: list[str]

    def counts(self) -> dict[str, int]:
        """Reals, fakes and groups."""
        return {"reals": int((~self.fake).sum()), "fakes": int(self.fake.sum()), "groups": len(set(self.groups))}

    def by_video(self) -> tuple[Labels, np.ndarray]:
        """The labels of the videos, in order of their names, and the place of every item's video among them."""
        names, first, member = np.unique(np.asarray(self.videos), return_index=True, return_inverse=True)
        return Labels(self.fake[first], [self.groups[row] for row in first], names.tolist()), member


def labels_of(faces: Sequence[Face]) -> Labels:
    """What is known of faces; one that is no crop of a video is a video of its own."""
    return Labels(np.array([face.fake for face in faces]), [face.group for face in faces],
                  [face.video if isinstance(face, Crop) else face.path for face in faces])


def mean_by(values: np.ndarray, member: np.ndarray) -> np.ndarray:
    """Mean of the values of every member 0…n - 1: of log-odds over a video's frames, or of votes."""
    return np.bincount(member, np.asarray(values, float)) / np.bincount(member)


def bootstrap_aucs(runs: Sequence[np.ndarray], labels: Labels, draws: int = DRAWS, seed: int = 0) -> np.ndarray:
    """AUC of every run in every draw of whole groups, float [draws, runs]; NaN where a draw lacks a class."""
    values = np.empty((draws, len(runs)))
    for draw, chosen in enumerate(group_draws(labels.groups, draws, seed)):
        values[draw] = [auc(scores[chosen], labels.fake[chosen]) for scores in runs]
    return values


def span(values: np.ndarray) -> list[float] | None:
    """95 % percentile interval, NaN left out; None where all are."""
    kept = values[np.isfinite(values)]
    return [round(float(value), 4) for value in np.percentile(kept, [2.5, 97.5])] if len(kept) else None


def summary(
    networks: dict[str, list[np.ndarray]], thresholds: dict[str, list[float]], labels: Labels, reference: str,
    votes: dict[str, list[np.ndarray]] | None = None, draws: int = DRAWS,
) -> dict[str, dict[str, object]]:
    """Measures of every network, each the mean over its runs (seeds), and its AUC minus the reference's.

    networks: logits [count] of every run; thresholds: a logit for every run, chosen on other faces; votes: of videos, the
    share of frames above the threshold, for the paper's rule. Intervals: 95 %, drawing groups, the same for all networks.
    """
    flat = [(name, run) for name, runs in networks.items() for run in runs]
    drawn = bootstrap_aucs([run for _, run in flat], labels, draws)
    columns = {name: [place for place, (owner, _) in enumerate(flat) if owner == name] for name in networks}
    by_network = {name: drawn[:, places].mean(1) for name, places in columns.items()}
    result: dict[str, dict[str, object]] = {}
    for name, runs in networks.items():
        aucs = [auc(run, labels.fake) for run in runs]
        right = [float(((run > threshold) == labels.fake).mean()) for run, threshold in zip(runs, thresholds[name])]
        entry: dict[str, object] = {
            "auc": _rounded(np.mean(aucs)), "aucInterval": span(by_network[name]), "aucPerRun": [_rounded(value) for value in aucs],
            "equalErrorRate": _rounded(np.mean([equal_error_rate(run, labels.fake) for run in runs])), "accuracy": _rounded(np.mean(right)),
        }
        if votes is not None:
            entry["voteAccuracy"] = _rounded(np.mean([float(((vote > 0.5) == labels.fake).mean()) for vote in votes[name]]))
        if name != reference and reference in networks:
            difference = np.mean(aucs) - np.mean([auc(run, labels.fake) for run in networks[reference]])
            entry["difference"] = _rounded(difference)
            entry["differenceInterval"] = span(by_network[name] - by_network[reference])
        result[name] = entry
    return result


def _rounded(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None
