"""The networks to compare with are what their papers describe, at our input size; and every network's loss can be minimised."""
import unittest
from dataclasses import dataclass

import torch

from training.networks.losses import Targets, detection_loss, loss_of, mask_loss
from training.networks.meso import Meso4
from training.networks.multitask import ENCODER, LOGIT_SCALE, MultiTask
from training.networks.registry import NETWORKS, build

HALF = ENCODER[-1] // 2


@dataclass(frozen=True)
class Weights:
    label_smoothing: float = 0.0
    mask_weight: float = 0.3
    bfloat16: bool = False


def some_targets(count: int) -> Targets:
    labels = (torch.arange(count) >= count // 2).float()
    masks = torch.zeros(count, 8, 8)
    masks[count // 2:, 2:6, 2:6] = 1
    return Targets(labels, masks, torch.ones(count))


class NetworksTest(unittest.TestCase):
    def test_all_answer_in_the_same_form_and_learn_one_batch(self) -> None:
        faces = torch.rand(8, 3, 128, 128) * 2 - 1
        for name in NETWORKS:
            torch.manual_seed(0)
            network = build(name).train()
            optimiser = torch.optim.Adam(network.parameters(), 2e-3)
            losses = []
            for _ in range(6):
                loss = loss_of(network, faces, some_targets(8), Weights())
                self.assertIn("loss", loss.parts)
                optimiser.zero_grad()
                loss.total.backward()
                optimiser.step()
                losses.append(float(loss.total))
            self.assertLess(min(losses[3:]), losses[0], name)
            with torch.no_grad():
                logit, feature, mask = network.eval()(faces)
            self.assertEqual((tuple(logit.shape), feature.shape[0], feature.ndim), ((8,), 8, 2), name)
            self.assertTrue(mask is None or tuple(mask.shape) == (8, 8, 8), name)


class MesoTest(unittest.TestCase):
    def test_it_is_as_large_as_published_but_for_the_smaller_input(self) -> None:
        # 27,977 parameters at 256 pixels, whose first dense layer reads 1,024 values instead of 256.
        self.assertEqual(sum(p.numel() for p in Meso4().parameters()), 27977 - (1024 - 256) * 16)


class DetectionLossTest(unittest.TestCase):
    def test_only_known_masks_count(self) -> None:
        targets = some_targets(4)
        logits = torch.randn(4, 8, 8)
        known = torch.tensor([1.0, 0, 1, 0])
        part = mask_loss(logits, Targets(targets.labels, targets.masks, known))
        expected = torch.nn.functional.binary_cross_entropy_with_logits(logits[::2], targets.masks[::2])
        self.assertAlmostEqual(float(part), float(expected), places=5)
        self.assertEqual(float(mask_loss(logits, Targets(targets.labels, targets.masks, torch.zeros(4)))), 0)

    def test_without_a_mask_it_is_the_cross_entropy(self) -> None:
        targets, logits = some_targets(4), torch.tensor([-1.0, 2, 0.5, 3])
        loss = detection_loss(logits, None, targets, Weights())
        self.assertAlmostEqual(float(loss.total), float(torch.nn.functional.binary_cross_entropy_with_logits(logits, targets.labels)), places=6)
        with_mask = detection_loss(logits, torch.zeros(4, 8, 8), targets, Weights())
        self.assertAlmostEqual(float(with_mask.total - loss.total), 0.3 * 0.693147, places=5)


class MultiTaskTest(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(0)
        self.network = MultiTask().eval()
        self.faces = torch.rand(4, 3, 128, 128) * 2 - 1

    def with_activations(self, real: float, fake: float) -> MultiTask:
        latent = torch.cat([torch.full((4, HALF, 8, 8), real), torch.full((4, HALF, 8, 8), fake)], 1)
        self.network.encoder.forward = lambda faces: latent
        return self.network

    def test_the_logit_is_the_difference_of_the_halves(self) -> None:
        logit, feature, _ = self.with_activations(0.25, 1.0)(self.faces)
        self.assertTrue(torch.allclose(logit, torch.full((4,), LOGIT_SCALE * 0.75)))
        self.assertEqual(feature.shape[1], 2 * HALF)

    def test_the_activation_loss_is_zero_where_the_right_half_is_one_and_the_other_zero(self) -> None:
        fakes = Targets(torch.ones(4), torch.zeros(4, 8, 8), torch.ones(4))
        reals = Targets(torch.zeros(4), torch.zeros(4, 8, 8), torch.ones(4))
        for real, fake, targets, expected in ((0, 1, fakes, 0), (1, 0, fakes, 2), (1, 0, reals, 0), (0.5, 0.5, reals, 1)):
            loss = self.with_activations(float(real), float(fake)).loss(self.faces, targets, Weights())
            self.assertAlmostEqual(float(loss.parts["loss"]), expected, places=5)
            self.assertAlmostEqual(float(loss.total), sum(float(part) for part in loss.parts.values()), places=5)

    def test_the_half_of_the_other_class_is_not_decoded(self) -> None:
        latent = torch.rand(4, 2 * HALF, 8, 8)
        changed = latent.clone()
        changed[:, :HALF] += 1
        fake = torch.ones(4, dtype=torch.bool)
        same = [self.network._selected(one, fake) for one in (latent, changed)]
        self.assertTrue(torch.equal(*same))
        self.assertFalse(torch.equal(self.network._selected(latent, ~fake), self.network._selected(changed, ~fake)))

    def test_the_reconstruction_is_as_large_as_the_face(self) -> None:
        with torch.no_grad():
            latent, _, _ = self.network._encode(self.faces)
            shown = self.network.rebuild(self.network._selected(latent, torch.zeros(4, dtype=torch.bool)))
        self.assertEqual((latent.shape[1:], shown.shape), ((2 * HALF, 8, 8), self.faces.shape))


if __name__ == "__main__":
    unittest.main()
