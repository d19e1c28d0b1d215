"""Held-out faces beside fakes of which a part was drawn anew, on drawn faces."""
import unittest
from unittest import mock

import numpy as np

from training.measure.drawn_anew import rerendered_pictures
from training.tests.drawn_faces import some_sources


class DrawnAnewTest(unittest.TestCase):
    @mock.patch("training.measure.drawn_anew.CODE", 40)
    def test_every_face_of_the_part_is_followed_by_a_fake_of_it(self) -> None:
        sources = some_sources(60)
        pictures, fake, groups = rerendered_pictures(sources, "validation", 40)
        self.assertEqual((len(pictures), int(fake.sum()) * 2), (len(fake), len(fake)))
        self.assertEqual(groups[::2], groups[1::2])
        self.assertLessEqual(set(groups), {sources.labelled[face.index].group for face in sources.genuine("validation")})
        for real, drawn in zip(pictures[::2], pictures[1::2]):
            self.assertGreater(np.abs(drawn.astype(int) - real).mean(), 0.1)


if __name__ == "__main__":
    unittest.main()
