"""Where a labelled fake differs from the frame it was made from."""
from __future__ import annotations

import cv2
import numpy as np

# Mean change of a pixel, 0…255, from which a field counts as changed, and how much more counts fully.
CHANGED, CHANGED_FULLY = 3.0, 9.0
MASK_SHARE = (0.02, 0.75)


def difference_mask(real: np.ndarray, fake: np.ndarray) -> np.ndarray | None:
    """Mask float32 [side, side], 0…1, of where a labelled fake differs from its frame.

    None if they differ nearly everywhere or nowhere: then they are not the same frame, or it is another kind of fake.
    """
    side = real.shape[0]
    change = np.abs(fake.astype(np.float32) - real).mean(2)
    mask = np.clip((cv2.GaussianBlur(change, (0, 0), side / 28) - CHANGED) / CHANGED_FULLY, 0, 1)
    return mask if MASK_SHARE[0] < mask.mean() < MASK_SHARE[1] else None
