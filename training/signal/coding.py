"""Fixed codings under which held-out faces are scored: what an upload does to a picture before the crop."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import cv2
import numpy as np

from .augment import recompress
from .noise import with_noise
from .video_codec import Codec, recode

# Pictures coded as one clip; more would only cost memory.
CLIP = 32


@dataclass(frozen=True)
class Coding:
    """What is done to a picture before the crop: blurred (sigma in its pixels), given noise (deviation), made smaller, then coded."""

    name: str
    shrink: float = 1.0
    jpeg: int | None = None
    codec: Codec | None = None
    blur: float = 0.0
    noise: float = 0.0

    def __call__(self, pictures: Sequence[np.ndarray]) -> list[np.ndarray]:
        """uint8 [side, side, 3] each, all of one side, to the same, of another side where `shrink` is below 1."""
        if self.blur:
            pictures = [cv2.GaussianBlur(picture, (0, 0), self.blur) for picture in pictures]
        if self.noise:
            pictures = [with_noise(picture, self.noise) for picture in pictures]
        side = pictures[0].shape[0]
        small = int(round(side * self.shrink / 2) * 2)
        shown = [np.asarray(p) if small == side else cv2.resize(p, (small, small), interpolation=cv2.INTER_AREA) for p in pictures]
        if self.jpeg is not None:
            shown = [recompress(picture, self.jpeg) for picture in shown]
        if self.codec is None:
            return shown
        return [picture for first in range(0, len(shown), CLIP) for picture in recode(shown[first:first + CLIP], self.codec)]


BLURS, NOISES = (2.5, 4.0), (8.0, 16.0)
H264 = {quantiser: Codec("h264", quantiser, 2) for quantiser in (28, 34, 40)}
AS_IS, H264_34 = Coding("as is"), Coding("H.264, quantiser 34", codec=H264[34])
CODINGS = (
    AS_IS, Coding("JPEG 30", jpeg=30), Coding("half size, JPEG 70", 0.5, 70), Coding("H.264, quantiser 28", codec=H264[28]), H264_34,
    Coding("half size, H.264, quantiser 34", 0.5, codec=H264[34]), Coding("H.264, quantiser 40", codec=H264[40]),
    *(Coding(f"blur {sigma:g}", blur=sigma) for sigma in BLURS), *(Coding(f"noise {sigma:g}", noise=sigma) for sigma in NOISES))
