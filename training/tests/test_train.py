"""The schedule, the averaged weights, drawn faces and a stopped run."""
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import torch

from training.data.drawn import CHUNK_PAIRS, DrawnBatches, draw, make_chunk
from training.data.items import ItemMaker
from training.networks.checkpoint import MovingAverage, load_average
from training.networks.plain_cnn import Detector
from training.networks.runtime import choose_device
from training.run.fit import MIXTURE
from training.run.schedule import rate_at
from training.run.trainer import Run, Settings, train_all
from training.tests.drawn_faces import some_store


class ScheduleTest(unittest.TestCase):
    def test_warms_up_then_falls_to_the_final_rate(self) -> None:
        settings = Settings("plain-cnn")
        rates = [rate_at(progress, settings) for progress in np.linspace(settings.warm_up, 1, 50)]
        self.assertAlmostEqual(rates[0], settings.rate)
        self.assertAlmostEqual(rates[-1], settings.final_rate)
        self.assertEqual(rates, sorted(rates, reverse=True))
        self.assertLess(rate_at(0, settings), 0.1 * settings.rate)
        self.assertAlmostEqual(rate_at(1.5, settings), settings.final_rate)


class MovingAverageTest(unittest.TestCase):
    def test_follows_early_and_lags_late(self) -> None:
        network = Detector()
        torch.nn.init.zeros_(network.head.logit.bias)
        average = MovingAverage(network, 0.9)
        for step, value in ((1, 1.0), (10_000, 2.0)):
            torch.nn.init.constant_(network.head.logit.bias, value)
            average.update(step)
        early = 1 - 2 / 11
        self.assertAlmostEqual(float(average.network.head.logit.bias), 0.9 * early + 0.1 * 2.0, places=5)


class DeviceTest(unittest.TestCase):
    def test_a_gpu_that_is_not_there_is_refused(self) -> None:
        self.assertEqual(choose_device("cpu"), torch.device("cpu"))
        with mock.patch("torch.cuda.is_available", return_value=False):
            self.assertEqual(choose_device(), torch.device("cpu"))
            with self.assertRaisesRegex(ValueError, "no GPU here"):
                choose_device("cuda")
        with mock.patch("torch.cuda.is_available", return_value=True):
            self.assertEqual(choose_device(), torch.device("cuda"))


class DrawnTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.work = Path(folder.name)
        cls.store = some_store(cls.work)
        draw(cls.work, cls.work / "drawn", MIXTURE, 200, processes=1)

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_shapes_types_and_labels(self) -> None:
        faces, labels, masks, known = DrawnBatches(self.work / "drawn", 32)[1]
        self.assertEqual((tuple(faces.shape), faces.dtype), ((64, 3, 128, 128), torch.uint8))
        self.assertEqual(labels.tolist(), [0.0] * 32 + [1.0] * 32)
        self.assertEqual(tuple(masks.shape), (64, 8, 8))
        self.assertEqual(float(masks[:32].abs().max()), 0)
        self.assertTrue(known[:32].all())

    def test_a_chunk_is_drawn_once_and_is_a_function_of_seed_and_number(self) -> None:
        [path] = DrawnBatches(self.work / "drawn").paths
        before = path.stat().st_mtime_ns
        draw(self.work, self.work / "drawn", MIXTURE, 256, processes=1)
        self.assertEqual(path.stat().st_mtime_ns, before)
        kept, again = np.load(path), make_chunk(ItemMaker(self.store), MIXTURE, 1, 0)
        self.assertEqual(kept["kinds"].tolist(), again["kinds"].tolist())
        np.testing.assert_array_equal(kept["masks"], again["masks"])
        # Sums of floats may differ in their last bit, and a pixel by one.
        self.assertLess(np.abs(kept["faces"].astype(int) - again["faces"]).max(), 2)

    def test_every_face_is_shown_once_a_round_and_a_folder_without_faces_is_refused(self) -> None:
        batches = DrawnBatches(self.work / "drawn", 16)
        count = CHUNK_PAIRS // 16
        sums = [int(batches[step][0].long().sum()) for step in range(2 * count)]
        self.assertEqual(sums[:count], sums[count:])
        self.assertEqual(sum(sums[:count]), int(np.load(batches.paths[0])["faces"].sum(dtype=np.int64)))
        with self.assertRaisesRegex(ValueError, "no drawn faces"):
            DrawnBatches(self.folder)

    def test_a_stopped_run_ends_as_one_that_was_not_stopped(self) -> None:
        batches = DrawnBatches(self.work / "drawn", 4)
        for name in ("plain-cnn", "multitask"):
            settings = Settings(name, samples=24)
            whole = Run(settings, batches, self.folder / f"{name}-whole")
            whole.train()
            stopped = Run(settings, batches, self.folder / name)
            stopped.train_step()
            stopped.save()
            resumed = Run(settings, batches, self.folder / name)
            self.assertEqual(resumed.step, 1)
            resumed.train()
            average, kept = load_average(self.folder / name / "latest.pt")
            self.assertEqual((kept["samples"], kept["step"]), (24, 3))
            for mine, theirs in zip(average.parameters(), whole.average.network.parameters()):
                torch.testing.assert_close(mine, theirs)
            self.assertIn("mask_loss", json.loads((self.folder / name / "log.jsonl").read_text().splitlines()[-1]))

    def test_a_finished_run_is_not_trained_again_and_one_with_other_settings_is_refused(self) -> None:
        runs = [(Settings("meso4", 64, seed), self.folder / f"meso4-{seed}") for seed in (1, 2)]
        train_all(runs, self.work / "drawn", processes=1)
        kept = [(folder / "latest.pt").stat().st_mtime_ns for _, folder in runs]
        train_all(runs, self.work / "drawn", processes=1)
        self.assertEqual([(folder / "latest.pt").stat().st_mtime_ns for _, folder in runs], kept)
        first, second = (load_average(folder / "latest.pt")[0].logit.weight for _, folder in runs)
        self.assertFalse(torch.equal(first, second))
        with self.assertRaisesRegex(ValueError, "other settings"):
            Run(Settings("meso4", 128), DrawnBatches(self.work / "drawn"), runs[0][1])


if __name__ == "__main__":
    unittest.main()
