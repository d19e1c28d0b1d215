"""How noisy a face is, as the extension measures it (src/detector/noise.ts), and from where on a face is too noisy."""
from __future__ import annotations

from typing import Callable, Sequence

import cv2
import numpy as np
import torch
from torch import nn

from .scoring import NOMINAL, score_faces

SEED = 20261127
# Noise of the stored pictures (224 pixels wide), standard deviation in steps of brightness, in which the limit is looked for. Added
# to the network's input instead it is finer than any camera's, and hides nothing.
NOISES = (4.0, 6.0, 8.0, 10.0, 12.0, 16.0, 24.0)
# Difference of two Laplacians (Immerkaer 1996), by which white noise of deviation 1 gets deviation 6.
MASK, MASK_GAIN = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], float), 6.0
# Median of the absolute deviations of a normal distribution of deviation 1.
NORMAL_MEDIAN = 0.6745


def noise(face: np.ndarray) -> float:
    """Standard deviation of the noise in the brightness, by the median of the mask's answers.

    face: uint8 [128, 128, 3], RGB.
    """
    light = face.astype(np.float64) @ (0.299, 0.587, 0.114)
    return float(np.median(np.abs(cv2.filter2D(light, -1, MASK)[1:-1, 1:-1])) / (NORMAL_MEDIAN * MASK_GAIN))


def most_noise(
    network: nn.Module, fakes: Sequence[np.ndarray], missed: Callable[[np.ndarray], float], allowed: float
) -> tuple[float, dict[str, float]]:
    """(the median noise of faces under the first noise that is too strong, share of fakes with no sign by noise).

    A noise is too strong once more than `allowed` of the fakes show no sign: noise drowns traces, so that what it hides looks
    genuine, which the AUC alone does not tell. missed: that share, of logits. Under no noise of `NOISES` too strong, the strongest decides.
    """
    rng = np.random.default_rng(SEED)
    faces = NOMINAL.show(fakes)
    found = {"0": missed(_logits(network, faces))}
    for sigma in NOISES:
        faces = NOMINAL.show([with_noise(fake, sigma, rng) for fake in fakes])
        found[f"{sigma:g}"] = missed(_logits(network, faces))
        if found[f"{sigma:g}"] > allowed:
            break
    return float(np.median([noise(face) for face in faces])), found


def with_noise(picture: np.ndarray, sigma: float, rng: np.random.Generator) -> np.ndarray:
    return np.clip(np.rint(picture + rng.normal(0, sigma, picture.shape)), 0, 255).astype(np.uint8)


def _logits(network: nn.Module, faces: np.ndarray) -> np.ndarray:
    return score_faces(network, torch.from_numpy(faces).permute(0, 3, 1, 2))[0]
