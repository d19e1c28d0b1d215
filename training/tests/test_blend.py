"""Blends are what they say: a genuine picture, a fake of it, and where the two differ."""
import unittest
from unittest import mock

import numpy as np

from training.signal.blend import blend, nearest_donor, transplant
from training.signal.blend_mask import MASKS, hull_mask, soften
from training.signal.looks import match_colour
from training.tests.drawn_faces import SIDE, some_people


class MaskTest(unittest.TestCase):
    def test_every_kind_has_an_area_and_lies_in_the_picture(self) -> None:
        _, points = some_people(6)
        for number, kind in enumerate(MASKS):
            for shape in points:
                rng = np.random.default_rng(number)
                mask = hull_mask(shape * SIDE, kind, SIDE, rng)
                self.assertEqual((mask.shape, mask.dtype), ((SIDE, SIDE), np.float32))
                self.assertEqual(set(np.unique(mask)), {0.0, 1.0}, kind)
                soft = soften(mask, rng)
                self.assertTrue(0 <= soft.min() and soft.max() <= 1.0001, kind)
                self.assertGreater((soft > 0.3).mean(), 0.003, kind)
                self.assertGreater((soft[mask > 0]).mean(), (soft[mask == 0]).mean(), kind)

    def test_shares_of_the_kinds_add_up_to_one(self) -> None:
        self.assertAlmostEqual(sum(MASKS.values()), 1)

    def test_faces_beyond_the_border_still_give_a_mask(self) -> None:
        _, points = some_people(1)
        for kind in MASKS:
            mask = soften(hull_mask(points[0] * SIDE + (90, -60), kind, SIDE, np.random.default_rng(1)), np.random.default_rng(2))
            self.assertTrue(np.isfinite(mask).all(), kind)


class BlendTest(unittest.TestCase):
    def setUp(self) -> None:
        self.pictures, self.points = some_people(8)

    def made(self, number: int, seed: int, other: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        donor = (self.pictures[number - 1], self.points[number - 1] * SIDE) if other else None
        return blend(self.pictures[number], self.points[number] * SIDE, np.random.default_rng(seed), donor)

    def test_sizes_and_types(self) -> None:
        for seed in range(12):
            base, fake, mask = self.made(seed % 8, seed, bool(seed % 2))
            for picture in (base, fake):
                self.assertEqual((picture.shape, picture.dtype), ((SIDE, SIDE, 3), np.uint8))
            self.assertEqual((mask.shape, mask.dtype), ((SIDE, SIDE), np.float32))

    def test_the_change_is_inside_the_mask_and_none_far_outside(self) -> None:
        # Solving for gradients (share 1) moves pixels just outside by a few steps of 255; weighting (share 0) by none.
        for share, most, seeds in ((0.0, 0.0, 40), (1.0, 0.5, 12)):
            visible = 0
            for seed in range(seeds):
                with mock.patch("training.signal.blend.POISSON_SHARE", share):
                    base, fake, mask = self.made(seed % 8, seed, bool(seed % 2))
                change = np.abs(fake.astype(int) - base).mean(2)
                visible += change[mask > 0.3].mean() > 1.5
                self.assertLessEqual(change[mask < 1e-4].mean(), most, (share, seed))
            self.assertGreaterEqual(visible, 0.9 * seeds)

    def test_the_same_seed_gives_the_same_blend(self) -> None:
        for other in (False, True):
            first, second = self.made(2, 7, other), self.made(2, 7, other)
            for one, two in zip(first, second):
                np.testing.assert_array_equal(one, two)
            self.assertFalse(np.array_equal(first[1], self.made(2, 8, other)[1]))

    def test_a_swap_without_a_donor_keeps_the_person(self) -> None:
        # A face blended with itself differs less from its base than a swap with another face does.
        own = np.mean([np.abs(np.subtract(*map(np.int16, self.made(n, n, False)[:2]))).mean() for n in range(8)])
        swapped = np.mean([np.abs(np.subtract(*map(np.int16, self.made(n, n, True)[:2]))).mean() for n in range(8)])
        self.assertLess(own, swapped)

    def test_colours_are_matched_under_the_mask(self) -> None:
        mask = np.zeros((SIDE, SIDE), np.float32)
        mask[60:160, 60:160] = 1
        matched = match_colour(self.pictures[0], self.pictures[1], mask)
        np.testing.assert_allclose(matched[mask > 0].mean(0), self.pictures[1][mask > 0].mean(0), atol=4)

    def test_a_transplant_takes_from_the_fake_inside_the_face_only(self) -> None:
        real = self.pictures[0]
        fake = (255 - real).astype(np.uint8)
        shares = []
        for seed in range(12):
            mixed = transplant(real, fake, self.points[0] * SIDE, np.random.default_rng(seed))
            self.assertFalse(np.array_equal(mixed, real))
            np.testing.assert_array_equal(mixed[:4, :4], real[:4, :4])
            shares.append((mixed != real).any(2).mean())
        self.assertLess(min(shares), 0.7 * max(shares))

    def test_a_transplant_that_would_show_nothing_leaves_the_fake(self) -> None:
        fake = self.pictures[0].copy()
        fake[:8, :8] += 9
        self.assertIs(transplant(self.pictures[0], fake, self.points[0] * SIDE, np.random.default_rng(1)), fake)

    def test_the_nearest_donor_has_the_same_shape_wherever_and_however_large(self) -> None:
        candidates = self.points.copy()
        candidates[:, 48:] += np.linspace(-0.1, 0.1, 8)[:, None, None]
        self.assertEqual(nearest_donor(candidates[5] * 3 + 0.7, candidates), 5)


if __name__ == "__main__":
    unittest.main()
