"""Pictures come back from a codec in order, all of them, and the worse the quantiser the farther from what they were."""
import unittest

import numpy as np

from training.signal.video_codec import Codec, recode
from training.tests.drawn_faces import some_people

CODECS = (Codec("h264", 28), Codec("h264", 28, 2), Codec("vp9", 40), Codec("vp9", 40, 3))


def error(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.abs(first.astype(int) - second).mean())


class VideoCodecTest(unittest.TestCase):
    def setUp(self) -> None:
        self.pictures = list(some_people(5)[0])

    def test_order_and_count_are_kept(self) -> None:
        for codec in CODECS:
            coded = recode(self.pictures, codec)
            self.assertEqual(len(coded), 5)
            for number, picture in enumerate(coded):
                self.assertEqual((picture.shape, picture.dtype), ((224, 224, 3), np.uint8))
                nearest = int(np.argmin([error(picture, other) for other in self.pictures]))
                self.assertEqual(nearest, number, codec)

    def test_the_same_pictures_come_back_the_same(self) -> None:
        for codec in CODECS:
            for first, second in zip(recode(self.pictures, codec), recode(self.pictures, codec)):
                np.testing.assert_array_equal(first, second)

    def test_a_picture_coded_by_itself_does_not_depend_on_its_neighbours(self) -> None:
        # The two halves of a batch's pairs are two clips: what else is in a clip must not show.
        alone = recode(self.pictures[:2], Codec("h264", 30))
        among = recode(self.pictures[:2] + self.pictures[3:], Codec("h264", 30))
        np.testing.assert_array_equal(alone[0], among[0])
        np.testing.assert_array_equal(alone[1], among[1])

    def test_worse_quantisers_lose_more(self) -> None:
        for name, qualities in (("h264", (20, 28, 36, 43)), ("vp9", (20, 35, 50, 60))):
            errors = [np.mean([error(*pair) for pair in zip(self.pictures, recode(self.pictures, Codec(name, quality)))])
                      for quality in qualities]
            self.assertEqual(errors, sorted(errors), name)
            self.assertLess(errors[0] * 1.2, errors[-1], name)

    def test_every_side_that_training_uses(self) -> None:
        for side in (96, 144, 208):
            pictures = [np.ascontiguousarray(picture[:side, :side]) for picture in self.pictures[:2]]
            self.assertEqual([coded.shape for coded in recode(pictures, Codec("vp9", 40, 1))], [(side, side, 3)] * 2)


if __name__ == "__main__":
    unittest.main()
