"""The figures of validation and test that are published with the model."""
from __future__ import annotations

from typing import Any

import numpy as np

from ..measure.calibration import clip_probabilities, feature_distance, log_odds, sigmoid
from ..measure.metrics import auc, bootstrap_interval, calibration_error, equal_error_rate, wilson
from ..measure.score_file import CLIPS, Frames, Scores
from ..measure.thresholds import GENUINE


def report(scores: Scores, calibration: dict[str, Any]) -> dict[str, Any]:
    """Measures of every set under every coding, by part; and what is said of clips."""
    temperature, bias, thresholds = calibration["temperature"], calibration["bias"], calibration["thresholds"]
    mean, std = (np.array(calibration["feature"][name]) for name in ("mean", "std"))
    result: dict[str, Any] = {"clips": {}}
    for part in ("validation", "test"):
        result[part] = {}
        for name in scores.sets(part):
            for coding in scores.codings(part, name):
                frames = scores.frames(part, name, coding)
                p = sigmoid(log_odds(frames.logits[0], temperature, bias))
                result[part][f"{name}, {coding}"] = _measures(frames, p, thresholds)
                if coding in CLIPS:
                    beyond = feature_distance(scores.of(part, name, coding, "features").astype(float), mean, std) > calibration["feature"]["maxDistance"]
                    result[part][f"{name}, {coding}"]["beyondDistance"] = round(float(beyond.mean()), 4)
                    clip = clip_probabilities(frames.logits, temperature, bias)
                    result["clips"][f"{part}, {name}, {coding}"] = _outcomes(clip, frames.fake, thresholds["video"])
        result[part + "Level"] = _level(scores, part)
    return result


def _measures(frames: Frames, p: np.ndarray, thresholds: dict[str, float]) -> dict[str, Any]:
    found = {"reals": int((~frames.fake).sum()), "fakes": int(frames.fake.sum()), **_outcomes(p, frames.fake, thresholds)}
    if 0 < frames.fake.sum() < len(frames.fake):
        low, high = bootstrap_interval(auc, frames.logits[0], frames.fake, frames.groups, 400)
        found |= {"auc": round(auc(frames.logits[0], frames.fake), 4), "aucInterval": [round(low, 4), round(high, 4)],
                  "equalErrorRate": round(equal_error_rate(frames.logits[0], frames.fake), 4), "calibrationError": round(calibration_error(p, frames.fake), 4)}
    return found


def _outcomes(p: np.ndarray, fake: np.ndarray, band: dict[str, float]) -> dict[str, Any]:
    above, below = p >= band["manipulated"], p <= band["noSign"]
    clear, wrong = above | below, (above & ~fake) | (below & fake)
    found: dict[str, Any] = {"clear": round(float(clear.mean()), 4), "wrongOfClear": round(float(wrong.sum() / max(1, clear.sum())), 4)}
    if (~fake).any():
        found |= {"falseAlarms": round(float(above[~fake].mean()), 4), "cleared": round(float(below[~fake].mean()), 4),
                  "falseAlarmsAtMost": round(wilson(int(above[~fake].sum()), int((~fake).sum()))[1], 4)}
    if fake.any():
        found |= {"caught": round(float(above[fake].mean()), 4), "missed": round(float(below[fake].mean()), 4)}
    return found


def _level(scores: Scores, part: str) -> dict[str, float]:
    """How far the genuine faces' mean logit moves from set to set, in units of the mean gap between fakes and reals of one set."""
    frames = {name: scores.frames(part, name, "as is") for name in GENUINE if name in scores.sets(part)}
    levels = {name: float(one.logits[0][~one.fake].mean()) for name, one in frames.items()}
    gap = float(np.mean([one.logits[0][one.fake].mean() - levels[name] for name, one in frames.items() if one.fake.any()]))
    return {**{name: round(level, 3) for name, level in levels.items()}, "gap": round(gap, 3),
            "spread": round(float(np.std(list(levels.values()))), 3), "spreadInGaps": round(float(np.std(list(levels.values()))) / gap, 3)}
