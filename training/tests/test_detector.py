"""Items hold as many genuine faces as manipulated ones, and what is drawn for a pair is drawn alike for both."""
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np
import torch

from training.data.pack import CANVAS, WHOLE, Entry, write_packs
from training.data.store import Store, _join
from training.measure.thresholds import high_threshold, low_threshold
from training.networks.efficientnet import LiteDetector
from training.networks.forensic_transfer import ForensicTransfer
from training.networks.losses import Targets
from training.run.fit import MIXTURE, spread_of_levels, without
from training.signal.finishing import View, cut, nominal, show


def picture(seed: int, side: int) -> bytes:
    noise = np.random.default_rng(seed).integers(0, 256, (side // 8, side // 8, 3)).astype(np.uint8)
    return cv2.imencode(".jpg", cv2.resize(noise, (side, side)))[1].tobytes()


class StoreTest(unittest.TestCase):
    def test_packs_keep_every_picture_and_what_is_needed_most_comes_first(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            entries = [Entry("dfdc-faces", bool(i % 2), f"g{i // 2}", WHOLE, picture(i, 64), rank=float(i % 2)) for i in range(40)]
            packs = write_packs(entries, Path(name), 8000)
            self.assertGreater(len(packs), 1)
            _join(packs, Path(name))
            store = Store(Path(name))
            self.assertEqual((len(store), int(store.fake.sum())), (40, 20))
            self.assertFalse(store.fake[:20].any())
            self.assertEqual(store.picture(0).shape, (64, 64, 3))


class FinishingTest(unittest.TestCase):
    def test_an_unmoved_crop_is_the_picture(self) -> None:
        pictures = torch.randint(0, 256, (2, 3, 64, 64), dtype=torch.uint8)
        torch.testing.assert_close(nominal(pictures, WHOLE, View(64)), pictures.float())

    def test_the_margin_is_left_out_of_a_nominal_crop(self) -> None:
        pictures = torch.zeros(1, 3, 140, 140, dtype=torch.uint8)
        pictures[:, :, 20:120, 20:120] = 200
        self.assertEqual(float(nominal(pictures, CANVAS, View(50)).min()), 200)

    def test_edges_are_replicated(self) -> None:
        pictures = torch.full((1, 3, 32, 32), 9, dtype=torch.uint8)
        self.assertTrue((cut(pictures, torch.tensor([[0.0, 0.0]]), 40, 20) == 9).all())

    def test_both_of_a_pair_get_one_crop_and_one_look_but_for_noise(self) -> None:
        pictures = torch.randint(0, 256, (8, 3, 64, 64), dtype=torch.uint8)
        pictures[4:] = pictures[:4]
        masks = torch.zeros(8, 56, 56, dtype=torch.uint8)
        for seed in range(12):
            shown = show(pictures, masks, WHOLE, View(32), torch.Generator().manual_seed(seed))
            self.assertEqual(shown.faces.shape, (8, 3, 32, 32))
            difference = (shown.faces[:4] - shown.faces[4:]).abs().flatten(1).mean(1)
            # Sensor noise is its own; its deviation is at most 7.
            self.assertLess(float(difference.max()), 10)

    def test_the_mask_follows_the_crop(self) -> None:
        pictures = torch.zeros(2, 3, 112, 112, dtype=torch.uint8)
        masks = torch.zeros(2, 56, 56, dtype=torch.uint8)
        masks[1, 14:42, 14:42] = 255
        pictures[1, :, 28:84, 28:84] = 255
        shown = show(pictures, masks, WHOLE, View(64), torch.Generator().manual_seed(4))
        seen = torch.nn.functional.avg_pool2d(shown.faces[1:].mean(1, keepdim=True), 16)[0, 0]
        seen = (seen - seen.min()) / (seen.max() - seen.min())
        self.assertGreater(float(torch.corrcoef(torch.stack([seen.flatten(), shown.masks[1].flatten()]))[0, 1]), 0.9)


class FitTest(unittest.TestCase):
    def test_a_set_that_is_left_out_is_in_no_kind_of_item(self) -> None:
        self.assertFalse(any("ciplab" in kind for kind in without(MIXTURE, "ciplab")))
        self.assertTrue(any("ciplab" in kind for kind in MIXTURE))

    def test_levels_that_are_alike_spread_by_nothing(self) -> None:
        dataset, labels = torch.tensor([0, 0, 1, 1]), torch.tensor([0.0, 1, 0, 1])
        self.assertEqual(float(spread_of_levels(torch.tensor([-1.0, 3, -1, 9]), dataset, labels)), 0)
        self.assertAlmostEqual(float(spread_of_levels(torch.tensor([-1.0, 3, 1, 9]), dataset, labels)), 1)


class ThresholdTest(unittest.TestCase):
    def test_at_most_two_in_a_hundred_genuine_faces_are_flagged(self) -> None:
        real = np.linspace(0, 1, 200)
        self.assertEqual(int((real >= high_threshold(real)).sum()), 4)

    def test_each_set_of_fakes_weighs_the_same(self) -> None:
        many, few = np.full(1000, 0.9), np.linspace(0, 1, 11)
        # A fifth of the few is a tenth of both.
        self.assertAlmostEqual(low_threshold([many, few]), 0.2, places=5)


class NetworksTest(unittest.TestCase):
    def test_the_mask_has_a_field_for_every_sixteen_pixels(self) -> None:
        logits, feature, masks = LiteDetector().eval()(torch.zeros(2, 3, 64, 64))
        self.assertEqual((logits.shape, feature.shape, masks.shape), ((2,), (2, 128), (2, 4, 4)))

    def test_forensic_transfer_learns_which_half_answers(self) -> None:
        torch.manual_seed(0)
        network = ForensicTransfer().train()
        faces, labels = torch.rand(16, 3, 128, 128) - 0.5, torch.arange(16) % 2
        faces[labels == 1] *= 0.1
        targets = Targets(labels.float(), torch.zeros(16, 8, 8), torch.zeros(16))
        optimiser = torch.optim.Adam(network.parameters(), 3e-3)
        losses = []
        for _ in range(25):
            loss = network.loss(faces, targets, None)
            optimiser.zero_grad()
            loss.total.backward()
            optimiser.step()
            losses.append(float(loss.total.detach()))
        self.assertLess(losses[-1], 0.6 * losses[0])


if __name__ == "__main__":
    unittest.main()
