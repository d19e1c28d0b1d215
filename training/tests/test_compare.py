"""Paired intervals, averages over videos, and a whole comparison of two untrained networks on drawn faces."""
import csv
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from PIL import Image

from training.compare.compare import Trained, compare, counts_of, samples_of
from training.compare.sets import THRESHOLD_SET, crop_sets, held_sets, threshold_set
from training.compare.tables import tables, with_tables
from training.measure.metrics import auc, equal_error_threshold
from training.measure.paired import Labels, bootstrap_aucs, mean_by, summary
from training.networks.checkpoint import save
from training.networks.registry import build
from training.tests.drawn_faces import some_people, some_store

WEIGHTS = Path(__file__).resolve().parents[1] / "weights" / "lite.pt"


class PairedTest(unittest.TestCase):
    def setUp(self) -> None:
        rng = np.random.default_rng(0)
        self.labels = Labels(np.arange(400) % 2 == 1, [f"g{n // 8}" for n in range(400)], [f"v{n // 4}-{n % 2}" for n in range(400)])
        common = rng.normal(size=400)
        self.good, self.better = common + self.labels.fake, common + 1.15 * self.labels.fake

    def test_frames_of_a_video_are_averaged(self) -> None:
        videos, member = self.labels.by_video()
        self.assertEqual(len(videos.fake), 200)
        for place in (0, 57, 199):
            rows = [n for n, name in enumerate(self.labels.videos) if name == videos.videos[place]]
            self.assertAlmostEqual(mean_by(self.good, member)[place], self.good[rows].mean())
            self.assertEqual({self.labels.groups[n] for n in rows}, {videos.groups[place]})
            self.assertEqual({bool(self.labels.fake[n]) for n in rows}, {bool(videos.fake[place])})

    def test_a_difference_on_the_same_faces_is_surer_than_each_value(self) -> None:
        result = summary({"good": [self.good], "better": [self.better]}, {"good": [0.5], "better": [0.5]}, self.labels, "good", draws=200)
        low, high = result["better"]["differenceInterval"]
        each = result["better"]["aucInterval"]
        self.assertLess(high - low, 0.5 * (each[1] - each[0]))
        self.assertGreater(low, 0)
        self.assertAlmostEqual(result["better"]["auc"], auc(self.better, self.labels.fake), places=3)
        self.assertNotIn("difference", result["good"])

    def test_runs_of_one_network_are_averaged(self) -> None:
        result = summary({"both": [self.good, self.better]}, {"both": [0.5, 0.5]}, self.labels, "both", draws=20)
        self.assertAlmostEqual(result["both"]["auc"], np.mean(result["both"]["aucPerRun"]), places=3)

    def test_a_draw_without_reals_has_no_value(self) -> None:
        few = Labels(np.array([True, True, False]), ["a", "a", "b"], ["1", "2", "3"])
        drawn = bootstrap_aucs([np.array([1.0, 2, 0])], few, draws=50)
        self.assertTrue(np.isnan(drawn).any() and (drawn[np.isfinite(drawn)] == 1).all())

    def test_the_threshold_of_equal_errors(self) -> None:
        threshold = equal_error_threshold(self.good, self.labels.fake)
        missed, alarmed = (self.good[self.labels.fake] <= threshold).mean(), (self.good[~self.labels.fake] > threshold).mean()
        self.assertAlmostEqual(missed, alarmed, delta=0.02)


def write_crops(folder: Path) -> None:
    """Three frames each of six drawn videos, half of them called fake, two methods."""
    pictures, _ = some_people(18)
    with open(folder / "manifest.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["path", "dataset", "label", "method", "source", "group", "time", "box", "keypoints"])
        for number, picture in enumerate(pictures):
            video = number // 3
            fake = video % 2 == 1
            Image.fromarray(picture).save(folder / f"{number}.png")
            writer.writerow([f"{number}.png", "drawn", "fake" if fake else "real", f"m{video}" if fake else "none", f"v{video}", f"g{video}", 0, "[]", "[]"])


class CompareTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.work = Path(folder.name)

    def checkpoint(self, name: str, seed: int) -> Path:
        torch.manual_seed(seed)
        path = self.work / f"{name}-{seed}.pt"
        save(path, {"average": build(name).state_dict(), "settings": {"network": name}, "samples": 64 * seed})
        return path

    def test_a_comparison_is_scored_kept_and_printed(self) -> None:
        store = some_store(self.work)
        models = [Trained("plain-cnn", f"seed {seed}", self.checkpoint("plain-cnn", seed)) for seed in (1, 2)]
        models.append(Trained("shipped", "lite", WEIGHTS))
        crops = self.work / "crops"
        crops.mkdir()
        write_crops(crops)
        sets = [threshold_set(store), *held_sets(store), *crop_sets(crops, self.work)]
        result = compare(models, sets, self.work / "scores", draws=20)
        with mock.patch("training.measure.held_out.score", side_effect=AssertionError("scored twice")):
            again = compare(models, sets, self.work / "scores", draws=20)
        self.assertEqual(json.dumps(result), json.dumps(again))
        self.assertEqual(result["networks"], {"plain-cnn": ["seed 1", "seed 2"], "shipped": ["lite"]})
        drawn = result["sets"]["drawn"]
        self.assertEqual((drawn["images"]["reals"], drawn["videos"]["reals"], drawn["videos"]["fakes"]), (9, 3, 3))
        self.assertEqual(result["sets"]["drawn, m1"]["videos"]["fakes"], 1)
        self.assertIn("voteAccuracy", drawn["video"]["shipped"])
        self.assertIn(THRESHOLD_SET, result["sets"])
        self.assertEqual((result["sets"]["DFDC test, H.264, quantiser 34"]["seen"], drawn["seen"]), (True, False))

        self.assertEqual(samples_of(models)["plain-cnn"], 96)
        counts = counts_of(store)
        self.assertEqual(counts["dfdc-faces train"]["reals"], counts["dfdc-faces train"]["groups"])
        self.assertGreater(counts["reconstructions train"]["fakes"], 0)
        printed = tables(result | {"sources": counts, "adaptations": [], "given": ["shipped"], "samples": samples_of(models)})
        for words in ("Table 1", "Table 4", "| unseen | shipped | drawn | video |", "| drawn | video | shipped | 1 |", "H.264, quantiser 34", "No such adaptation",
                      "in the same order, but for shipped, trained before. Samples seen: plain-cnn 96,"):
            self.assertIn(words, printed)

    def test_tables_replace_what_stands_between_the_markers(self) -> None:
        document = "before\n\n<!-- compare:begin -->\nold\n<!-- compare:end -->\nafter\n"
        written = with_tables(document, "new")
        self.assertEqual(with_tables(written, "new"), written)
        self.assertNotIn("old", written)
        self.assertTrue(written.startswith("before") and written.endswith("after\n"))
        with self.assertRaisesRegex(ValueError, "must both be"):
            with_tables("nothing", "new")
        with self.assertRaisesRegex(ValueError, "another:begin"):
            with_tables(document, "new", "another")


if __name__ == "__main__":
    unittest.main()
