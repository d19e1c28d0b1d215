"""What an adaptation changed on the held-out target and on the source, for one run or averaged over seeds."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Sequence

import numpy as np

from ..measure.paired import Labels, mean_by, summary

# Runs that agree in these are seeds of one experiment.
EXPERIMENT = ("network", "target", "fold", "weights", "fakeRate")
DISTANCES = ("all", "reals", "fakes")


@dataclass(frozen=True)
class Measured:
    """Logits of the source's validation faces and of the target's held-out ones, the source's threshold of equal error
    rates, and the proxy A-distances by name (None where there are too few groups)."""

    source: np.ndarray
    target: np.ndarray
    threshold: float
    distances: dict[str, float | None]

    def as_json(self) -> dict[str, Any]:
        return {"source": _short(self.source), "target": _short(self.target), "threshold": self.threshold, "distances": self.distances}

    @staticmethod
    def from_json(kept: dict[str, Any]) -> Measured:
        return Measured(np.array(kept["source"]), np.array(kept["target"]), kept["threshold"], kept["distances"])


def _short(logits: np.ndarray) -> list[float]:
    """Nine digits tell any two float32 apart; fewer would make ties."""
    return [float(f"{value:.9g}") for value in logits]


def labels_as_json(labels: Labels) -> dict[str, Any]:
    return {"fake": [int(one) for one in labels.fake], "groups": labels.groups, "videos": labels.videos}


def labels_from_json(kept: dict[str, Any]) -> Labels:
    return Labels(np.array(kept["fake"], bool), kept["groups"], kept["videos"])


def compared(source: Labels, target: Labels, before: Sequence[Measured], after: Sequence[Measured]) -> dict[str, Any]:
    """Measures before and after, each the mean over the runs, with intervals of the difference over groups."""
    both = {"before": before, "after": after}
    thresholds = {when: [one.threshold for one in runs] for when, runs in both.items()}
    videos, member = target.by_video()

    def of(labels: Labels, logits: dict[str, list[np.ndarray]], votes: dict[str, list[np.ndarray]] | None = None) -> dict[str, Any]:
        return labels.counts() | summary(logits, thresholds, labels, "before", votes)

    return {
        "proxyADistance": {when: {name: _mean([one.distances[name] for one in runs]) for name in DISTANCES} for when, runs in both.items()},
        "source": of(source, {when: [one.source for one in runs] for when, runs in both.items()}),
        "targetImages": of(target, {when: [one.target for one in runs] for when, runs in both.items()}),
        "targetVideos": of(
            videos, {when: [mean_by(one.target, member) for one in runs] for when, runs in both.items()},
            {when: [mean_by(one.target > one.threshold, member) for one in runs] for when, runs in both.items()}),
    }


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(float(np.mean(known)), 4) if known else None


def over_seeds(reports: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One entry an experiment: its name, how many runs with other seeds it had, crops adapted on in their mean, and `compared` of them."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for report in reports:
        found.setdefault(tuple(str(report[name]) for name in EXPERIMENT), []).append(report)
    entries = []
    for runs in found.values():
        labels = [labels_from_json(runs[0]["labels"][domain]) for domain in ("source", "target")]
        before, after = ([Measured.from_json(run["measured"][when]) for run in runs] for when in ("before", "after"))
        rates = [run["log"][-1]["fake_rate"] for run in runs if "fake_rate" in run["log"][-1]]
        entries.append({name: runs[0][name] for name in EXPERIMENT} | {
            "runs": len(runs), "crops": round(float(np.mean([run["adaptedOn"]["crops"] for run in runs]))), "estimatedFakeRate": _mean(rates),
            **compared(labels[0], labels[1], before, after)})
    return entries
