"""What should not tell fakes from reals does not, on drawn faces; and the search finds a leak that is put there."""
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from training.data.drawn import make_chunk
from training.data.items import ItemMaker
from training.measure.leaks import collect, measure, measure_set, set_table
from training.measure.linear_probe import cross_scores, fold_by_size
from training.measure.metrics import auc
from training.measure.suspects import Shown
from training.tests.drawn_faces import some_store

_folder = tempfile.TemporaryDirectory()
MAKER = ItemMaker(some_store(Path(_folder.name), 40))


def some_chunks(kind: str, count: int) -> list[Shown]:
    return collect(make_chunk(MAKER, {kind: 1.0}, 11, number) for number in range(count))


class Honest:
    """What holds of pairs of either kind. The network is given pixels: what is left of a file's JPEG tables are its blocks."""

    kind: str

    @classmethod
    def setUpClass(cls) -> None:
        cls.shown = some_chunks(cls.kind, 3)
        cls.found = {(finding.suspect, finding.feature): finding for finding in measure(cls.shown, draws=20)}

    def assert_at_chance(self, suspect: str) -> None:
        for (name, feature), finding in self.found.items():
            if name == suspect:
                self.assertFalse(finding.leaks, f"{name}, {feature}: {finding}")

    def test_enough_pairs_are_measured(self) -> None:
        for finding in self.found.values():
            self.assertLessEqual(finding.error, 0.035, finding)
            self.assertGreaterEqual(finding.pairs, 60, finding)

    def test_the_ring_that_no_blend_reached(self) -> None:
        self.assert_at_chance("ring around the face")

    def test_file_size(self) -> None:
        self.assert_at_chance("file size")

    def test_jpeg_blocks(self) -> None:
        self.assert_at_chance("JPEG blocks")

    def test_mean_colour(self) -> None:
        self.assert_at_chance("mean colour")


class BlendedPairsTest(Honest, unittest.TestCase):
    kind = "blend:dfdc-faces"


class LabelledPairsTest(Honest, unittest.TestCase):
    """Of drawn fakes. Real ones are softer than their originals, which nothing in the batches can change: docs/results/history.md."""

    kind = "labelled:dfdc-faces"


class SearchTest(unittest.TestCase):
    """Were these leaks in the batches, the search would say so."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.shown = some_chunks("blend:dfdc-faces", 1)

    def found(self, spoil) -> set[str]:
        spoilt = [replace(one, face=spoil(one.face)) if one.fake else one for one in self.shown]
        return {finding.suspect for finding in measure(spoilt, draws=20) if finding.leaks}

    def test_fakes_compressed_once_more(self) -> None:
        def compressed(face: np.ndarray) -> np.ndarray:
            return cv2.imdecode(cv2.imencode(".jpg", face, (cv2.IMWRITE_JPEG_QUALITY, 40))[1], cv2.IMREAD_COLOR)
        self.assertLessEqual({"JPEG blocks", "file size"}, self.found(compressed))

    def test_fakes_a_little_redder(self) -> None:
        self.assertIn("mean colour", self.found(lambda face: np.clip(face + np.array([20, 0, 0]), 0, 255).astype(np.uint8)))

    def test_fakes_blurred_all_over(self) -> None:
        self.assertLessEqual({"detail", "file size", "ring around the face"}, self.found(lambda face: cv2.GaussianBlur(face, (0, 0), 0.8)))


class SetTest(unittest.TestCase):
    def test_a_set_whose_fakes_are_softer_gives_that_away_and_nothing_else(self) -> None:
        shown = some_chunks("blend:dfdc-faces", 1)[::2]
        fake = np.arange(len(shown)) % 2 == 1
        faces = np.stack([cv2.GaussianBlur(one.face, (0, 0), 1.0) if label else one.face for one, label in zip(shown, fake)])
        found = {(one.suspect, one.feature): one for one in measure_set(faces, fake, [f"g{n // 4}" for n in range(len(shown))], draws=50)}
        self.assertLess(found["detail", "fine energy"].high, 0.5)
        colour = found["mean colour", "green"]
        self.assertTrue(colour.low < 0.5 < colour.high, colour)
        self.assertIn("| detail | fine energy |", set_table(list(found.values())))


class ProbeTest(unittest.TestCase):
    def test_finds_a_direction_that_no_feature_shows_alone(self) -> None:
        rng = np.random.default_rng(0)
        common = rng.normal(size=600) * 5
        labels = np.arange(600) % 2 == 0
        features = np.stack([common + labels, common], 1) + rng.normal(0, 0.3, (600, 2))
        scores = cross_scores(features, labels, [str(row // 4) for row in range(600)])
        self.assertGreater(auc(scores, labels), 0.9)
        self.assertLess(auc(features[:, 0], labels), 0.65)

    def test_noise_is_at_chance_and_groups_stay_whole(self) -> None:
        rng = np.random.default_rng(1)
        groups = [f"g{number}" for number in rng.integers(0, 40, 800)]
        fold = fold_by_size(groups, 4)
        self.assertEqual(len({(group, place) for group, place in zip(groups, fold)}), len(set(groups)))
        self.assertLess(np.ptp(np.bincount(fold)), 60)
        labels = rng.random(800) < 0.5
        self.assertAlmostEqual(auc(cross_scores(rng.normal(size=(800, 20)), labels, groups), labels), 0.5, delta=0.08)

    def test_one_group_cannot_be_held_out(self) -> None:
        with self.assertRaisesRegex(ValueError, "too few groups"):
            cross_scores(np.zeros((4, 1)), np.array([0, 1, 0, 1], bool), ["a"] * 4)


if __name__ == "__main__":
    unittest.main()
