"""The crop rule, shared word for word with the extension.

A face is cut as a square around the detected box, `CROP_SCALE` times its longer side, edge-replicated beyond the frame,
and resized to `INPUT_SIZE` with PIL's antialiased bilinear filter and a fractional box.
"""
from __future__ import annotations

from math import ceil

import numpy as np
from PIL import Image

# Of the network that ships; those that it is compared with see less.
INPUT_SIZE, COMPARED_SIZE = 224, 128
# A DFDC picture is 1.02 boxes of the shipped face detector wide (median of 59; 0.91 to 1.17 for the middle 80 %).
CROP_SCALE = 1.0
# A resize by less than 4x reads at most this many pixels outside its box (bilinear support = the shrink factor).
FILTER_MARGIN = 4


def square_crop(picture: np.ndarray, centre_x: float, centre_y: float, side: float, size: int = INPUT_SIZE) -> np.ndarray:
    """Cuts the square of `side` pixels centred at (`centre_x`, `centre_y`) and resizes it.

    picture: uint8 [height, width, 3], RGB; coordinates in its pixels, fractions allowed, may reach beyond it.
    Returns uint8 [size, size, 3].
    """
    height, width = picture.shape[:2]
    left, top = centre_x - side / 2, centre_y - side / 2
    right, bottom = left + side, top + side
    beyond = max(0.0, -left, -top, right - width, bottom - height)
    if beyond > 1e-6:
        margin = ceil(beyond) + FILTER_MARGIN
        picture = np.pad(picture, ((margin, margin), (margin, margin), (0, 0)), mode="edge")
        left, top, right, bottom = left + margin, top + margin, right + margin, bottom + margin
        height, width = picture.shape[:2]
    box = (max(0.0, left), max(0.0, top), min(float(width), right), min(float(height), bottom))
    return np.asarray(Image.fromarray(picture).resize((size, size), Image.BILINEAR, box=box))


def whole_crop(picture: np.ndarray, scale: float = 1.0, shift: tuple[float, float] = (0.0, 0.0), size: int = INPUT_SIZE) -> np.ndarray:
    """The nominal crop of a DFDC picture: all of it, which is what `CROP_SCALE` cuts from a frame.

    scale: side of the crop over the side of the picture; above 1 the border is edge-replicated. shift: of its centre, in
    shares of the picture.
    """
    height, width = picture.shape[:2]
    return square_crop(picture, width * (0.5 + shift[0]), height * (0.5 + shift[1]), scale * max(height, width), size)
