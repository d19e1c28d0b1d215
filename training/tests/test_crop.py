"""The crops that the extension's own tests hold it to are this crop rule's; `python3 -m training.tests.test_crop` writes them."""
from __future__ import annotations

import json
import unittest
from pathlib import Path

import numpy as np

from training.signal.crop import CROP_SCALE, INPUT_SIZE, square_crop

FIXTURE = Path(__file__).resolve().parents[2] / "test/unit/detector/training-crop.json"
# Width and height of a frame, and a detected box in it.
CASES = (
    (160, 90, (60.3, 20.6, 31.7, 35.2)), (160, 90, (-4.5, 50.25, 40, 44)), (160, 90, (130, -6, 38.5, 30)),
    (50, 50, (3, 4, 50, 50)), (700, 500, (100.5, 50.5, 300, 380)),
)


def pattern(width: int, height: int) -> np.ndarray:
    """The picture of test/unit/detector/pictures.ts: no two neighbours alike, every channel different."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([
        x * 7 + y * 13 + x * y * 3, x * 11 + y * 5 + ((x * x) % 17) * 9, x * y + x * 29 + y * 31,
    ], 2).astype(np.int64).astype(np.uint8)


def cropped(width: int, height: int, face: tuple[float, float, float, float]) -> np.ndarray:
    """Every ninth pixel of every ninth row of the crop, flat."""
    x, y, w, h = face
    crop = square_crop(pattern(width, height), x + w / 2, y + h / 2, CROP_SCALE * max(w, h), INPUT_SIZE)
    return crop[::9, ::9].reshape(-1)


class CropTest(unittest.TestCase):
    def test_the_extension_is_held_to_this_rule(self) -> None:
        kept = json.loads(FIXTURE.read_text())
        self.assertEqual([(case["width"], case["height"], tuple(case["face"])) for case in kept], list(CASES))
        for case, (width, height, face) in zip(kept, CASES):
            np.testing.assert_array_equal(case["rgb"], cropped(width, height, face))


if __name__ == "__main__":
    FIXTURE.write_text(json.dumps([
        {"width": width, "height": height, "face": face, "rgb": cropped(width, height, face).tolist()}
        for width, height, face in CASES
    ]) + "\n")
