"""The figure of features before and after adaptation."""
import tempfile
import unittest
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from training.adapt.feature_figure import draw, plane, save_features
from training.measure.domain_distance import Domain


def domains(shift: float) -> dict[str, Domain]:
    rng = np.random.default_rng(5)

    def one(offset: float) -> Domain:
        return Domain(rng.normal(size=(30, 6)) + offset, np.arange(30) % 2 == 1, [f"g{n}" for n in range(30)])

    return {"source": one(0.0), "target": one(shift)}


class FeatureFigureTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        save_features(Path(folder.name) / "features.npz", domains(8.0), domains(0.0))
        with np.load(Path(folder.name) / "features.npz") as kept:
            self.kept = dict(kept)

    def test_the_first_axis_shows_what_differs_most(self) -> None:
        points = plane(np.concatenate([np.random.default_rng(1).normal(size=(20, 6)), np.random.default_rng(2).normal(size=(20, 6)) + 9]))
        self.assertTrue((np.sign(points[:20, 0]) != np.sign(points[20:, 0])).all())
        self.assertAlmostEqual(float(np.abs(points).max()), 1)

    def test_the_figure_has_every_face_in_both_panels_and_says_what_it_shows(self) -> None:
        svg = draw(self.kept, {"before": "distance 1.9", "after": "distance 0.1"}, "Features of a network")
        tree = ElementTree.fromstring(svg)
        circles = [element for element in tree.iter() if element.tag.endswith("circle")]
        self.assertEqual(len(circles), 2 * 60 + 4)
        text = " ".join(element.text or "" for element in tree.iter())
        for words in ("Features of a network", "Before", "After", "distance 1.9", "source, genuine", "target, manipulated"):
            self.assertIn(words, text)


if __name__ == "__main__":
    unittest.main()
