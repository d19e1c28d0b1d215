"""Where a face is blended: masks drawn from its landmarks."""
from __future__ import annotations

import cv2
import numpy as np

from .warp import between, displacement, warp

JAW, BROWS, NOSE, EYES, MOUTH = slice(0, 17), slice(17, 27), slice(27, 36), slice(36, 48), slice(48, 68)
HALVES = ((*range(0, 9), *range(17, 22), *range(27, 31)), (*range(8, 17), *range(22, 31)))
# Hull kinds with their shares; a whole face is swapped more often than a part is re-enacted.
MASKS = {"hull": 0.22, "forehead": 0.14, "brow to chin": 0.14, "parts": 0.1, "mouth and jaw": 0.18, "mouth": 0.13, "eyes": 0.05, "half": 0.04}


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
        fill(points[JAW], points[BROWS] - np.abs(up) * (0, between(rng, 0.7, 2.0)))
    elif kind == "brow to chin":
        centre = points[NOSE].mean(0)
        fill(centre + (points[JAW][2:15] - centre) * between(rng, 0.75, 0.95), points[BROWS])
    elif kind == "parts":
        fill(points[BROWS], points[EYES])
        fill(points[NOSE], points[EYES][[0, 6]])
        fill(points[MOUTH])
    elif kind == "mouth and jaw":
        fill(points[JAW][3:14], points[NOSE][4:])
    elif kind == "mouth":
        centre = points[MOUTH].mean(0)
        fill(centre + (points[MOUTH] - centre) * between(rng, 1.2, 1.8))
    elif kind == "eyes":
        centre = points[EYES].mean(0)
        fill(centre + (points[EYES] - centre) * (1.25, between(rng, 2.0, 3.5)))
    else:
        fill(points[list(HALVES[rng.integers(2)])])
    return mask


def soften(mask: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Deforms a mask, shrinks or grows it a little and gives it a soft edge of random width."""
    side = mask.shape[0]
    mask = warp(mask, displacement(side, between(rng, 0.0, 0.03) * side, int(rng.integers(4, 9)), rng), cv2.INTER_LINEAR)
    sigma = side * between(rng, 0.005, 0.035)
    mask = cv2.GaussianBlur(mask, (0, 0), sigma)
    if rng.random() < 0.5:
        # Shrunk to where the blurred mask is above a half, then blurred again: it ends inside the face.
        mask = cv2.GaussianBlur(np.clip(mask * 2 - 1, 0, 1), (0, 0), side * between(rng, 0.005, 0.04))
    peak = float(mask.max())
    return mask / peak if peak > 0 else mask


def draw_mask(points: np.ndarray, side: int, rng: np.random.Generator) -> np.ndarray:
    """A soft mask float32 [side, side], 0…1, of one of `MASKS`."""
    return soften(hull_mask(points, str(rng.choice(list(MASKS), p=list(MASKS.values()))), side, rng), rng)
