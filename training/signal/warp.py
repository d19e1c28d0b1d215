"""Geometry of pictures: smooth displacement, shift and scale, alignment by landmarks."""
from __future__ import annotations

import cv2
import numpy as np


def between(rng: np.random.Generator, low: float, high: float) -> float:
    """A uniform draw."""
    return float(rng.uniform(low, high))


def displacement(side: int, amplitude: float, cells: int, rng: np.random.Generator) -> np.ndarray:
    """A smooth random field float32 [side, side, 2] in pixels, of standard deviation about `amplitude`."""
    return cv2.resize(rng.normal(0, amplitude, (cells, cells, 2)).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)


def warp(picture: np.ndarray, field: np.ndarray, kernel: int = cv2.INTER_CUBIC) -> np.ndarray:
    """Moves every pixel by `field`, edges reflected. A cubic kernel keeps a picture's detail but overshoots in masks."""
    side = picture.shape[0]
    x, y = np.meshgrid(np.arange(side, dtype=np.float32), np.arange(side, dtype=np.float32))
    return cv2.remap(picture, x + field[..., 0], y + field[..., 1], kernel, borderMode=cv2.BORDER_REFLECT_101)


def move(picture: np.ndarray, shift: tuple[float, float], scale: float) -> np.ndarray:
    """Scales about the middle and shifts, in pixels; edges reflected."""
    half = picture.shape[0] / 2
    matrix = np.float32([[scale, 0, half * (1 - scale) + shift[0]], [0, scale, half * (1 - scale) + shift[1]]])
    return cv2.warpAffine(picture, matrix, picture.shape[1::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)


def align(donor: np.ndarray, from_points: np.ndarray, to_points: np.ndarray) -> np.ndarray:
    """Brings a donor's face over another by the least-squares affine map of their landmarks."""
    homogeneous = np.concatenate([from_points, np.ones((len(from_points), 1), np.float32)], 1)
    matrix = np.linalg.lstsq(homogeneous, to_points, rcond=None)[0].T.astype(np.float32)
    return cv2.warpAffine(donor, matrix, donor.shape[1::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
