"""A few labelled faces: which are drawn, what learning them changes, and the network that ships read back from its files."""
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from training.compare.few_shot import SHIPPED, WHOLE, Target, measure_target, printed
from training.compare.fine_tune import HeadOnFeatures, Start, answers, fine_tune, from_checkpoint, from_shipped
from training.compare.tables import with_tables
from training.data.crops import Crop, labelled_faces, split_fold
from training.export.layers_model import write_layers_model
from training.networks.checkpoint import save
from training.networks.graph import graph_of
from training.networks.inputs import normalise
from training.networks.judge import Judge
from training.networks.registry import build
from training.networks.shipped import ShippedNetwork
from training.networks.shipped_files import read_graph
from training.tests.drawn_faces import some_people

SHIPPED_FOLDER = Path(__file__).resolve().parents[2] / "models" / "detector"


def some_crops(groups: int = 12, frames: int = 4) -> list[Crop]:
    """A genuine and a manipulated video of every group."""
    return [Crop(f"{group}-{fake}-{frame}.png", fake, f"g{group}", "drawn", "m" if fake else "real", f"v{group}-{fake}")
            for group in range(groups) for fake in (False, True) for frame in range(frames)]


class DrawnFacesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.crops = some_crops()
        self.usable, self.tested = split_fold(self.crops, 0, 2)

    def test_half_are_genuine_and_all_are_of_groups_that_are_not_tested(self) -> None:
        tested = {self.crops[index].group for index in self.tested}
        for seed in range(5):
            chosen = labelled_faces(self.crops, self.usable, 10, seed)
            self.assertEqual((len(set(chosen)), sum(self.crops[index].fake for index in chosen)), (10, 5))
            self.assertFalse({self.crops[index].group for index in chosen} & tested)

    def test_a_second_face_of_a_video_comes_after_the_first_of_all_others(self) -> None:
        videos = len({self.crops[index].video for index in self.usable})
        firsts = labelled_faces(self.crops, self.usable, videos, 1)
        self.assertEqual(len({self.crops[index].video for index in firsts}), videos)
        more = labelled_faces(self.crops, self.usable, 2 * videos, 1)
        counts = [sum(self.crops[index].video == video for index in more) for video in {self.crops[index].video for index in more}]
        self.assertEqual(set(counts), {2})

    def test_fewer_faces_are_among_more_and_another_seed_draws_others(self) -> None:
        few, many, other = (set(labelled_faces(self.crops, self.usable, count, seed)) for count, seed in ((4, 1), (10, 1), (10, 2)))
        self.assertLessEqual(few, many)
        self.assertNotEqual(many, other)

    def test_too_few_faces_and_odd_counts_are_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "even number"):
            labelled_faces(self.crops, self.usable, 5, 1)
        with self.assertRaisesRegex(ValueError, "are needed"):
            labelled_faces(self.crops, self.usable, 2 * len(self.usable), 1)


class ShippedFilesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.graph = read_graph(SHIPPED_FOLDER)
        cls.golden = json.loads((SHIPPED_FOLDER / "golden.json").read_text())
        inputs = np.frombuffer((SHIPPED_FOLDER / cls.golden["inputs"]).read_bytes(), np.uint8).reshape(cls.golden["shape"])
        cls.pictures = inputs.copy()

    def test_what_was_written_is_read(self) -> None:
        torch.manual_seed(0)
        graph = graph_of(build("lite"))
        with tempfile.TemporaryDirectory() as folder:
            write_layers_model(Path(folder), graph, "20000101", {})
            read = read_graph(Path(folder))
        self.assertEqual((read.architecture, read.outputs), (graph.architecture, graph.outputs))
        for before, after in zip(graph.layers, read.layers, strict=True):
            self.assertEqual((before.name, before.kind, before.inputs, before.stride, before.activation),
                             (after.name, after.kind, after.inputs, after.stride, after.activation))
            for part in ("kernel", "bias"):
                np.testing.assert_array_equal(getattr(before, part), getattr(after, part))

    def test_it_answers_the_golden_vectors(self) -> None:
        logits, features, masks = Judge(ShippedNetwork(self.graph))(normalise(torch.from_numpy(self.pictures).permute(0, 3, 1, 2)))
        np.testing.assert_allclose(logits.numpy(), self.golden["logits"], atol=1e-3)
        np.testing.assert_allclose(features.numpy()[:, :8], self.golden["featureHead"], atol=1e-3)
        np.testing.assert_allclose(masks.numpy().reshape(len(masks), -1), self.golden["masks"], atol=1e-3)

    def test_before_it_learns_the_head_on_features_answers_them_too(self) -> None:
        start = from_shipped(SHIPPED, SHIPPED_FOLDER)
        looks = start.looks(self.pictures)
        self.assertEqual(tuple(looks.shape), (len(self.pictures), 2, 128))
        np.testing.assert_allclose(answers(start.make(), looks, start.judged), self.golden["logits"], atol=1e-3)


