"""Reversal, schedules, domain weights, folds, and an adaptation that brings two shifted clouds together."""
import csv
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from torch import nn

from training.adapt.adversary import AdaptSettings, Adversary, freeze_statistics
from training.adapt.label_shift import FakeRate, class_weights, target_fake_rate
from training.data.crops import Crop, at_fake_rate, fold_of, read_crops, split_fold
from training.data.target_batches import TargetBatches
from training.measure.domain_distance import Domain, distances, proxy_a_distance
from training.measure.metrics import auc
from training.networks.losses import Targets
from training.networks.registry import build
from training.networks.reversal import annealed_rate, reversal_weight, reverse
from training.tests.drawn_faces import some_people


class ReversalTest(unittest.TestCase):
    def test_same_values_and_the_gradient_turned_and_scaled(self) -> None:
        values = torch.tensor([1.0, -2.0], requires_grad=True)
        turned = reverse(values, 0.3)
        self.assertTrue(torch.equal(turned, values))
        (turned * torch.tensor([5.0, 7.0])).sum().backward()
        self.assertTrue(torch.allclose(values.grad, torch.tensor([-1.5, -2.1])))

    def test_schedules(self) -> None:
        self.assertEqual(reversal_weight(0), 0)
        self.assertAlmostEqual(reversal_weight(0.1), 0.4621, places=4)
        self.assertAlmostEqual(reversal_weight(1, 0.5), 0.5, places=3)
        self.assertEqual(annealed_rate(0, 0.01), 0.01)
        self.assertAlmostEqual(annealed_rate(1, 0.01), 0.01 / 11**0.75)


class LabelShiftTest(unittest.TestCase):
    def test_the_closed_form_recovers_the_fake_rate(self) -> None:
        for rate in (0.05, 0.2, 0.45):
            called = rate * 0.9 + (1 - rate) * 0.15
            self.assertAlmostEqual(target_fake_rate(called, 0.9, 0.15), rate)

    def test_it_is_capped_and_a_detector_at_chance_says_nothing(self) -> None:
        self.assertEqual(target_fake_rate(0.95, 0.9, 0.1), 0.5)
        self.assertEqual(target_fake_rate(0.0, 0.9, 0.1), 0.02)
        self.assertEqual(target_fake_rate(0.3, 0.4, 0.4), 0.5)
        self.assertAlmostEqual(target_fake_rate(0.95, 0.95, 0.05, (0.0, 1.0)), 1.0)

    def test_weights_give_the_source_the_targets_shares(self) -> None:
        real, fake = class_weights(0.05)
        self.assertAlmostEqual(0.5 * real, 0.95)
        self.assertAlmostEqual(0.5 * fake, 0.05)
        real, fake = class_weights(0.2, 0.3)
        self.assertAlmostEqual(0.7 * real + 0.3 * fake, 1)
        self.assertEqual(class_weights(0.5), (1, 1))

    def test_a_new_estimate_counts_half(self) -> None:
        rate = FakeRate()
        self.assertAlmostEqual(rate.update(0.5, 0.9, 0.1), 0.5)
        self.assertAlmostEqual(rate.update(0.26, 0.9, 0.1), 0.35)


class CropsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.crops = [Crop(f"{n}.png", n % 3 == 0, f"g{n % 12}", "set", "m", f"v{n // 4}") for n in range(240)]

    def test_adapted_and_tested_groups_never_meet(self) -> None:
        seen: set[int] = set()
        for fold in range(3):
            adapted, tested = split_fold(self.crops, fold, 3)
            self.assertFalse({self.crops[n].group for n in adapted} & {self.crops[n].group for n in tested})
            self.assertEqual(len(adapted) + len(tested), len(self.crops))
            seen |= set(tested)
        self.assertEqual(len(seen), len(self.crops))

    def test_a_fold_with_nothing_to_adapt_on_is_refused(self) -> None:
        only = [crop for crop in self.crops if crop.group == "g1"]
        with self.assertRaisesRegex(ValueError, "leaves no group to adapt on"):
            split_fold(only, fold_of("g1", 2), 2)

    def test_fake_rates_are_met_with_as_many_crops_as_there_are(self) -> None:
        indices = list(range(240))
        for rate, count in ((0.0, 160), (0.05, 168), (0.2, 200), (0.5, 160), (0.95, 84), (1.0, 80)):
            chosen = at_fake_rate(self.crops, indices, rate, seed=1)
            self.assertEqual(chosen, at_fake_rate(self.crops, indices, rate, seed=1))
            self.assertAlmostEqual(np.mean([self.crops[n].fake for n in chosen]), rate, delta=0.01)
            self.assertAlmostEqual(len(chosen), count, delta=2)
            self.assertEqual(len(set(chosen)), len(chosen))
        with self.assertRaisesRegex(ValueError, "too few"):
            at_fake_rate(self.crops, [n for n in indices if self.crops[n].fake], 0.2, seed=1)

    def test_frames_of_one_video_share_its_name(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            rows = [("a0.png", "real", "s1"), ("a1.png", "real", "s1"), ("b.png", "fake", "s1")]
            with open(Path(folder) / "manifest.csv", "w", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["path", "dataset", "label", "method", "source", "group", "time", "box", "keypoints"])
                writer.writerows([path, "set", label, "m", source, "g", "0", "[]", "1 2,3"] for path, label, source in rows)
            first, second, third = read_crops(Path(folder))
            self.assertEqual(first.video, second.video)
            self.assertNotEqual(first.video, third.video)
            self.assertTrue(third.fake)
            text = (Path(folder) / "manifest.csv").read_text()
            (Path(folder) / "manifest.csv").write_text(text.replace("fake", "forged"))
            with self.assertRaisesRegex(ValueError, "line 4.*'forged'"):
                read_crops(Path(folder))


class TargetBatchesTest(unittest.TestCase):
    def test_a_function_of_seed_and_step_of_the_allowed_pictures(self) -> None:
        pictures, _ = some_people(6)
        pictures[3:] = 0
        batches = TargetBatches(pictures, [0, 1, 2], 8, seed=5)
        faces = batches[4]
        self.assertEqual((tuple(faces.shape), faces.dtype), ((8, 3, 128, 128), torch.uint8))
        self.assertTrue(torch.equal(faces, TargetBatches(pictures, [0, 1, 2], 8, seed=5)[4]))
        self.assertFalse(torch.equal(faces, batches[5]))
        self.assertTrue((faces.float().std((1, 2, 3)) > 8).all())


class Clouds(nn.Module):
    """A detector of points [batch, 2]: (logit, feature, no mask)."""

    def __init__(self) -> None:
        super().__init__()
        self.extract = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 8))
        self.head = nn.Linear(8, 1)

    def forward(self, points: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, None]:
        feature = torch.relu(self.extract(points))
        return self.head(feature)[:, 0], feature, None


