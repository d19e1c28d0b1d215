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

from training.compare import sets as compare_sets
from training.compare.compare import THRESHOLD_SET, Trained, compare, samples_of, train_all
from training.compare.sets import blended_set, crop_sets, labelled_sets
from training.compare.tables import introduction, tables, with_tables
from training.data.manifest import count_parts
from training.measure.metrics import auc, equal_error_threshold
from training.measure.paired import Labels, bootstrap_aucs, mean_by, summary
from training.networks.checkpoint import load_average, save
from training.networks.registry import build
from training.run.trainer import Run, Settings, train_together
from training.tests.drawn_faces import some_people, some_sources


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
        self.sources = some_sources(30)

    def checkpoint(self, name: str, seed: int) -> Path:
        torch.manual_seed(seed)
        path = self.work / f"{name}-{seed}.pt"
        save(path, {"average": build(name).state_dict(), "settings": {"network": name}, "samples": 64 * seed})
        return path

    def test_a_comparison_is_scored_kept_and_printed(self) -> None:
        models = [Trained("plain-cnn", f"seed {seed}", self.checkpoint("plain-cnn", seed)) for seed in (1, 2)]
        models.append(Trained("Meso-4", "seed 1", self.checkpoint("meso4", 1)))
        crops = self.work / "crops"
        crops.mkdir()
        write_crops(crops)
        with mock.patch.object(compare_sets, "BLEND_BATCHES", 2):
            sets = [*labelled_sets(self.sources, "validation"), blended_set(self.sources, "validation"), *crop_sets(crops, self.work)]
            result = compare(models, sets, self.work / "scores", draws=20)
            with mock.patch("training.compare.compare.logits_of", side_effect=AssertionError("scored twice")):
                again = compare(models, sets, self.work / "scores", draws=20)
        self.assertEqual(json.dumps(result), json.dumps(again))
        self.assertEqual(result["networks"], {"plain-cnn": ["seed 1", "seed 2"], "Meso-4": ["seed 1"]})
        drawn = result["sets"]["drawn"]
        self.assertEqual((drawn["images"]["reals"], drawn["videos"]["reals"], drawn["videos"]["fakes"]), (9, 3, 3))
        self.assertEqual(result["sets"]["drawn, m1"]["videos"]["fakes"], 1)
        self.assertIn("voteAccuracy", drawn["video"]["Meso-4"])
        self.assertEqual(result["sets"]["blends validation"]["images"], {"reals": 40, "fakes": 40, "groups": 40})
        self.assertIn(THRESHOLD_SET, result["sets"])

        self.assertEqual(samples_of(models), {"plain-cnn": 96, "Meso-4": 64})
        printed = tables(result | {
            "split": count_parts(self.sources.labelled), "toBlend": {}, "adaptations": [], "minutes": 4.0, "samples": samples_of(models)})
        for words in ("Table 1", "Table 4", "| unseen | drawn | video |", "| drawn | video | Meso-4 | 1 |", "H.264 qp 38", "No such adaptation", "plain-cnn 96"):
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

    def test_it_is_told_what_was_trained_before_and_for_how_long_the_others_were(self) -> None:
        result = {"samples": {"a": 64, "b": 640}, "minutes": 4.0, "budget": 0, "given": ["b"]}
        self.assertIn("for 4 minutes of two cores in all, but for b, trained before. Samples seen: a 64, b 640.", introduction(result))
        self.assertIn("same batches, until they had seen as many samples. Samples", introduction(result | {"budget": 64, "given": []}))

    def test_networks_see_the_same_batches_and_a_finished_run_is_not_trained_again(self) -> None:
        trained: list[str] = []

        def train(settings: list[Settings], folders: list[Path]) -> None:
            trained.extend(one.network for one in settings)
            for folder in folders:
                folder.mkdir(parents=True, exist_ok=True)
            train_together([Run(one, self.sources, folder, resume=True) for one, folder in zip(settings, folders)])

        with mock.patch("training.measure.validation.BATCHES", 1):
            first = train_all([("meso4", 1), ("plain-cnn", 2)], 0.01, self.work, train)
            kept = (self.work / "meso4-1" / "latest.pt").stat().st_mtime_ns
            self.assertEqual(train_all([("meso4", 1), ("plain-cnn", 2)], 0.01, self.work, train), first)
            self.assertEqual(trained, ["meso4", "plain-cnn"])
            train_all([("meso4", 1), ("meso4", 2)], 0.01, self.work, train)
        self.assertEqual(trained, ["meso4", "plain-cnn", "meso4"])
        self.assertEqual((self.work / "meso4-1" / "latest.pt").stat().st_mtime_ns, kept)
        seen = [load_average(one.checkpoint)[1] for one in first]
        self.assertEqual([one["settings"]["seed"] for one in seen], [1, 2])
        self.assertEqual(seen[0]["samples"], seen[1]["samples"])
        with self.assertRaisesRegex(ValueError, "0.01 minutes, not 5"):
            train_all([("meso4", 1)], 5, self.work, train)
        with self.assertRaisesRegex(ValueError, "0.01 minutes, not 128 samples"):
            train_all([("meso4", 1)], 0.01, self.work, train, samples=128)

    def test_a_run_by_samples_is_not_trained_again_either(self) -> None:
        train = mock.Mock(side_effect=lambda settings, folders: [
            folder.mkdir(parents=True) or train_together([Run(one, self.sources, folder)]) for one, folder in zip(settings, folders)])
        with mock.patch("training.measure.validation.BATCHES", 1):
            for _ in range(2):
                runs = train_all([("meso4", 3)], 5, self.work, train, samples=128)
        self.assertEqual((train.call_count, load_average(runs[0].checkpoint)[1]["samples"]), (1, 128))


if __name__ == "__main__":
    unittest.main()