def start_of_head(rate: float) -> tuple[Start, np.ndarray, torch.Tensor]:
    """The shipped head on drawn features, of which one differs between the classes."""
    graph = read_graph(SHIPPED_FOLDER)
    fake = np.arange(96) % 8 >= 4
    looks = torch.rand(96, 2, 128, generator=torch.Generator().manual_seed(1))
    looks[:, :, 5] += torch.from_numpy(~fake)[:, None] * 2
    return Start(SHIPPED, "as shipped", "drawn", rate, lambda: HeadOnFeatures(graph), lambda _: looks, 2), fake, looks


class FineTuneTest(unittest.TestCase):
    def whole(self, folder: Path) -> Start:
        torch.manual_seed(0)
        save(folder / "whole.pt", {"average": build(WHOLE).state_dict(), "settings": {"network": WHOLE}, "samples": 64})
        return from_checkpoint(WHOLE, "training 1", folder / "whole.pt")

    def test_learning_lowers_the_loss_of_both_and_leaves_the_start_and_statistics_as_they_were(self) -> None:
        pictures, _ = some_people(8)
        pictures[4:] = pictures[4:, ::-1]
        with tempfile.TemporaryDirectory() as folder:
            start = self.whole(Path(folder))
            looks, network, fake = start.looks(pictures), start.make(), np.arange(8) >= 4
            self.assertEqual((looks.dtype, tuple(looks.shape)), (torch.uint8, (8, 2, 3, 128, 128)))
            losses = fine_tune(network, looks, fake, 1e-3, 1, steps=30)
            self.assertLess(np.mean(losses[-5:]), np.mean(losses[:5]))
            fresh = start.make().state_dict()
            changed = {name for name, value in network.state_dict().items() if not torch.equal(value, fresh[name])}
            self.assertIn("encoder.0.conv.weight", changed)
            self.assertFalse([name for name in changed if "running" in name])
        start, fake, looks = start_of_head(5e-4)
        losses = fine_tune(start.make(), looks[:50], fake[:50], start.rate, 1)
        self.assertLess(np.mean(losses[-5:]), np.mean(losses[:5]))

    def test_no_face_changes_nothing_and_what_was_measured_is_not_measured_again(self) -> None:
        start, _, looks = start_of_head(5e-4)
        crops = some_crops()
        with tempfile.TemporaryDirectory() as folder:
            target = Target(crops, np.zeros(0), Path(folder))
            _, tested = split_fold(crops, 0, 2)
            logits, losses = target.run(start, 0, 2, 0, 0)
            self.assertEqual(losses, [])
            np.testing.assert_array_equal(logits, answers(start.make(), looks[tested], 2))
            learnt, losses = target.run(start, 0, 2, 10, 1)
            self.assertGreater(len(losses), 0)
            self.assertGreater(float(np.abs(learnt - logits).max()), 0.01)
            again, _ = Target(crops, np.zeros(0), Path(folder)).run(start, 0, 2, 10, 1)
            np.testing.assert_array_equal(learnt, again)

    def test_a_target_is_measured_and_printed(self) -> None:
        start, _, _ = start_of_head(5e-3)
        other = Start(WHOLE, "training 1", "other", 5e-3, start.make, start.looks, 1)
        with tempfile.TemporaryDirectory() as folder:
            measured = measure_target(Target(some_crops(), np.zeros(0), Path(folder)), [other, start], (0, 10), 2, draws=40)
        by_key = {(one["network"], one["faces"]): one for one in measured["video"]}
        self.assertEqual(by_key[SHIPPED, 10]["runs"], 2)
        self.assertNotIn("difference", by_key[SHIPPED, 0])
        self.assertNotIn("against", by_key[WHOLE, 10])
        self.assertGreater(by_key[SHIPPED, 10]["difference"], 0)
        self.assertGreater(by_key[SHIPPED, 10]["auc"], 0.9)
        self.assertAlmostEqual(by_key[SHIPPED, 10]["difference"], by_key[SHIPPED, 10]["auc"] - by_key[SHIPPED, 0]["auc"], places=3)
        self.assertEqual(sum(fold["images"]["reals"] for fold in measured["folds"]), 48)
        said = printed({"samples": 64, "trainings": 1, "folds": 2, "faceDraws": 2, "steps": 60, "batch": 20, "wholeRate": 1e-4, "headRate": 5e-4,
                        "targets": {"drawn": measured}})
        self.assertIn("| drawn | shipped | 10 | 2 |", said)
        self.assertIn("| drawn | forensic-transfer | 0 | 1 | – |", said)
        self.assertIn(said, with_tables("<!-- few-shot:begin -->\n<!-- few-shot:end -->", said, "few-shot"))


if __name__ == "__main__":
    unittest.main()
