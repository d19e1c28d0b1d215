"""Damage that a site may do to its videos, drawn for the transfer."""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .augment import recompress
from .noise import with_noise
from .video_codec import Codec, recode

SEED = 20261127
# H.264: quantiser; size: share of the side; blur: sigma in pixels of the stored picture; JPEG: quality; grain: deviation.
STRENGTHS = {"h264": (22, 46), "resize": (0.2, 0.75), "blur": (0.7, 4.5), "jpeg": (10, 65), "noise": (3, 26)}
WHOLE = ("h264", "jpeg")
SECOND_SHARE = 0.25
# The last damage of each set, by turns: blur and grain move faces furthest.
TURNS = ("h264", "resize", "blur", "jpeg", "noise", "blur", "noise")


@dataclass(frozen=True)
class Damage:
    kind: str
    strength: float

    def __call__(self, picture: np.ndarray) -> np.ndarray:
        """uint8 [side, side, 3] to the same, of another side after `resize`; sides are made even."""
        picture = np.ascontiguousarray(picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2])
        if self.kind == "h264":
            return recode([picture], Codec("h264", int(self.strength), 2))[0]
        if self.kind == "jpeg":
            return recompress(picture, int(self.strength))
        if self.kind == "blur":
            return cv2.GaussianBlur(picture, (0, 0), self.strength)
        if self.kind == "resize":
            side = round(picture.shape[0] * self.strength)
            return cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
        return with_noise(picture, self.strength)


def draw_damages(number: int) -> list[Damage]:
    """The damages of one set, in their order: the first kind by turns, sometimes another one before it."""
    rng = np.random.default_rng([SEED, number])

    def drawn(kind: str) -> Damage:
        low, high = STRENGTHS[kind]
        return Damage(kind, float(rng.integers(low, high + 1) if kind in WHOLE else rng.uniform(low, high)))

    last = TURNS[number % len(TURNS)]
    damages = [drawn(last)]
    if rng.random() < SECOND_SHARE:
        damages.insert(0, drawn(str(rng.choice([kind for kind in STRENGTHS if kind != last]))))
    return damages
