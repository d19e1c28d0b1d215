"""Blended faces: fakes made from genuine pictures alone (self-blended images, Shiohara & Yamasaki 2022; blends of two people as in face
X-ray, Li et al. 2020; our own code after their descriptions).

A face or a part of it is replaced by a changed copy of itself or by another person's; the mask's edge and the mismatch inside it are what
forged faces have in common.
"""
from __future__ import annotations

import cv2
import numpy as np

from .blend_mask import EYES, MOUTH, draw_mask
from .looks import match_colour, recolour, resample
from .warp import align, between, move, warp

RATIOS = (0.5, 0.75, 1.0, 1.0, 1.0)
POISSON_SHARE = 0.08
# A blend whose mean absolute change inside the mask, 0…255, is below this is made again.
VISIBLE = 3.0
TRIES = 3


def reenact(picture: np.ndarray, points: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Moves mouth and eyes a little, as re-enactment does."""
    side = picture.shape[0]
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    field = np.zeros((side, side, 2), np.float32)
    for part, radius in ((MOUTH, 0.16), (EYES, 0.12)):
        centre = points[part].mean(0)
        weight = np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * (radius * side) ** 2))
        stretch = between(rng, -0.12, 0.12)
        field[..., 0] += weight * between(rng, -0.02, 0.02) * side
        field[..., 1] += weight * (between(rng, -0.02, 0.02) * side + stretch * (y - centre[1]))
    return warp(picture, field)


def _poisson(source: np.ndarray, target: np.ndarray, mask: np.ndarray) -> np.ndarray | None:
    """Gradient-domain blending; None where the mask reaches the border or is too small for it."""
    area = (mask > 0.5).astype(np.uint8) * 255
    area[:2], area[-2:], area[:, :2], area[:, -2:] = 0, 0, 0, 0
    x, y, width, height = cv2.boundingRect(area)
    if width < 16 or height < 16:
        return None
    return cv2.seamlessClone(source, target, area, (x + width // 2, y + height // 2), cv2.NORMAL_CLONE)


def mix(base: np.ndarray, source: np.ndarray, mask: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Shows `source` where the mask is, at one of `RATIOS`. uint8 in and out."""
    weight = (mask * RATIOS[rng.integers(len(RATIOS))])[..., None]
    return (base + (source.astype(np.float32) - base) * weight + 0.5).astype(np.uint8)


def shows(base: np.ndarray, fake: np.ndarray, mask: np.ndarray) -> bool:
    """Whether the two differ visibly under the mask."""
    inside = mask > 0.3
    return bool(inside.any()) and np.abs(fake.astype(np.int16) - base)[inside].mean() > VISIBLE


def blend(
    picture: np.ndarray, points: np.ndarray, rng: np.random.Generator,
    donor: tuple[np.ndarray, np.ndarray] | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Makes a fake of a genuine picture.

    picture: uint8 [side, side, 3]; points: its landmarks float32 [68, 2] in pixels.
    donor: another person's picture of the same size and its landmarks; without it the face is blended with itself.
    Returns (base, fake, mask): the genuine picture the fake is to be told from, which may be a recoloured or resampled
    version of `picture` (then the fake's inside is the untouched one), and the mask float32 [side, side], 0…1.
    """
    side = picture.shape[0]
    for _ in range(TRIES):
        mask = draw_mask(points, side, rng)
        base = picture
        if donor is not None:
            source = align(donor[0], donor[1], points)
            if rng.random() < 0.85:
                source = match_colour(source, picture, mask)
            if rng.random() < 0.5:
                source = resample(source, rng)
        else:
            changed = picture
            if rng.random() < 0.75:
                changed = recolour(changed, rng)
            if rng.random() < 0.7:
                changed = resample(changed, rng)
            # The change may be in the face or around it, so neither look by itself means "fake".
            inside = rng.random() < 0.5
            source, base = (changed, picture) if inside else (picture, changed)
            if rng.random() < 0.35:
                source = reenact(source, points, rng)
        if rng.random() < 0.7:
            shift = (between(rng, -0.03, 0.03) * side, between(rng, -0.02, 0.02) * side)
            source = move(source, shift, between(rng, 0.95, 1.05))
        if rng.random() < POISSON_SHARE and (cloned := _poisson(source, base, mask)) is not None:
            fake = cloned
        else:
            fake = mix(base, source, mask, rng)
        if shows(base, fake, mask):
            break
    return base, fake, mask


def transplant(real: np.ndarray, fake: np.ndarray, points: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Puts a part of a labelled fake into the frame it was made from, so that few fakes make many.

    real, fake: uint8 [side, side, 3]; points: the landmarks of `real`, float32 [68, 2] in pixels. Returns the fake itself where
    the part would show nothing.
    """
    mask = draw_mask(points, real.shape[0], rng)
    mixed = mix(real, fake, mask, rng)
    return mixed if shows(real, mixed, mask) else fake


def nearest_donor(points: np.ndarray, candidates: np.ndarray) -> int:
    """The candidate whose face has the most similar shape and pose. points [68, 2], candidates [n, 68, 2], any unit."""
    def centred(shape: np.ndarray) -> np.ndarray:
        moved = shape - shape.mean(-2, keepdims=True)
        return moved / np.sqrt((moved**2).sum((-1, -2), keepdims=True))
    return int(((centred(candidates) - centred(points)) ** 2).sum((-1, -2)).argmin())
