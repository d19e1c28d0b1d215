"""Sharpness agrees with the extension's measure."""
import unittest

import numpy as np

from training.signal.sharpness import sharpness


class SharpnessTest(unittest.TestCase):
    def test_noise_is_sharp_ramps_and_flat_pictures_are_not(self) -> None:
        noise = np.random.default_rng(0).integers(0, 256, (128, 128, 1), dtype=np.uint8).repeat(3, 2)
        # Four neighbours and four times the middle, all independent: 4 + 16 times the variance.
        self.assertAlmostEqual(sharpness(noise), 20, delta=0.7)
        ramp = np.tile(np.arange(128, dtype=np.uint8)[None, :, None], (128, 1, 3))
        self.assertAlmostEqual(sharpness(ramp), 0)
        self.assertEqual(sharpness(np.full((128, 128, 3), 7, np.uint8)), 0)


if __name__ == "__main__":
    unittest.main()
