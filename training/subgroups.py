"""How often genuine faces are flagged, by age group, light and size: the average hides who is accused."""
from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any, Callable

import numpy as np
from torch import nn

from .calibrate import probabilities
from .held_out import EXTRA_NAME, SEEN_NAME, HeldOut
from .picture_store import SIDE
from .scoring import NOMINAL, View

AGES = ((0, 17), (18, 39), (40, 64), (65, 130))
# Sides in pixels to which a stored face is reduced before it is judged.
SIDES = (SIDE, 112, 80, 56, 40)


@dataclass(frozen=True)
class Subgroup:
    """flagged of count genuine faces, with the 95 % Wilson interval of the rate."""

    name: str
    count: int
    flagged: int

    def as_json(self) -> dict[str, Any]:
        low, high = wilson(self.flagged, self.count)
        return {"name": self.name, "reals": self.count, "flagged": self.flagged, "interval": [round(low, 4), round(high, 4)]}


def wilson(hits: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a rate (Wilson 1927), 0…1; (0, 1) for no trial."""
    if count == 0:
        return 0.0, 1.0
    share = hits / count
    centre = share + z * z / (2 * count)
    spread = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def age_of(path: str) -> int | None:
    """UTKFace names its files age_gender_origin_date; None for a name that does not begin with an age."""
    text = path.rsplit("/", 1)[-1].split("_", 1)[0]
    return int(text) if text.isdigit() else None


def _by(name: str, p: np.ndarray, threshold: float, member: Callable[[int], bool]) -> Subgroup:
    chosen = [index for index in range(len(p)) if member(index)]
    return Subgroup(name, len(chosen), int((p[chosen] >= threshold).sum()))


def false_alarms(network: nn.Module, held_out: HeldOut, calibration: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Rates of single genuine frames at or above the threshold for "Likely manipulated"."""
    threshold = calibration["thresholds"]["manipulated"]

    def judged(name: str, view: View) -> tuple[np.ndarray, np.ndarray]:
        scored = held_out.score(network, name, view)
        return probabilities(scored.logits, calibration["temperature"], calibration["bias"]), scored.fake

    p, blended = judged(EXTRA_NAME, NOMINAL)
    ages = [None if fake else age_of(group) for group, fake in zip(held_out.sets[EXTRA_NAME][2], blended)]
    by_age = [_by(f"{low}–{high} years" if high < 130 else f"{low} years and older", p, threshold,
                  lambda index: ages[index] is not None and low <= ages[index] <= high) for low, high in AGES]

    p, fake = judged(SEEN_NAME, NOMINAL)
    light = np.array([float(np.asarray(picture)[::4, ::4].mean()) for picture in held_out.sets[SEEN_NAME][0]])
    edges = np.quantile(light[~fake], [0, 1 / 3, 2 / 3, 1])
    by_light = [_by(name, p, threshold, lambda index: not fake[index] and low <= light[index] <= high)
                for name, low, high in zip(("darkest third", "middle third", "brightest third"), edges, edges[1:])]
    by_size = []
    for side in SIDES:
        small = p if side == SIDE else judged(SEEN_NAME, View(f"{side} px", shrink=side / SIDE))[0]
        by_size.append(_by(f"{side} px", small, threshold, lambda index: not fake[index]))
    return {"age (UTKFace)": [one.as_json() for one in by_age], "light (DFDC)": [one.as_json() for one in by_light],
            "size of the crop (DFDC)": [one.as_json() for one in by_size]}
