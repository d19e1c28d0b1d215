"""The schedule, the averaged weights and a stopped run."""
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import torch

from training.networks.checkpoint import MovingAverage, load_average, save_weights
from training.networks.inputs import inputs_of
from training.networks.plain_cnn import Detector
from training.networks.registry import build
from training.networks.runtime import choose_device
from training.run.launch import Task, launch
from training.run.schedule import rate_at
from training.run.soup import mean_of, renormalise
from training.run.trainer import Run, Settings, train_together
from training.tests.drawn_faces import some_sources


class ScheduleTest(unittest.TestCase):
    def test_warms_up_then_falls_to_the_final_rate(self) -> None:
        settings = Settings("plain-cnn", minutes=1)
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


class ResumeTest(unittest.TestCase):
    @mock.patch("training.measure.validation.BATCHES", 2)
    def test_a_resumed_run_has_the_weights_step_and_time_it_stopped_with(self) -> None:
        sources = some_sources()
        for name in ("plain-cnn", "multitask"):
            with tempfile.TemporaryDirectory() as folder:
                work = Path(folder)
                settings = Settings(name, minutes=1, labelled_pairs=2, blended_pairs=2)
                run = Run(settings, sources, work, None, resume=False)
                self.assertIn("mask_loss", run.train_step(run.batches[0]))
                run.elapsed = 12.5
                run.validate()
                resumed = Run(Settings(name, minutes=9), sources, work, None, resume=True)
                self.assertEqual((resumed.step, resumed.elapsed, resumed.settings), (1, 12.5, settings))
                for before, after in zip(run.network.state_dict().values(), resumed.network.state_dict().values()):
                    self.assertTrue(torch.equal(before, after))
                for before, after in zip(run.batches[1], resumed.batches[1]):
                    self.assertTrue(torch.equal(before, after))
                average, kept = load_average(work / "latest.pt")
                self.assertEqual(kept["samples"], 8)
                for mine, theirs in zip(average.parameters(), run.average.network.parameters()):
                    self.assertTrue(torch.equal(mine, theirs))
                self.assertIn("validation_auc", json.loads((work / "log.jsonl").read_text().splitlines()[-1]))

    @mock.patch("training.measure.validation.BATCHES", 1)
    def test_a_run_that_is_ahead_waits_for_the_others(self) -> None:
        settings = Settings("meso4", minutes=1e-6, labelled_pairs=2, blended_pairs=2)
        with tempfile.TemporaryDirectory() as folder:
            runs = [Run(settings, some_sources(), Path(folder)) for _ in range(2)]
            runs[0].train_step(runs[0].batches[0])
            runs[0].validate()
            kept = {name: value.clone() for name, value in runs[0].network.state_dict().items()}
            train_together(runs)
        self.assertEqual([run.step for run in runs], [1, 1])
        for name, value in runs[0].network.state_dict().items():
            self.assertTrue(torch.equal(value, kept[name]))

    def test_a_gpu_that_is_not_there_is_refused(self) -> None:
        self.assertEqual(choose_device("cpu"), torch.device("cpu"))
        with mock.patch("torch.cuda.is_available", return_value=False):
            self.assertEqual(choose_device(), torch.device("cpu"))
            with self.assertRaisesRegex(ValueError, "no GPU here"):
                choose_device("cuda")
        with mock.patch("torch.cuda.is_available", return_value=True):
            self.assertEqual(choose_device(), torch.device("cuda"))

    def test_runs_of_other_minutes_do_not_train_together(self) -> None:
        tasks = [Task(Settings("meso4", minutes), Path("data"), Path("work"), Path("folder")) for minutes in (1, 2)]
        with self.assertRaisesRegex(ValueError, "the same data, minutes"):
            launch(tasks, 1)

    @mock.patch("training.measure.validation.BATCHES", 2)
    def test_a_run_starts_from_kept_weights_and_counts_what_they_had_seen(self) -> None:
        settings = Settings("plain-cnn", minutes=1, labelled_pairs=2, blended_pairs=2)
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            first = Run(settings, some_sources(), work)
            first.train_step(first.batches[0])
            first.elapsed = 30.0
            save_weights(work / "kept" / "weights.pt", first.contents())
            second = Run(settings, some_sources(), work, start=work / "kept" / "weights.pt")
        for mine, theirs in zip(second.network.parameters(), first.average.network.parameters()):
            self.assertTrue(torch.allclose(mine, theirs, atol=1e-3))
        second.train_step(second.batches[0])
        self.assertEqual((second.contents()["samples"], second.contents()["minutes_before"]), (16, 0.5))

    def test_a_mean_of_two_checkpoints_lies_between_them(self) -> None:
        def contents(network: str, value: float) -> dict[str, object]:
            weights = {"w": torch.tensor([value]), "count": torch.tensor(3)}
            return {"settings": {"network": network}, "average": weights, "samples": 8}
        mean = mean_of(contents("plain-cnn", 1.0), contents("plain-cnn", 3.0), 0.25)
        self.assertEqual((float(mean["average"]["w"]), int(mean["average"]["count"])), (1.5, 3))
        with self.assertRaises(ValueError):
            mean_of(contents("plain-cnn", 1.0), contents("meso4", 3.0), 0.5)

    def test_a_mean_of_means_tells_of_both(self) -> None:
        def contents(samples: int, **more: object) -> dict[str, object]:
            return {"settings": {"network": "plain-cnn"}, "average": {"w": torch.zeros(1)}, "samples": samples, **more}
        former = {"samples": [8, 12], "share": 0.5}
        mean = mean_of(contents(12, mean_of=former), contents(4), 0.25)
        self.assertEqual((mean["samples"], mean["mean_of"]), (12, {"samples": [12, 4], "share": 0.25, "former": [former]}))

    def test_statistics_of_a_mean_are_taken_from_faces(self) -> None:
        network = build("mobilenet")
        before = {name: value.clone() for name, value in network.state_dict().items()}
        faces = torch.randint(0, 256, (8, 3, 128, 128), dtype=torch.uint8, generator=torch.Generator().manual_seed(1))
        renormalise(network, faces)
        stem = network.extractor.stem
        with torch.no_grad():
            maps = stem.conv(stem.pad(inputs_of(faces)))
        self.assertTrue(torch.allclose(stem.norm.running_mean, maps.mean((0, 2, 3)), atol=1e-4))
        self.assertTrue(torch.equal(stem.conv.weight, before["extractor.stem.conv.weight"]))
        self.assertFalse(network.training or stem.norm.training)

    @mock.patch("training.measure.validation.BATCHES", 2)
    def test_a_run_by_samples_ends_with_them(self) -> None:
        settings = Settings("plain-cnn", minutes=60, labelled_pairs=2, blended_pairs=2, validate_every_minutes=60, samples=24)
        with tempfile.TemporaryDirectory() as folder:
            run = Run(settings, some_sources(), Path(folder))
            train_together([run])
        self.assertEqual((run.step, run.contents()["samples"]), (3, 24))
        self.assertGreaterEqual(run.progress, 1)
        self.assertLess(run.elapsed, 3600)

    def test_checkpoints_of_runs_that_knew_fewer_settings_can_be_read(self) -> None:
        known = {"network": "plain-cnn", "minutes": 3.0}
        self.assertEqual(Settings(**known), Settings("plain-cnn", 3.0))


if __name__ == "__main__":
    unittest.main()
