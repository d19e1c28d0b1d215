"""How sharp a face is, as the extension measures it (src/detector/sharpness.ts)."""
from __future__ import annotations

import numpy as np

# Variance of brightness below which a crop shows nothing.
FLAT = 1.0


def sharpness(face: np.ndarray) -> float:
    """Variance of the Laplacian of the brightness over the variance of the brightness; 0 without contrast.

    face: uint8 [side, side, 3], RGB.
    """
    light = face.astype(np.float64) @ (0.299, 0.587, 0.114)
    laplacian = light[:-2, 1:-1] + light[2:, 1:-1] + light[1:-1, :-2] + light[1:-1, 2:] - 4 * light[1:-1, 1:-1]
    contrast = light.var()
    return float(laplacian.var() / contrast) if contrast >= FLAT else 0.0
