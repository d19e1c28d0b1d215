"""What the inversion test measures."""
import unittest

import numpy as np
import torch

from training.adapt.at_cut import summarise
from training.adapt.invert import measures, quantised, similarity


class InvertTest(unittest.TestCase):
    def test_a_perfect_drawing_is_always_the_nearest_and_the_mean_face_never_more_than_by_chance(self) -> None:
        faces = np.random.default_rng(1).random((20, 3, 64, 64)).astype(np.float32)
        mean = faces.mean(0, keepdims=True)
        perfect = measures(faces + 1e-4, faces, mean)
        self.assertEqual(perfect["nearest"], 1.0)
        self.assertGreater(perfect["psnr"], 60)
        self.assertGreater(perfect["ssim"], 0.99)
        self.assertLessEqual(measures(np.repeat(mean, 20, 0), faces, mean)["nearest"], 0.1)

    def test_similarity_falls_with_noise(self) -> None:
        rng = np.random.default_rng(2)
        face = np.linspace(0, 1, 3 * 64 * 64).reshape(3, 64, 64).astype(np.float32)
        noisy = [similarity(face, np.clip(face + rng.normal(0, sigma, face.shape).astype(np.float32), 0, 1)) for sigma in (0, 0.1, 0.4)]
        self.assertEqual(noisy, sorted(noisy, reverse=True))
        self.assertAlmostEqual(noisy[0], 1, places=5)

    def test_bytes_change_values_by_at_most_half_a_level_inside_their_range(self) -> None:
        values = np.random.default_rng(3).normal(size=(2000, 3)).astype(np.float32)
        step = (np.quantile(values, 0.999, 0) - np.quantile(values, 0.001, 0)) / 255
        inside = np.abs(values) < 2
        self.assertTrue((np.abs(quantised(values, (0,)) - values)[inside] <= (np.broadcast_to(step, values.shape)[inside] / 2 + 1e-6)).all())

    def test_the_summary_knows_no_place(self) -> None:
        maps, mask = torch.randn(2, 96, 8, 8), torch.randn(2, 1, 8, 8)
        summary = summarise(maps, mask)
        self.assertEqual(tuple(summary.shape), (2, 288))
        torch.testing.assert_close(summarise(maps.flip(3), mask.flip(3)), summary, atol=1e-4, rtol=1e-4)


if __name__ == "__main__":
    unittest.main()
