"""The adaptation from a checkpoint to its report, on drawn faces."""
import json
import sys
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

import torch

from training.adapt import adapt, task
from training.adapt.adversary import AdaptSettings
from training.adapt.report import over_seeds
from training.compare.tables import adaptation_table
from training.data.crops import fold_of
from training.data.drawn import draw
from training.networks.checkpoint import load_average, save
from training.networks.registry import build
from training.tests.drawn_faces import some_store
from training.tests.test_compare import write_crops


class AdaptCommandTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.source = Path(folder.name)
        some_store(cls.source)
        draw(cls.source, cls.source / "drawn", {"blend:dfdc-faces": 1.0}, 256, processes=1)

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.work = Path(folder.name)
        (self.work / "crops").mkdir()
        write_crops(self.work / "crops")
        torch.manual_seed(0)
        save(self.work / "start.pt", {"average": build("plain-cnn").state_dict(), "samples": 64, "settings": {"network": "plain-cnn"}})
        (self.work / "drawn").symlink_to(self.source / "drawn")

    def run_command(self, *more: str) -> dict:
        arguments = ["adapt", "--from", str(self.work / "start.pt"), "--target", str(self.work / "crops"), "--out", str(self.work / "out"),
                     "--store", str(self.source), "--work", str(self.work), "--steps", "3", "--pairs", "4", "--threads", "1", *more]
        with mock.patch.object(sys, "argv", arguments), mock.patch("builtins.print"):
            adapt.main()
        return json.loads((self.work / "out" / "adaptation.json").read_text())

    def test_writes_a_checkpoint_that_loads_and_a_report_of_the_held_groups(self) -> None:
        report = self.run_command("--fold", "1/2", "--weights", "class")
        held = [number for number in range(6) if fold_of(f"g{number}", 2) == 1]
        self.assertEqual(report["adaptedOn"], {"crops": 3 * (6 - len(held)), "groups": 6 - len(held)})
        self.assertEqual(report["targetVideos"]["groups"], len(held))
        self.assertEqual(report["log"][-1]["step"], 3)
        self.assertTrue(0.02 <= report["log"][-1]["fake_rate"] <= 0.5)
        network, kept = load_average(self.work / "out" / "adapted.pt")
        start, _ = load_average(self.work / "start.pt")
        self.assertFalse(torch.equal(network.head.hidden.weight, start.head.hidden.weight))
        self.assertTrue(torch.equal(network.extractor.stages[0][0].norm.running_mean, start.extractor.stages[0][0].norm.running_mean))
        self.assertEqual(kept["adaptation"]["fold"], [1, 2])
        printed = adaptation_table(over_seeds([report]))
        self.assertIn(f"| plain-cnn | drawn | 2 of 2 | as they are | {report['adaptedOn']['crops']} | class |", printed)
        self.assertTrue((self.work / "out" / "features.npz").exists())

    def test_runs_that_differ_in_the_seed_are_averaged(self) -> None:
        reports = [self.run_command("--weights", "plain", "--fold", "1/2", "--seed", seed) for seed in ("1", "2")]
        other = self.run_command("--weights", "class", "--fold", "1/2")
        alone, (both, weighted) = over_seeds(reports[:1])[0], over_seeds([*reports, other])
        self.assertEqual((alone["runs"], both["runs"], weighted["runs"]), (1, 2, 1))
        self.assertAlmostEqual(alone["source"]["after"]["auc"], reports[0]["source"]["after"]["auc"], places=3)
        self.assertEqual(len(both["source"]["after"]["aucPerRun"]), 2)
        self.assertIsNone(both["estimatedFakeRate"])
        self.assertTrue(0.02 <= weighted["estimatedFakeRate"] <= 0.5)

    def test_tasks_of_a_group_give_what_each_gives_alone(self) -> None:
        alone = [self.run_command("--weights", weights, "--fold", "1/2", "--fake-rate", rate) for rate in ("0", "0.5") for weights in ("plain", "class")]
        common = task.Task(self.work / "start.pt", self.work / "crops", None, self.work / "out", self.source, self.work, "plain", (1, 2),
                            AdaptSettings(steps=3), pairs=4)
        tasks = [replace(common, fake_rate=rate, weights=weights, out=self.work / f"{rate:g}-{weights}")
                 for rate in (0.0, 0.5) for weights in ("plain", "class")]
        with mock.patch("builtins.print"):
            reports = list(task.run_group(tasks))
        self.assertEqual(len(reports), 4)
        for one, expected in zip(tasks, alone):
            self.assertEqual(json.loads((one.out / "adaptation.json").read_text()), expected)

    def test_the_same_seed_gives_the_same_network(self) -> None:
        first = self.run_command("--weights", "plain", "--fold", "1/2", "--fake-rate", "0.5")
        weights = load_average(self.work / "out" / "adapted.pt")[0].head.hidden.weight.clone()
        second = self.run_command("--weights", "plain", "--fold", "1/2", "--fake-rate", "0.5")
        self.assertEqual(first, second)
        self.assertNotIn("fake_rate", first["log"][-1])
        self.assertTrue(torch.equal(load_average(self.work / "out" / "adapted.pt")[0].head.hidden.weight, weights))


if __name__ == "__main__":
    unittest.main()
