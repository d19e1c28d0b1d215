"""A batch is a function of seed and step; every real stands beside its own fake, under the same recipe and codec."""
import unittest
from unittest import mock

import numpy as np
import torch

from training.data import batches as module
from training.data.batches import Mixture, draw_recipes
from training.signal.difference import difference_mask
from training.tests.drawn_faces import some_batches


class BatchTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.batches = some_batches()

    def test_shapes_types_and_labels(self) -> None:
        faces, labels, masks, known = self.batches[0]
        self.assertEqual((tuple(faces.shape), faces.dtype), ((24, 3, 128, 128), torch.uint8))
        self.assertEqual(labels.tolist(), [0.0] * 12 + [1.0] * 12)
        self.assertEqual(tuple(masks.shape), (24, 8, 8))
        self.assertTrue(0 <= float(masks.min()) and float(masks.max()) <= 1.001)
        self.assertEqual(float(masks[:12].abs().max()), 0)
        self.assertEqual(known[:12].tolist(), [1.0] * 12)
        self.assertEqual(known[16:].tolist(), [1.0] * 8)
        self.assertTrue((masks[16:].amax((1, 2)) > 0.1).all())

    def test_described_tells_blends_from_labelled_fakes(self) -> None:
        _, labels, blended = self.batches.described(1)
        self.assertEqual(blended.tolist(), ([False] * 4 + [True] * 8) * 2)
        self.assertEqual(int(labels.sum()), 12)

    def test_a_batch_depends_on_seed_and_step_alone(self) -> None:
        again = some_batches()
        again[20], again[3]
        for mine, theirs in zip(self.batches[7], again[7]):
            self.assertTrue(torch.equal(mine, theirs))
        self.assertFalse(torch.equal(self.batches[7][0], self.batches[8][0]))
        self.assertFalse(torch.equal(self.batches[7][0], some_batches(seed=4)[7][0]))

    def test_an_epoch_visits_every_pair_once(self) -> None:
        total = len(self.batches.pairs)
        visited = [place for step in range(total) for place in self.batches._taken("labelled", 2, total, step)]
        self.assertEqual(sorted(visited[:total]), list(range(total)))
        self.assertEqual(sorted(visited[total:]), list(range(total)))
        self.assertNotEqual(visited[:total], visited[total:])

    def test_every_real_is_beside_its_own_fake(self) -> None:
        # Far from the mask the two halves of a pair are the same picture; other pairs' pictures are not.
        faces, _, masks, known = self.batches[2]
        reals, fakes = faces[:12].float(), faces[12:].float()
        for pair in range(12):
            if not known[12 + pair]:
                continue
            free = torch.nn.functional.interpolate(masks[12 + pair][None, None], (128, 128))[0, 0] < 0.01
            if free.float().mean() < 0.1:
                continue
            errors = (reals - fakes[pair]).abs().mean(1)[:, free].mean(1)
            self.assertEqual(int(errors.argmin()), pair)

    def test_without_a_change_both_halves_come_out_the_same(self) -> None:
        # Same recipe, same codec, same noise: what is left between the halves of a pair is the manipulation alone.
        untouched = mock.patch.object(module, "blend", lambda picture, points, rng, donor: (picture, picture, np.ones(picture.shape[:2], np.float32)))
        with untouched:
            for step in range(6):
                faces, _, _, _ = some_batches(mixture=Mixture(0, 8))[step]
                self.assertTrue(torch.equal(faces[:8], faces[8:]), step)

    def test_members_of_a_clip_have_one_side_and_most_of_a_batch_is_coded(self) -> None:
        for seed in range(20):
            recipes, clips = draw_recipes(32, np.random.default_rng(seed))
            members = [member for clip, _ in clips for member in clip]
            self.assertEqual((len(recipes), len(members), len(set(members))), (32, 18, 18))
            for clip, _ in clips:
                self.assertEqual(len({recipes[member].side for member in clip}), 1)
            self.assertTrue(all(recipe.side % 16 == 0 and 96 <= recipe.side <= 224 for recipe in recipes))


class DifferenceMaskTest(unittest.TestCase):
    def test_marks_the_changed_area_only(self) -> None:
        real = np.random.default_rng(0).integers(60, 190, (224, 224, 3), dtype=np.uint8)
        fake = real.copy()
        fake[80:150, 60:160] += 30
        mask = difference_mask(real, fake)
        self.assertGreater(mask[90:140, 70:150].min(), 0.9)
        self.assertEqual(mask[:40].max(), 0)

    def test_unknown_where_everything_or_nothing_changed(self) -> None:
        real = np.random.default_rng(0).integers(60, 190, (224, 224, 3), dtype=np.uint8)
        self.assertIsNone(difference_mask(real, real))
        self.assertIsNone(difference_mask(real, real[::-1].copy()))


if __name__ == "__main__":
    unittest.main()
