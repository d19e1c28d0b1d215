"""What calibration and report are made of, on drawn faces."""
import unittest
from unittest import mock

import numpy as np
import torch

from training.held_out import BLENDS_NAME, EXTRA_NAME, REBUILT_NAME, SEEN_NAME, HeldOut, all_clips, all_views
from training.scoring import NOMINAL, SHIFTED_VIEWS
from training.tests.drawn_faces import some_sources


class Brightness(torch.nn.Module):
    """Says how bright a face is."""

    def forward(self, faces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, None]:
        mean = faces.mean((1, 2, 3))
        return mean, mean[:, None], None


class HeldOutTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.sources = some_sources(200)
        with mock.patch("training.held_out.AUTOENCODER_FACES", 120):
            cls.held_out = HeldOut(cls.sources, "validation", blends=40)

    def test_every_set_has_both_classes_and_all_of_it_is_of_the_part(self) -> None:
        of_part = {face.group for name, faces in self.sources.faces.items() for face in faces
                   if face.group in self.held_out.sets[SEEN_NAME][2] + self.held_out.sets[EXTRA_NAME][2]}
        for name in (SEEN_NAME, BLENDS_NAME, REBUILT_NAME, EXTRA_NAME):
            pictures, fake, groups = self.held_out.sets[name]
            self.assertEqual((len(pictures), len(fake)), (len(groups), len(groups)))
            self.assertEqual(int(fake.sum()) * 2, len(fake), name)
            self.assertLessEqual(set(groups), of_part)

    def test_a_rebuilt_face_is_not_the_face(self) -> None:
        pictures, fake, _ = self.held_out.sets[REBUILT_NAME]
        for real, rebuilt in zip(pictures[::2], pictures[1::2]):
            self.assertGreater(np.abs(rebuilt.astype(int) - real).mean(), 0.3)

    def test_views_and_clips_name_the_set_and_keep_its_labels(self) -> None:
        scored = all_views(self.held_out, Brightness())
        self.assertEqual(len(scored), 4 * (1 + len(SHIFTED_VIEWS)))
        self.assertEqual([one.name for one in scored[:4]], [f"{name}, {NOMINAL.name}" for name in self.held_out.sets])
        self.assertEqual(len(scored[0].logits), len(self.held_out.sets[SEEN_NAME][0]))
        frames, first = all_clips(self.held_out, Brightness())[3]
        self.assertEqual(frames.shape, (6, len(first.fake)))
        self.assertGreater(np.ptp(frames, axis=0).max(), 0)


if __name__ == "__main__":
    unittest.main()
