"""The measures equal their definitions."""
import unittest

import numpy as np

from training.measure.calibration import LOG_ODDS_LIMIT, clip_probabilities, feature_distance, feature_statistics, fit_temperature, log_odds, sigmoid
from training.measure.metrics import auc, bootstrap_interval, calibration_error, equal_error_rate, wilson


class MetricsTest(unittest.TestCase):
    def test_auc_equals_counting_pairs(self) -> None:
        rng = np.random.default_rng(1)
        for _ in range(20):
            scores = rng.integers(0, 6, 40).astype(float)
            fake = rng.random(40) < 0.4
            wins = [(f > r) + 0.5 * (f == r) for f in scores[fake] for r in scores[~fake]]
            self.assertAlmostEqual(auc(scores, fake), float(np.mean(wins)), places=12)
            self.assertAlmostEqual(auc(-scores, ~fake), auc(scores, fake), places=12)

    def test_equal_error_rate(self) -> None:
        self.assertEqual(equal_error_rate(np.array([0.1, 0.2, 0.8, 0.9]), np.array([False, False, True, True])), 0.0)
        rng = np.random.default_rng(2)
        fake = np.arange(4000) % 2 == 1
        # Two unit normals two apart cross at one standard deviation: Phi(-1).
        self.assertAlmostEqual(equal_error_rate(rng.normal(size=4000) + 2 * fake, fake), 0.1587, delta=0.02)

    def test_interval_contains_the_value_and_widens_with_fewer_groups(self) -> None:
        rng = np.random.default_rng(3)
        fake = np.arange(600) % 2 == 1
        scores = rng.normal(size=600) + fake
        many = bootstrap_interval(auc, scores, fake, [str(i // 2) for i in range(600)], draws=200)
        few = bootstrap_interval(auc, np.repeat(scores[:60], 10), np.repeat(fake[:60], 10),
                                 [str(i // 20) for i in range(600)], draws=200)
        self.assertLess(many[0], auc(scores, fake))
        self.assertGreater(many[1], auc(scores, fake))
        self.assertGreater(few[1] - few[0], many[1] - many[0])

    def test_calibration_error_is_zero_when_frequencies_match(self) -> None:
        p = np.repeat([0.1, 0.9], 1000)
        fake = np.concatenate([np.arange(1000) < 100, np.arange(1000) < 900])
        self.assertAlmostEqual(calibration_error(p, fake), 0, places=9)

    def test_wilson_interval_of_known_rates(self) -> None:
        low, high = wilson(0, 300)
        self.assertEqual(low, 0)
        self.assertAlmostEqual(high, 0.0126, places=3)
        low, high = wilson(50, 100)
        self.assertAlmostEqual(low, 0.404, places=3)
        self.assertAlmostEqual(high, 0.596, places=3)
        self.assertEqual(wilson(0, 0), (0.0, 1.0))


class CalibrationTest(unittest.TestCase):
    def test_recovers_temperature_and_bias(self) -> None:
        rng = np.random.default_rng(4)
        logits = rng.normal(0, 4, 40000)
        fake = rng.random(40000) < sigmoid(log_odds(logits, 2.5, 0.4))
        temperature, bias = fit_temperature(logits, fake)
        self.assertAlmostEqual(temperature, 2.5, delta=0.1)
        self.assertAlmostEqual(bias, 0.4, delta=0.05)

    def test_faces_of_no_weight_do_not_count(self) -> None:
        rng = np.random.default_rng(4)
        fake = rng.random(4000) < 0.5
        logits = rng.normal(size=4000) + 2 * fake
        shifted = np.concatenate([logits, logits + 3])
        weights = np.repeat([1.0, 0.0], 4000)
        np.testing.assert_allclose(fit_temperature(shifted, np.tile(fake, 2), weights), fit_temperature(logits, fake), rtol=1e-3)
        self.assertLess(fit_temperature(shifted, np.tile(fake, 2), weights[::-1].copy())[1], fit_temperature(logits, fake)[1] - 1)

    def test_refuses_a_network_worse_than_chance(self) -> None:
        logits = np.array([3.0, 2.0, 1.0, -1.0, -2.0, 0.5])
        with self.assertRaises(ValueError):
            fit_temperature(logits, logits < 0.7)

    def test_one_frame_moves_a_clip_by_no_more_than_the_limit(self) -> None:
        frames = np.array([[1000.0, 1.0], [0.0, 2.0]])
        np.testing.assert_allclose(clip_probabilities(frames, 1, 0), sigmoid([LOG_ODDS_LIMIT / 2, 1.5]))

    def test_distance_limit_leaves_one_per_cent(self) -> None:
        features = np.random.default_rng(6).random((5000, 128)) * np.linspace(0, 3, 128)
        kept = feature_statistics(features)
        distance = feature_distance(features, np.array(kept["mean"]), np.array(kept["std"]))
        self.assertAlmostEqual((distance > kept["maxDistance"]).mean(), 0.01, delta=0.002)
        self.assertTrue(min(kept["std"]) > 0)


if __name__ == "__main__":
    unittest.main()
