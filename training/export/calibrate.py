"""The contents of calibration.json, fitted on the validation groups of all sources, every set with the same weight.

"Likely manipulated" may be said of at most 2 % of the genuine faces of **each** set. Their level moves from source to source, so the threshold
leaves room for an unseen one: two standard deviations of the levels. "No sign" may be said of at most 10 % of the manipulated faces of all sets.
"""
from __future__ import annotations

from typing import Any

import numpy as np

from ..measure.calibration import clip_probabilities, feature_statistics, fit_temperature, log_odds, sigmoid
from ..measure.metrics import auc
from ..measure.score_file import CLIPS, Scores
from ..measure.thresholds import GENUINE, MISSED_SHARE, thresholds_of

# How much higher an unseen source may lie, in standard deviations of the genuine faces' level over sets and codings.
ROOM = 2.0
# A face is too blurred from the first blur that leaves less than this share of the AUC above chance, and too noisy from the first
# noise that lets twice as many fakes pass as the threshold allows.
LEFT_SHARE = 0.6


def _gathered(scores: Scores, codings: tuple[str, ...] | None, probability: Any) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    p, fake = {}, {}
    for name in scores.sets("validation"):
        frames = [scores.frames("validation", name, coding) for coding in scores.codings("validation", name)
                  if (coding in codings if codings else not coding.startswith(("blur", "noise")))]
        p[name] = np.concatenate([probability(one.logits) for one in frames])
        fake[name] = np.concatenate([one.fake for one in frames])
    return p, fake


def calibrate(scores: Scores, version: str) -> dict[str, Any]:
    """The contents of calibration.json."""
    logits, fake = _gathered(scores, None, lambda crops: crops[0])
    weights = np.concatenate([np.full(len(one), 1 / len(one)) for one in logits.values()])
    labels = np.concatenate(list(fake.values()))
    # Both classes weigh the same.
    for kind in (False, True):
        weights[labels == kind] /= weights[labels == kind].sum()
    temperature, bias = (round(value, 6) for value in fit_temperature(np.concatenate(list(logits.values())), labels, weights))
    single = lambda crops: sigmoid(log_odds(crops[0], temperature, bias))
    clip = lambda crops: clip_probabilities(crops, temperature, bias)
    room = ROOM * _spread_of_levels(scores, temperature, bias)
    thresholds: dict[str, Any] = dict(thresholds_of(*_gathered(scores, None, single), room))
    p, of = _gathered(scores, CLIPS, clip)
    thresholds["video"] = thresholds_of(p, of, room)
    labelled = [name for name in GENUINE if of[name].any()]
    flagged = {name: p[name] >= thresholds["video"]["manipulated"] for name in p}
    features = np.concatenate([scores.of("validation", name, coding, "features") for name in scores.sets("validation")
                               for coding in CLIPS if name not in ("rebuilt", "drawn anew")]).astype(float)
    return {
        "version": 1, "modelVersion": version, "temperature": temperature, "bias": bias, "thresholds": thresholds,
        "atThreshold": {"truePositiveRate": round(float(np.mean([flagged[name][of[name]].mean() for name in labelled])), 4),
                        "falsePositiveRate": round(float(np.mean([flagged[name][~of[name]].mean() for name in GENUINE])), 4),
                        "videos": int(sum(len(p[name]) for name in GENUINE))},
        "fittedOn": "validation groups, half genuine and half manipulated, all sets alike: " + ", ".join(scores.sets("validation")),
        "quality": {"minSharpness": _least_sharpness(scores), "maxNoise": _most_noise(scores, thresholds["noSign"], single)},
        "feature": feature_statistics(features),
    }


def _spread_of_levels(scores: Scores, temperature: float, bias: float) -> float:
    """Standard deviation, in log-odds, of the genuine faces' mean over sets and codings."""
    levels = []
    for name in GENUINE:
        for coding in scores.codings("validation", name):
            if not coding.startswith(("blur", "noise")):
                frames = scores.frames("validation", name, coding)
                levels.append(log_odds(frames.logits[0][~frames.fake], temperature, bias).mean())
    return float(np.std(levels))


def _quality(scores: Scores, kind: str) -> list[str]:
    return [coding for coding in scores.codings("validation", "DFDC") if coding.startswith(kind)]


def _least_sharpness(scores: Scores) -> float:
    """Median sharpness under the first blur that leaves too little of the AUC; under the strongest if none does."""
    plain = scores.frames("validation", "DFDC", "as is")
    clean = auc(plain.logits[0], plain.fake) - 0.5
    codings = _quality(scores, "blur")
    for coding in codings:
        frames = scores.frames("validation", "DFDC", coding)
        if auc(frames.logits[0], frames.fake) - 0.5 < LEFT_SHARE * clean:
            break
    return round(float(np.median(scores.of("validation", "DFDC", coding, "sharpness"))), 6)


def _most_noise(scores: Scores, no_sign: float, single: Any) -> float:
    """Median noise under the first that lets too many fakes pass; under the strongest if none does."""
    for coding in _quality(scores, "noise"):
        frames = scores.frames("validation", "DFDC", coding)
        if (single(frames.logits)[frames.fake] < no_sign).mean() > 2 * MISSED_SHARE:
            break
    return round(float(np.median(scores.of("validation", "DFDC", coding, "noise"))), 4)
