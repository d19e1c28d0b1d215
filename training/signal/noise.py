"""How noisy a face is, as the extension measures it (src/detector/noise.ts), and noise for pictures."""
from __future__ import annotations

import cv2
import numpy as np

# Difference of two Laplacians (Immerkaer 1996), by which white noise of deviation 1 gets deviation 6.
MASK, MASK_GAIN = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], float), 6.0
# Median of the absolute deviations of a normal distribution of deviation 1.
NORMAL_MEDIAN = 0.6745


def noise(face: np.ndarray) -> float:
    """Standard deviation of the noise in the brightness of a face uint8 [side, side, 3], RGB: the median of the mask's answers."""
    light = face.astype(np.float64) @ (0.299, 0.587, 0.114)
    return float(np.median(np.abs(cv2.filter2D(light, -1, MASK)[1:-1, 1:-1])) / (NORMAL_MEDIAN * MASK_GAIN))


def with_noise(picture: np.ndarray, sigma: float) -> np.ndarray:
    """The picture, uint8, with white noise of deviation `sigma` (0…255). The picture itself is the seed: the same noise every time."""
    rng = np.random.default_rng(int(picture[::7].sum()))
    return np.clip(np.rint(picture + rng.normal(0, sigma, picture.shape)), 0, 255).astype(np.uint8)
