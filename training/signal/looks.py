"""Changes of colour and detail by which the inside of a blend differs from its surroundings."""
from __future__ import annotations

import cv2
import numpy as np

from .warp import between


def recolour(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A random shift of colour, light or saturation, as of another camera. uint8 in and out."""
    values = picture.astype(np.float32)
    if rng.random() < 0.5:
        values += rng.uniform(-20, 20, 3).astype(np.float32)
    if rng.random() < 0.5:
        mean = values.mean()
        values = (values - mean) * between(rng, 0.85, 1.15) + mean + between(rng, -18, 18)
    if rng.random() < 0.4:
        grey = values.mean(2, keepdims=True)
        values = grey + (values - grey) * between(rng, 0.7, 1.35)
    return np.clip(values, 0, 255).astype(np.uint8)


KERNELS = (cv2.INTER_NEAREST, cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_AREA)


def resample(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Loses or exaggerates detail, as a generator of low resolution, a blur, a sharpening or a compression does."""
    side = picture.shape[0]
    draw = rng.random()
    if draw < 0.5:
        small = max(24, round(side * between(rng, 0.22, 0.75)))
        shrunk = cv2.resize(picture, (small, small), interpolation=KERNELS[rng.integers(1, 4)])
        return cv2.resize(shrunk, (side, side), interpolation=KERNELS[rng.integers(0, 3)])
    if draw < 0.7:
        return cv2.GaussianBlur(picture, (0, 0), between(rng, 0.5, 1.8) * side / 224)
    if draw < 0.76:
        # Another camera's noise, or none at all.
        if rng.random() < 0.5:
            return cv2.medianBlur(picture, 3)
        noise = rng.normal(0, between(rng, 1.5, 6.0), picture.shape).astype(np.float32)
        return np.clip(picture + noise, 0, 255).astype(np.uint8)
    if draw < 0.9:
        soft = cv2.GaussianBlur(picture, (0, 0), between(rng, 0.8, 2.0))
        gain = between(rng, 0.3, 1.0)
        return cv2.addWeighted(picture, 1 + gain, soft, -gain, 0)
    _, data = cv2.imencode(".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 90))))
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def match_colour(donor: np.ndarray, target: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Gives the donor's pixels under the mask the target's mean and spread, per channel."""
    inside = mask > 0.5
    if inside.sum() < 16:
        return donor
    values = donor.astype(np.float32)
    mean, spread = values[inside].mean(0), values[inside].std(0) + 1
    wanted_mean, wanted_spread = target[inside].mean(0), target[inside].std(0) + 1
    return np.clip((values - mean) * np.clip(wanted_spread / spread, 0.6, 1.6) + wanted_mean, 0, 255).astype(np.uint8)
