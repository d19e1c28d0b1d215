"""What happens to a picture between the camera and the video codec, alike for a genuine face and the fake beside it."""
from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image


@dataclass(frozen=True)
class Recipe:
    """One draw. shrink: of the side, 0…1; chroma_subsampling: as in `recompress`."""

    shrink: float = 1.0
    jpeg_quality: int | None = None
    chroma_subsampling: int = 2


def recompress(picture: np.ndarray, quality: int, subsampling: int = 2) -> np.ndarray:
    """Encodes and decodes uint8 [height, width, 3] as JPEG. subsampling: 0 = 4:4:4, 2 = 4:2:0."""
    encoded = io.BytesIO()
    Image.fromarray(picture).save(encoded, "JPEG", quality=quality, subsampling=subsampling)
    return np.asarray(Image.open(encoded))


def degrade(picture: np.ndarray, recipe: Recipe) -> np.ndarray:
    """What an upload does before the video codec: uint8 [side, side, 3] to the same size, with less in it."""
    side = picture.shape[0]
    if recipe.shrink < 1:
        small = round(side * recipe.shrink)
        shrunk = cv2.resize(picture, (small, small), interpolation=cv2.INTER_AREA)
        picture = cv2.resize(shrunk, (side, side), interpolation=cv2.INTER_LINEAR)
    if recipe.jpeg_quality is not None:
        picture = recompress(picture, recipe.jpeg_quality, recipe.chroma_subsampling)
    return picture
