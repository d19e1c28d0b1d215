"""How sharp a face is, as the extension measures it (src/detector/sharpness.ts), and from where on a face is too blurred."""
from __future__ import annotations

from typing import Sequence

import cv2
import numpy as np
import torch
from torch import nn

from .metrics import auc
from .scoring import NOMINAL, score_faces

# Gaussian blurs of the network's input, sigma in its pixels, in which the limit is looked for.
BLURS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
# A blur is too strong once it leaves less than this share of what the AUC is above chance.
LEFT_SHARE = 0.6
# Variance of brightness below which a crop shows nothing.
FLAT = 1.0


def sharpness(face: np.ndarray) -> float:
    """Variance of the Laplacian of the brightness over the variance of the brightness; 0 without contrast.

    face: uint8 [128, 128, 3], RGB.
    """
    light = face.astype(np.float64) @ (0.299, 0.587, 0.114)
    laplacian = light[:-2, 1:-1] + light[2:, 1:-1] + light[1:-1, :-2] + light[1:-1, 2:] - 4 * light[1:-1, 1:-1]
    contrast = light.var()
    return float(laplacian.var() / contrast) if contrast >= FLAT else 0.0


def _auc(network: nn.Module, faces: np.ndarray, fake: np.ndarray) -> float:
    return auc(score_faces(network, torch.from_numpy(faces).permute(0, 3, 1, 2))[0], fake)


def least_sharpness(network: nn.Module, pictures: Sequence[np.ndarray], fake: np.ndarray) -> tuple[float, dict[str, float]]:
    """(the median sharpness of faces under the first blur that is too strong, AUC by blur).

    Under no blur of `BLURS` too strong, the strongest decides.
    """
    faces = NOMINAL.show(pictures)
    found = {"0": _auc(network, faces, fake)}
    blurred = faces
    for sigma in BLURS:
        blurred = np.stack([cv2.GaussianBlur(face, (0, 0), sigma) for face in faces])
        found[f"{sigma:g}"] = _auc(network, blurred, fake)
        if found[f"{sigma:g}"] - 0.5 < LEFT_SHARE * (found["0"] - 0.5):
            break
    return float(np.median([sharpness(face) for face in blurred])), found
