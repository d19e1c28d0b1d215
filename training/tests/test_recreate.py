"""The held-out family of fakes: faces rebuilt by a linear autoencoder, on drawn faces."""
import unittest

import numpy as np

from training.signal.recreate import RENDERED, SIDE, aligned, fit_autoencoder
from training.tests.drawn_faces import SIDE as PICTURE, some_people


class RecreateTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        pictures, points = some_people(40)
        cls.pictures, cls.points = list(pictures), [shape * PICTURE for shape in points]
        cls.autoencoder = fit_autoencoder(cls.pictures, cls.points, code=20)

    def test_a_rebuilt_face_is_nearer_to_its_own_than_the_mean_face_is(self) -> None:
        fresh, points = some_people(6, seed=9)
        for picture, shape in zip(fresh, points):
            own = aligned(picture, shape * PICTURE, self.autoencoder.shape).astype(float)
            rebuilt = self.autoencoder.rebuild(picture, shape * PICTURE).astype(float)
            mean = self.autoencoder.mean.reshape(SIDE, SIDE, 3)
            self.assertLess(np.abs(rebuilt - own).mean(), np.abs(mean - own).mean())

    def test_the_face_changes_and_its_surroundings_do_not(self) -> None:
        for donor in (None, (self.pictures[7], self.points[7])):
            fake = self.autoencoder.recreate(self.pictures[3], self.points[3], np.random.default_rng(1), donor)
            change = np.abs(fake.astype(int) - self.pictures[3]).mean(2)
            x, y = self.points[3][27:36].mean(0).round().astype(int)
            self.assertGreater(change[y - 15:y + 15, x - 15:x + 15].mean(), 2)
            for corner in (change[:20, :20], change[:20, -20:], change[-20:, :20], change[-20:, -20:]):
                self.assertEqual(corner.max(), 0)

    def test_another_persons_face_is_another_fake(self) -> None:
        own, other = (self.autoencoder.recreate(self.pictures[3], self.points[3], np.random.default_rng(1), donor)
                      for donor in (None, (self.pictures[7], self.points[7])))
        self.assertGreater(np.abs(own.astype(int) - other).mean(), 0.5)

    def test_a_part_drawn_anew_changes_and_the_rest_does_not(self) -> None:
        picture, points = self.pictures[3], self.points[3]
        changes = {}
        for kind, kept in RENDERED:
            fake = self.autoencoder.rerender(picture, points, np.random.default_rng(1), kind, kept)
            changes[kind] = np.abs(fake.astype(int) - picture).mean(2)
            self.assertEqual(changes[kind][:12].max(), 0)
        (x, y), (u, v) = (points[part].mean(0).round().astype(int) for part in (slice(48, 68), slice(36, 48)))
        self.assertGreater(changes["mouth"][y - 8:y + 8, x - 8:x + 8].mean(), 4 * changes["mouth"][v - 8:v + 8, u - 8:u + 8].mean())
        self.assertGreater(changes["hull"][v - 8:v + 8, u - 8:u + 8].mean(), 0.5)

    def test_what_is_kept_of_the_original_is_not_changed(self) -> None:
        change = [np.abs(self.autoencoder.rerender(self.pictures[3], self.points[3], np.random.default_rng(1), "hull", kept).astype(int)
                         - self.pictures[3]).mean() for kept in (0.0, 0.5, 1.0)]
        self.assertGreater(change[0], change[1])
        self.assertEqual(change[2], 0)

    def test_too_few_faces_are_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "40 faces cannot give a code of 40"):
            fit_autoencoder(self.pictures, self.points, code=40)


if __name__ == "__main__":
    unittest.main()