def points(count: int, target: bool, rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Reals to the left and fakes to the right; the target lies a good way above and a little to the right."""
    fake = np.arange(count) % 2 == 1
    places = rng.normal(0, 0.5, (count, 2)) + np.stack([np.where(fake, 1.5, -1.5), np.zeros(count)], 1)
    places += np.array([1.2, 3.0]) * target
    return torch.tensor(places, dtype=torch.float32), torch.tensor(fake, dtype=torch.float32)


def targets_of(labels: torch.Tensor) -> Targets:
    return Targets(labels, torch.zeros(len(labels), 8, 8), torch.zeros(len(labels)))


class AdaptationTest(unittest.TestCase):
    def test_two_shifted_clouds_are_brought_together(self) -> None:
        torch.manual_seed(0)
        rng = np.random.default_rng(0)
        network = Clouds()
        optimiser = torch.optim.Adam(network.parameters(), 0.01)
        for _ in range(150):
            shown, labels = points(64, False, rng)
            loss = nn.functional.binary_cross_entropy_with_logits(network(shown)[0], labels)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

        held = {name: points(400, name == "target", np.random.default_rng(9)) for name in ("source", "target")}

        def measured() -> tuple[float, float, float]:
            with torch.no_grad():
                domains = {name: Domain(network(shown)[1].numpy(), labels.numpy() > 0.5, [str(n // 4) for n in range(400)])
                           for name, (shown, labels) in held.items()}
                right = [float(((network(shown)[0] > 0) == (labels > 0.5)).float().mean()) for shown, labels in held.values()]
            return proxy_a_distance(domains["source"], domains["target"]), *right

        before = measured()
        adversary = Adversary(network, 8, AdaptSettings(rate=0.02, domain_rate=2.0, most_reversal=0.5))
        for step in range(500):
            source, labels = points(64, False, rng)
            target, _ = points(64, True, rng)
            line = adversary.step(source, targets_of(labels), target, step / 500)
        after = measured()
        self.assertGreater(before[0], 1.0)
        self.assertLess(after[0], 0.5 * before[0])
        self.assertGreater(after[2], before[2] + 0.03)
        self.assertGreater(after[1], 0.95)
        self.assertLess(line["domain_accuracy"], 0.8)

    def test_statistics_stay_while_weights_move(self) -> None:
        network = build("plain-cnn")
        kept = {name: value.clone() for name, value in network.state_dict().items()}
        faces = torch.rand(8, 3, 128, 128)
        Adversary(network, 128, AdaptSettings()).step(faces, targets_of(torch.arange(8) % 2.0), faces + 0.5, 0.5)
        for name, value in network.state_dict().items():
            if "running" in name or "tracked" in name:
                self.assertTrue(torch.equal(value, kept[name]), name)
            elif name.endswith("conv.weight"):
                self.assertFalse(torch.equal(value, kept[name]), name)

    def test_freezing_keeps_dropout(self) -> None:
        network = build("plain-cnn")
        freeze_statistics(network)
        self.assertTrue(network.head.dropout.training)
        self.assertFalse(network.extractor.stages[0][0].norm.training)

    def test_weights_of_zero_leave_that_class_out_of_the_alignment(self) -> None:
        # With the fakes weighing nothing, where they lie does not change the domain loss.
        shown, labels = points(16, False, np.random.default_rng(0))
        moved = torch.where(labels[:, None] > 0.5, shown + 50, shown)
        target, _ = points(16, True, np.random.default_rng(1))
        losses = []
        for source in (shown, moved):
            torch.manual_seed(0)
            adversary = Adversary(Clouds(), 8, AdaptSettings())
            adversary.domain.dropout.p = 0.0
            torch.manual_seed(0)
            losses.append(adversary.step(source, targets_of(labels), target, 0.5, (2.0, 0.0))["domain_loss"])
        self.assertAlmostEqual(*losses, places=5)


class DistanceTest(unittest.TestCase):
    def domain(self, shift: float, seed: int, fake_share: float = 0.5) -> Domain:
        rng = np.random.default_rng(seed)
        fake = rng.random(600) < fake_share
        return Domain(rng.normal(size=(600, 5)) + shift + 3 * fake[:, None], fake, [f"{seed}-{n // 20}" for n in range(600)])

    def test_mixed_is_near_zero_and_apart_is_near_two(self) -> None:
        self.assertLess(proxy_a_distance(self.domain(0, 1), self.domain(0, 2)), 0.3)
        self.assertGreater(proxy_a_distance(self.domain(0, 1), self.domain(8, 2)), 1.9)

    def test_another_share_of_fakes_is_no_distance_within_the_classes(self) -> None:
        found = distances(self.domain(0, 1, 0.5), self.domain(0, 2, 0.05))
        self.assertGreater(found["all"], 0.6)
        self.assertLess(found["reals"], 0.3)

    def test_one_group_has_no_distance(self) -> None:
        alone = self.domain(0, 3)
        self.assertTrue(np.isnan(proxy_a_distance(Domain(alone.features, alone.fake, ["one"] * 600), self.domain(0, 4))))

    def test_groups_are_not_what_the_probe_learns(self) -> None:
        # Every group has its own place; a probe that saw a group in both folds would know its domain from that.
        rng = np.random.default_rng(0)
        domains = [Domain(np.repeat(rng.normal(size=(30, 40)) * 3, 20, 0), np.zeros(600, bool), [f"{d}-{n // 20}" for n in range(600)])
                   for d in range(2)]
        self.assertLess(proxy_a_distance(*domains), 0.8)
        self.assertEqual(auc(np.zeros(4), np.array([0, 1, 0, 1], bool)), 0.5)


if __name__ == "__main__":
    unittest.main()
