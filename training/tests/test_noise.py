"""Noise agrees with the extension's measure, and its limit lies where fakes begin to pass."""
import unittest

import numpy as np
import torch
from torch import nn

from training.noise import most_noise, noise


def grey(values: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)[..., None].repeat(3, -1)


class Roughness(nn.Module):
    """Takes noise for a sign that a face is genuine."""

    def forward(self, faces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, None]:
        steps = (faces[:, :, 1:] - faces[:, :, :-1]).abs().mean((1, 2, 3)) * 127.5
        return 5 - steps, steps[:, None], None


class NoiseTest(unittest.TestCase):
    def test_is_the_deviation_of_grain_whatever_is_shown(self) -> None:
        rng = np.random.default_rng(0)
        ramp = np.tile(np.arange(60, 188, dtype=float), (128, 1))
        for sigma in (2, 8):
            self.assertAlmostEqual(noise(grey(ramp + rng.normal(0, sigma, ramp.shape))) / sigma, 1, delta=0.05)
        self.assertLess(noise(grey(ramp)), 0.01)

    def test_limit_is_the_first_noise_under_which_too_many_pass(self) -> None:
        fakes = [grey(np.full((224, 224), 128.0))] * 3
        limit, found = most_noise(Roughness(), fakes, lambda logits: float((logits < 3).mean()), 0.2)
        *tolerable, last = found.values()
        self.assertEqual((tolerable, last), ([0, 0], 1))
        self.assertEqual(list(found), ["0", "4", "6"])
        # Cutting averages neighbours, and brightness the channels, each of which has noise of its own.
        self.assertGreater(limit, 1)
        self.assertLess(limit, 6 * np.sqrt(0.299 ** 2 + 0.587 ** 2 + 0.114 ** 2))


if __name__ == "__main__":
    unittest.main()
