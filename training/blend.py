"""Blended faces: fakes made from genuine pictures alone (self-blended images, Shiohara & Yamasaki 2022, and face X-ray's
blends of two people, Li et al. 2020; our own code after their descriptions).

A face, or a part of it, is replaced by a copy of itself, or by another person's face, that was recoloured, resampled,
warped or moved a little; the mask's edge and the mismatch inside it are what forged faces have in common.
"""
from __future__ import annotations

import cv2
import numpy as np

JAW, BROWS, NOSE, EYES, MOUTH = slice(0, 17), slice(17, 27), slice(27, 36), slice(36, 48), slice(48, 68)
HALVES = ((*range(0, 9), *range(17, 22), *range(27, 31)), (*range(8, 17), *range(22, 31)))

# Hull kinds with their shares; a whole face is swapped more often than a part is re-enacted.
MASKS = {"hull": 0.3, "forehead": 0.2, "brow to chin": 0.15, "parts": 0.1, "mouth and jaw": 0.1, "mouth": 0.05, "eyes": 0.05, "half": 0.05}
RATIOS = (0.5, 0.75, 1.0, 1.0, 1.0)
POISSON_SHARE = 0.08
# Mean absolute change inside the mask, 0…255, below which a blend shows nothing and is made again.
VISIBLE = 3.0
TRIES = 3


def _between(rng: np.random.Generator, low: float, high: float) -> float:
    return float(rng.uniform(low, high))


def hull_mask(points: np.ndarray, kind: str, side: int, rng: np.random.Generator) -> np.ndarray:
    """Mask float32 [side, side], 0 or 1, of one of `MASKS`. points: float32 [68, 2] in pixels."""
    mask = np.zeros((side, side), np.float32)

    def fill(*parts: np.ndarray) -> None:
        hull = cv2.convexHull(np.concatenate(parts).round().astype(np.int32))
        cv2.fillConvexPoly(mask, hull, 1.0)

    if kind == "hull":
        fill(points[JAW], points[BROWS])
    elif kind == "forehead":
        up = points[EYES].mean(0) - points[BROWS].mean(0)
        fill(points[JAW], points[BROWS] - np.abs(up) * (0, _between(rng, 0.7, 2.0)))
    elif kind == "brow to chin":
        centre = points[NOSE].mean(0)
        fill(centre + (points[JAW][2:15] - centre) * _between(rng, 0.75, 0.95), points[BROWS])
    elif kind == "parts":
        fill(points[BROWS], points[EYES])
        fill(points[NOSE], points[EYES][[0, 6]])
        fill(points[MOUTH])
    elif kind == "mouth and jaw":
        fill(points[JAW][3:14], points[NOSE][4:])
    elif kind == "mouth":
        centre = points[MOUTH].mean(0)
        fill(centre + (points[MOUTH] - centre) * _between(rng, 1.2, 1.8))
    elif kind == "eyes":
        centre = points[EYES].mean(0)
        fill(centre + (points[EYES] - centre) * (1.25, _between(rng, 2.0, 3.5)))
    else:
        fill(points[list(HALVES[rng.integers(2)])])
    return mask


def displacement(side: int, amplitude: float, cells: int, rng: np.random.Generator) -> np.ndarray:
    """A smooth random field float32 [side, side, 2] in pixels, of standard deviation about `amplitude`."""
    return cv2.resize(rng.normal(0, amplitude, (cells, cells, 2)).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)


def warp(picture: np.ndarray, field: np.ndarray, kernel: int = cv2.INTER_CUBIC) -> np.ndarray:
    """Moves every pixel by `field`, edges reflected. A cubic kernel keeps a picture's detail but overshoots in masks."""
    side = picture.shape[0]
    x, y = np.meshgrid(np.arange(side, dtype=np.float32), np.arange(side, dtype=np.float32))
    return cv2.remap(picture, x + field[..., 0], y + field[..., 1], kernel, borderMode=cv2.BORDER_REFLECT_101)


