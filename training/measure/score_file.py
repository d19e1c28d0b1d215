"""What training.measure.scores wrote."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

# Codings of which several crops of each face make a clip.
CLIPS = ("as is", "H.264, quantiser 34")


@dataclass(frozen=True)
class Frames:
    """One set under one coding: logits float [crops, count], fake bool [count], groups str [count]."""

    logits: np.ndarray
    fake: np.ndarray
    groups: np.ndarray


class Scores:
    """What training.measure.scores wrote."""

    def __init__(self, file: Path):
        self.values = dict(np.load(file))

    def sets(self, part: str) -> list[str]:
        return list(dict.fromkeys(key.split("|")[1] for key in self.values if key.startswith(f"{part}|")))

    def codings(self, part: str, name: str) -> list[str]:
        return list(dict.fromkeys(key.split("|")[2] for key in self.values if key.startswith(f"{part}|{name}|") and key.count("|") == 4))

    def frames(self, part: str, name: str, coding: str) -> Frames:
        """The logit of the face and of its mirror image, averaged."""
        crops = []
        while (key := f"{part}|{name}|{coding}|{len(crops)}|logits") in self.values:
            crops.append(0.5 * (self.values[key] + self.values[key.replace("|logits", "|mirrored")]))
        return Frames(np.stack(crops).astype(float), self.values[f"{part}|{name}|fake"], self.values[f"{part}|{name}|groups"])

    def of(self, part: str, name: str, coding: str, what: str) -> np.ndarray:
        return self.values[f"{part}|{name}|{coding}|0|{what}"]
