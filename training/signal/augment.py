"""Augmentation: what happens to a face between the camera and the detector, drawn alike for real and fake.

The order is the browser's: the video has a resolution, is compressed, and then the face is cut and resized. A real and its own fake share a
recipe, so that only the manipulation differs. `degrade` comes before the video codec (data/batches.py), `finish` after it.
"""
from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from .crop import COMPARED_SIZE, whole_crop

SIDE_SHARE, SIDE = 0.6, (112, 224)
SCALE = (0.8, 1.15)
SHIFT = 0.08
FLIP_SHARE = 0.5
SHRINK_SHARE, SHRINK = 0.15, (0.5, 1.0)
JPEG_SHARE, JPEG_QUALITY = 0.3, (40, 98)
BLUR_SHARE, BLUR_SIGMA = 0.1, (0.3, 1.2)
NOISE_SHARE, NOISE_SIGMA = 0.1, (1.0, 6.0)
GREY = np.full(3, 1 / 3, np.float32)
COLOUR_SHARE, BRIGHTNESS, CONTRAST, SATURATION = 0.7, 25.0, 0.2, 0.3


@dataclass(frozen=True)
class Recipe:
    """One draw. side: the picture's resolution in its video, in pixels, a multiple of 16. Other lengths are shares of the
    picture's side, sigma in pixels of the input, noise and brightness in 0…255.
    """

    side: int = 224
    scale: float = 1.0
    shift_x: float = 0.0
    shift_y: float = 0.0
    flip: bool = False
    shrink: float = 1.0
    jpeg_quality: int | None = None
    chroma_subsampling: int = 2
    blur_sigma: float = 0.0
    noise_sigma: float = 0.0
    noise_seed: int = 0
    brightness: float = 0.0
    contrast: float = 1.0
    saturation: float = 1.0


def draw_recipe(rng: np.random.Generator) -> Recipe:
    """Draws a training recipe; every call uses the same number of random values, whatever is drawn."""
    share = rng.random(7)
    value = rng.random(13)

    def between(index: int, low: float, high: float) -> float:
        return float(low + (high - low) * value[index])

    coloured = share[5] < COLOUR_SHARE
    side = SIDE[0] * (SIDE[1] / SIDE[0]) ** value[12] if share[6] < SIDE_SHARE else SIDE[1]
    return Recipe(
        side=int(round(side / 16) * 16),
        scale=between(0, *SCALE),
        shift_x=between(1, -SHIFT, SHIFT),
        shift_y=between(2, -SHIFT, SHIFT),
        flip=bool(share[0] < FLIP_SHARE),
        shrink=between(3, *SHRINK) if share[1] < SHRINK_SHARE else 1.0,
        jpeg_quality=round(between(4, *JPEG_QUALITY)) if share[2] < JPEG_SHARE else None,
        chroma_subsampling=0 if value[5] < 0.3 else 2,
        blur_sigma=between(6, *BLUR_SIGMA) if share[3] < BLUR_SHARE else 0.0,
        noise_sigma=between(7, *NOISE_SIGMA) if share[4] < NOISE_SHARE else 0.0,
        noise_seed=int(value[8] * 2**31),
        brightness=between(9, -BRIGHTNESS, BRIGHTNESS) if coloured else 0.0,
        contrast=between(10, 1 - CONTRAST, 1 + CONTRAST) if coloured else 1.0,
        saturation=between(11, 1 - SATURATION, 1 + SATURATION) if coloured else 1.0,
    )


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


def finish(picture: np.ndarray, recipe: Recipe) -> np.ndarray:
    """The crop and the camera's own look: uint8 [side, side, 3] to the network's input, uint8 [128, 128, 3]."""
    face = whole_crop(picture, recipe.scale, (recipe.shift_x, recipe.shift_y), COMPARED_SIZE)
    if recipe.flip:
        face = face[:, ::-1]
    if recipe.blur_sigma > 0:
        face = cv2.GaussianBlur(face, (0, 0), recipe.blur_sigma)
    if recipe.noise_sigma > 0 or recipe.brightness or recipe.contrast != 1 or recipe.saturation != 1:
        face = _recolour(face.astype(np.float32), recipe)
    return np.ascontiguousarray(face)


def finish_mask(mask: np.ndarray, recipe: Recipe, cells: int) -> np.ndarray:
    """The mask as `finish` would cut it, averaged over `cells` x `cells` fields. float32 [side, side] to [cells, cells]."""
    side, fine = mask.shape[0], cells * 4
    step = side * recipe.scale / fine
    left = side * (0.5 + recipe.shift_x - recipe.scale / 2)
    top = side * (0.5 + recipe.shift_y - recipe.scale / 2)
    matrix = np.float32([[step, 0, left + step / 2 - 0.5], [0, step, top + step / 2 - 0.5]])
    cut = cv2.warpAffine(mask, matrix, (fine, fine), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)
    if recipe.flip:
        cut = cut[:, ::-1]
    return cut.reshape(cells, 4, cells, 4).mean((1, 3))


def _recolour(face: np.ndarray, recipe: Recipe) -> np.ndarray:
    """Saturation, contrast, brightness, then sensor noise, on float32 0…255; returns uint8."""
    grey = face @ GREY
    gain = recipe.contrast * recipe.saturation
    offset = (recipe.contrast - gain) * grey + (recipe.brightness + (1 - recipe.contrast) * float(grey.mean()) + 0.5)
    face *= gain
    face += offset[..., None]
    if recipe.noise_sigma > 0:
        noise = np.random.default_rng(recipe.noise_seed).standard_normal((COMPARED_SIZE, COMPARED_SIZE, 3), dtype=np.float32)
        noise *= recipe.noise_sigma
        face += noise
    np.clip(face, 0, 255, out=face)
    return face.astype(np.uint8)
