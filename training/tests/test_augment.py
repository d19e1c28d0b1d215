"""The crop rule and the augmentation."""
import unittest

import numpy as np
from PIL import Image

from training.signal.augment import Recipe, degrade
from training.signal.crop import square_crop, whole_crop


def picture(side: int = 224) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)


class CropTest(unittest.TestCase):
    def test_nominal_crop_is_the_plain_resize(self) -> None:
        expected = np.asarray(Image.fromarray(picture()).resize((128, 128), Image.BILINEAR))
        np.testing.assert_array_equal(whole_crop(picture(), size=128), expected)

    def test_beyond_the_frame_the_edge_is_replicated(self) -> None:
        flat = np.zeros((100, 100, 3), np.uint8)
        flat[:, 0] = 200
        crop = square_crop(flat, 0, 50, 80, 128)
        self.assertTrue((crop[:, :60] == 200).all())
        self.assertTrue((crop[:, 70:] == 0).all())

    def test_fractional_boxes_move_the_crop_smoothly(self) -> None:
        ramp = np.tile((np.arange(200) * 1.27).astype(np.uint8)[None, :, None], (200, 1, 3))
        crops = [square_crop(ramp, 100 + shift, 100, 117).mean() for shift in (0.0, 0.25, 0.5)]
        self.assertAlmostEqual(crops[1] - crops[0], 1.27 * 0.25, delta=0.1)
        self.assertAlmostEqual(crops[2] - crops[0], 1.27 * 0.5, delta=0.1)


class AugmentTest(unittest.TestCase):
    def test_degrading_keeps_the_size_and_loses_detail(self) -> None:
        for recipe in (Recipe(shrink=0.5), Recipe(jpeg_quality=30)):
            worse = degrade(picture(), recipe)
            self.assertEqual((worse.shape, worse.dtype), ((224, 224, 3), np.uint8))
            self.assertLess(np.abs(np.diff(worse.astype(int), axis=1)).mean(), np.abs(np.diff(picture().astype(int), axis=1)).mean())


if __name__ == "__main__":
    unittest.main()
