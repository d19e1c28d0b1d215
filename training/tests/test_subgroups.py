"""Rates by subgroup."""
import unittest

from training.subgroups import age_of, wilson


class SubgroupTest(unittest.TestCase):
    def test_wilson_interval_of_known_rates(self) -> None:
        low, high = wilson(0, 300)
        self.assertEqual(low, 0)
        self.assertAlmostEqual(high, 0.0126, places=3)
        low, high = wilson(50, 100)
        self.assertAlmostEqual(low, 0.404, places=3)
        self.assertAlmostEqual(high, 0.596, places=3)
        self.assertEqual(wilson(0, 0), (0.0, 1.0))

    def test_age_is_the_first_number_of_the_name(self) -> None:
        self.assertEqual(age_of("utkface-real/real/41_0_0_2017.jpg"), 41)
        self.assertIsNone(age_of("someone.jpg"))


if __name__ == "__main__":
    unittest.main()
