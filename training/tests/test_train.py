"""The schedule, the averaged weights and a stopped run."""
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from training.checkpoint import MovingAverage, load_average
from training.network import Detector
from training.train import Run, Settings, rate_at


class ScheduleTest(unittest.TestCase):
    def test_warms_up_then_falls_to_the_final_rate(self) -> None:
        settings = Settings(minutes=1)
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
            average.update(network, step)
        early = 1 - 2 / 11
        self.assertAlmostEqual(float(average.network.head.logit.bias), 0.9 * early + 0.1 * 2.0, places=5)


class ResumeTest(unittest.TestCase):
    def test_a_resumed_run_has_the_weights_step_and_time_it_stopped_with(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            lines = ["path,dataset,label,method,source,group"]
            for number in range(24):
                for label in ("real", "fake"):
                    path = f"{label}{number}.png"
                    Image.new("RGB", (224, 224), (number * 10, 90, 40)).save(root / path)
                    lines.append(f"{path},dfdc-faces,{label},m,s,g{number}")
            (root / "manifest.csv").write_text("\n".join(lines) + "\n")
            settings = Settings(minutes=1, pairs_per_batch=2)
            run = Run(settings, root, root / "work", resume=False)
            run.train_step(*run.batches[0])
            run.elapsed = 12.5
            run.validate()
            resumed = Run(Settings(minutes=9), root, root / "work", resume=True)
            self.assertEqual((resumed.step, resumed.elapsed, resumed.settings), (1, 12.5, settings))
            for before, after in zip(run.network.state_dict().values(), resumed.network.state_dict().values()):
                self.assertTrue(torch.equal(before, after))
            average, kept = load_average(root / "work" / "latest.pt")
            self.assertEqual(kept["samples"], 4)
            self.assertTrue(torch.equal(average.head.hidden.weight, run.average.network.head.hidden.weight))
            self.assertIn("validation_auc", json.loads((root / "work" / "log.jsonl").read_text().splitlines()[-1]))


if __name__ == "__main__":
    unittest.main()
