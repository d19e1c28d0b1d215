"""The crop rule and the augmentation."""
import unittest
from dataclasses import fields

import cv2
import numpy as np
from PIL import Image

from training.signal.augment import SCALE, SHIFT, Recipe, degrade, draw_recipe, finish, finish_mask
from training.signal.crop import square_crop, whole_crop


def picture(side: int = 224) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)


def shown(face: np.ndarray, recipe: Recipe) -> np.ndarray:
    """A picture of the recipe's side after all of a recipe but its codec."""
    side = recipe.side
    if face.shape[0] != side:
        face = np.asarray(Image.fromarray(face).resize((side, side), Image.BILINEAR))
    return finish(degrade(face, recipe), recipe)


class CropTest(unittest.TestCase):
    def test_nominal_crop_is_the_plain_resize(self) -> None:
        expected = np.asarray(Image.fromarray(picture()).resize((128, 128), Image.BILINEAR))
        np.testing.assert_array_equal(whole_crop(picture(), size=128), expected)

    def test_beyond_the_frame_the_edge_is_replicated(self) -> None:
        flat = np.zeros((100, 100, 3), np.uint8)
        flat[:, 0] = 200
        crop = square_crop(flat, 0, 50, 80, 128)
        self.assertTrue((crop[:, :60] == 200).all())
        self.assertTrue((crop[:, 70:] == 0).all())

    def test_fractional_boxes_move_the_crop_smoothly(self) -> None:
        ramp = np.tile((np.arange(200) * 1.27).astype(np.uint8)[None, :, None], (200, 1, 3))
        crops = [square_crop(ramp, 100 + shift, 100, 117).mean() for shift in (0.0, 0.25, 0.5)]
        self.assertAlmostEqual(crops[1] - crops[0], 1.27 * 0.25, delta=0.1)
        self.assertAlmostEqual(crops[2] - crops[0], 1.27 * 0.5, delta=0.1)


class AugmentTest(unittest.TestCase):
    def test_an_empty_recipe_is_the_nominal_crop(self) -> None:
        np.testing.assert_array_equal(shown(picture(), Recipe()), whole_crop(picture(), size=128))

    def test_a_recipe_is_deterministic_and_keeps_shape_and_type(self) -> None:
        rng = np.random.default_rng(1)
        for _ in range(40):
            recipe = draw_recipe(rng)
            first = shown(picture(), recipe)
            self.assertEqual((first.shape, first.dtype), ((128, 128, 3), np.uint8))
            np.testing.assert_array_equal(first, shown(picture(), recipe))

    def test_recipes_stay_in_their_ranges_and_use_every_kind(self) -> None:
        rng = np.random.default_rng(2)
        recipes = [draw_recipe(rng) for _ in range(500)]
        self.assertTrue(all(SCALE[0] <= r.scale <= SCALE[1] and abs(r.shift_x) <= SHIFT for r in recipes))
        for field in fields(Recipe):
            self.assertGreater(len({getattr(recipe, field.name) for recipe in recipes}), 1, field.name)

    def test_contrast_and_saturation_keep_the_mean(self) -> None:
        calm = np.random.default_rng(3).integers(90, 160, (224, 224, 3), dtype=np.uint8)
        changed = shown(calm, Recipe(contrast=1.2, saturation=0.7))
        self.assertAlmostEqual(changed.mean(), whole_crop(calm).mean(), delta=0.5)

    def test_degrading_keeps_the_size_and_loses_detail(self) -> None:
        for recipe in (Recipe(shrink=0.5), Recipe(jpeg_quality=30)):
            worse = degrade(picture(), recipe)
            self.assertEqual((worse.shape, worse.dtype), ((224, 224, 3), np.uint8))
            self.assertLess(np.abs(np.diff(worse.astype(int), axis=1)).mean(), np.abs(np.diff(picture().astype(int), axis=1)).mean())

    def test_a_mask_is_cut_as_its_picture_is(self) -> None:
        rng = np.random.default_rng(4)
        mask = np.zeros((224, 224), np.float32)
        mask[70:150, 90:190] = 1
        mask = cv2.GaussianBlur(mask, (0, 0), 6)
        for _ in range(20):
            drawn = draw_recipe(rng)
            recipe = Recipe(scale=drawn.scale, shift_x=drawn.shift_x, shift_y=drawn.shift_y, flip=drawn.flip)
            cut = finish(np.repeat((mask * 255).astype(np.uint8)[..., None], 3, 2), recipe)[..., 0] / 255
            fields = cut.reshape(8, 16, 8, 16).mean((1, 3))
            np.testing.assert_allclose(finish_mask(mask, recipe, 8), fields, atol=0.03)


if __name__ == "__main__":
    unittest.main()