def soften(mask: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Deforms a mask, shrinks or grows it a little and gives it a soft edge of random width."""
    side = mask.shape[0]
    mask = warp(mask, displacement(side, _between(rng, 0.0, 0.03) * side, int(rng.integers(4, 9)), rng), cv2.INTER_LINEAR)
    sigma = side * _between(rng, 0.005, 0.035)
    mask = cv2.GaussianBlur(mask, (0, 0), sigma)
    if rng.random() < 0.5:
        # What is left of the blurred mask above a half is smaller than the mask; blurred again it ends inside the face.
        mask = cv2.GaussianBlur(np.clip(mask * 2 - 1, 0, 1), (0, 0), side * _between(rng, 0.005, 0.04))
    peak = float(mask.max())
    return mask / peak if peak > 0 else mask


def recolour(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A random shift of colour, light or saturation, as of another camera. uint8 in and out."""
    values = picture.astype(np.float32)
    if rng.random() < 0.5:
        values += rng.uniform(-20, 20, 3).astype(np.float32)
    if rng.random() < 0.5:
        mean = values.mean()
        values = (values - mean) * _between(rng, 0.85, 1.15) + mean + _between(rng, -18, 18)
    if rng.random() < 0.4:
        grey = values.mean(2, keepdims=True)
        values = grey + (values - grey) * _between(rng, 0.7, 1.35)
    return np.clip(values, 0, 255).astype(np.uint8)


KERNELS = (cv2.INTER_NEAREST, cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_AREA)


def resample(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Loses or exaggerates detail, as a generator of low resolution, a blur, a sharpening or a compression does."""
    side = picture.shape[0]
    draw = rng.random()
    if draw < 0.5:
        small = max(24, round(side * _between(rng, 0.22, 0.75)))
        shrunk = cv2.resize(picture, (small, small), interpolation=KERNELS[rng.integers(1, 4)])
        return cv2.resize(shrunk, (side, side), interpolation=KERNELS[rng.integers(0, 3)])
    if draw < 0.7:
        return cv2.GaussianBlur(picture, (0, 0), _between(rng, 0.5, 1.8) * side / 224)
    if draw < 0.88:
        soft = cv2.GaussianBlur(picture, (0, 0), _between(rng, 0.8, 2.0))
        gain = _between(rng, 0.3, 1.0)
        return cv2.addWeighted(picture, 1 + gain, soft, -gain, 0)
    _, data = cv2.imencode(".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 90))))
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def move(picture: np.ndarray, shift: tuple[float, float], scale: float) -> np.ndarray:
    """Scales about the middle and shifts, in pixels; edges reflected."""
    half = picture.shape[0] / 2
    matrix = np.float32([[scale, 0, half * (1 - scale) + shift[0]], [0, scale, half * (1 - scale) + shift[1]]])
    return cv2.warpAffine(picture, matrix, picture.shape[1::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)


def reenact(picture: np.ndarray, points: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Moves mouth and eyes a little, as re-enactment does."""
    side = picture.shape[0]
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    field = np.zeros((side, side, 2), np.float32)
    for part, radius in ((MOUTH, 0.16), (EYES, 0.12)):
        centre = points[part].mean(0)
        weight = np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * (radius * side) ** 2))
        stretch = _between(rng, -0.12, 0.12)
        field[..., 0] += weight * _between(rng, -0.02, 0.02) * side
        field[..., 1] += weight * (_between(rng, -0.02, 0.02) * side + stretch * (y - centre[1]))
    return warp(picture, field)


def align(donor: np.ndarray, from_points: np.ndarray, to_points: np.ndarray) -> np.ndarray:
    """Brings a donor's face over another by the least-squares affine map of their landmarks."""
    homogeneous = np.concatenate([from_points, np.ones((len(from_points), 1), np.float32)], 1)
    matrix = np.linalg.lstsq(homogeneous, to_points, rcond=None)[0].T.astype(np.float32)
    return cv2.warpAffine(donor, matrix, donor.shape[1::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)


def match_colour(donor: np.ndarray, target: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Gives the donor's pixels under the mask the target's mean and spread, per channel."""
    inside = mask > 0.5
    if inside.sum() < 16:
        return donor
    values = donor.astype(np.float32)
    mean, spread = values[inside].mean(0), values[inside].std(0) + 1
    wanted_mean, wanted_spread = target[inside].mean(0), target[inside].std(0) + 1
    return np.clip((values - mean) * np.clip(wanted_spread / spread, 0.6, 1.6) + wanted_mean, 0, 255).astype(np.uint8)


def _poisson(source: np.ndarray, target: np.ndarray, mask: np.ndarray) -> np.ndarray | None:
    """Gradient-domain blending; None where the mask reaches the border or is too small for it."""
    area = (mask > 0.5).astype(np.uint8) * 255
    area[:2], area[-2:], area[:, :2], area[:, -2:] = 0, 0, 0, 0
    x, y, width, height = cv2.boundingRect(area)
    if width < 16 or height < 16:
        return None
    return cv2.seamlessClone(source, target, area, (x + width // 2, y + height // 2), cv2.NORMAL_CLONE)


def draw_mask(points: np.ndarray, side: int, rng: np.random.Generator) -> np.ndarray:
    """A soft mask float32 [side, side], 0…1, of one of `MASKS`."""
    return soften(hull_mask(points, str(rng.choice(list(MASKS), p=list(MASKS.values()))), side, rng), rng)


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
            # The change may be in the face or around it: neither look by itself says "fake".
            inside = rng.random() < 0.5
            source, base = (changed, picture) if inside else (picture, changed)
            if rng.random() < 0.35:
                source = reenact(source, points, rng)
        if rng.random() < 0.7:
            shift = (_between(rng, -0.03, 0.03) * side, _between(rng, -0.02, 0.02) * side)
            source = move(source, shift, _between(rng, 0.95, 1.05))
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
