"""Noise is measured as the extension measures it."""
import unittest

import numpy as np

from training.signal.noise import noise, with_noise


def grey(values: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)[..., None].repeat(3, -1)


class NoiseTest(unittest.TestCase):
    def test_is_the_deviation_of_grain_whatever_is_shown(self) -> None:
        rng = np.random.default_rng(0)
        ramp = np.tile(np.arange(60, 188, dtype=float), (128, 1))
        for sigma in (2, 8):
            self.assertAlmostEqual(noise(grey(ramp + rng.normal(0, sigma, ramp.shape))) / sigma, 1, delta=0.05)
        self.assertLess(noise(grey(ramp)), 0.01)

    def test_a_picture_gets_the_noise_that_is_asked_for_and_always_the_same(self) -> None:
        flat = grey(np.full((128, 128), 128.0))
        np.testing.assert_array_equal(with_noise(flat, 6), with_noise(flat, 6))
        # Brightness is a weighted sum of channels, each of which has noise of its own.
        self.assertAlmostEqual(noise(with_noise(flat, 6)) / (6 * np.sqrt(0.299**2 + 0.587**2 + 0.114**2)), 1, delta=0.05)


if __name__ == "__main__":
    unittest.main()
