"""Training batches: half reals, half fakes, every real beside a fake made from it, both under one recipe."""
from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import torch

from ..signal.augment import Recipe, degrade, draw_recipe, finish, finish_mask
from ..signal.blend import blend, nearest_donor, transplant
from ..signal.crop import COMPARED_SIZE
from ..signal.difference import difference_mask
from ..signal.looks import KERNELS
from ..signal.video_codec import Codec, draw_codec, recode
from .manifest import Face, pair_up

MASK_CELLS = 8
# Clips in a batch, and the share of its pairs that are coded together in each.
CLIPS, CLIP_SHARE = 3, 0.1875
H264_QUALITY, VP9_QUALITY = (20, 41), (20, 52)
SWAP_SHARE, SWAP_CANDIDATES = 0.4, 200
# Labelled fakes of which only a part is shown; donors that are replaced by their labelled fake.
PARTIAL_SHARE, FAKE_DONOR_SHARE = 0.4, 0.5


@dataclass(frozen=True)
class Genuine:
    """A picture to blend: where it is, and its landmarks as shares of its side."""

    source: str
    index: int
    points: np.ndarray


@dataclass(frozen=True)
class Mixture:
    """Pairs of a batch: `labelled` of a genuine picture and its labelled fake, `blended` of one and a blend of it."""

    labelled: int = 12
    blended: int = 20

    @property
    def pairs(self) -> int:
        return self.labelled + self.blended


@dataclass
class Drawn:
    """A pair before its codec: uint8 [side, side, 3] each; the blend mask float32 [side, side], None if unknown."""

    real: np.ndarray
    fake: np.ndarray
    mask: np.ndarray | None
    recipe: Recipe


class MixedBatches(torch.utils.data.Dataset):
    """Batch number `step` is a function of (seed, step) alone, so that a resumed run goes on exactly where it stopped.

    Item: faces uint8 [2 * pairs, 3, 128, 128], the reals first; labels float32 [2 * pairs], 1 = fake; blend masks
    float32 [2 * pairs, 8, 8], 0…1; and whether the mask is known, float32 [2 * pairs], 0 or 1.
    """

    def __init__(
        self, stores: dict[str, np.ndarray], faces: list[Face], indices: list[int], genuine: list[Genuine],
        mixture: Mixture, seed: int, labelled_source: str = "dfdc",
    ):
        self.stores, self.genuine, self.mixture, self.seed = stores, genuine, mixture, seed
        self.pairs, _, _ = pair_up(faces, indices)
        self.labelled_source = labelled_source
        self.points = np.stack([face.points for face in genuine])
        self.fake_of = dict(self.pairs)
        self.points_of = {face.index: face.points for face in genuine if face.source == labelled_source}
        self._orders: dict[tuple[str, int], np.ndarray] = {}

    def __len__(self) -> int:
        return 2**31

    def _taken(self, name: str, count: int, total: int, step: int) -> list[int]:
        """Positions `step * count`… of an endless sequence of permutations of `total` things."""
        taken = []
        for position in range(step * count, (step + 1) * count):
            epoch, place = divmod(position, total)
            if (name, epoch) not in self._orders:
                self._orders = {key: order for key, order in self._orders.items() if key[0] != name or key[1] >= epoch - 1}
                salt = sum(map(ord, name))
                self._orders[name, epoch] = np.random.default_rng([self.seed, salt, epoch]).permutation(total)
            taken.append(int(self._orders[name, epoch][place]))
        return taken

    def _picture(self, source: str, index: int, side: int, kernel: int) -> np.ndarray:
        picture = np.asarray(self.stores[source][index])
        return picture if picture.shape[0] == side else cv2.resize(picture, (side, side), interpolation=kernel)

    def _labelled(self, place: int, recipe: Recipe, rng: np.random.Generator) -> Drawn:
        kernel = KERNELS[rng.integers(1, 4)]
        real, fake = (self._picture(self.labelled_source, index, recipe.side, kernel) for index in self.pairs[place])
        points = self.points_of.get(self.pairs[place][0])
        if points is not None and rng.random() < PARTIAL_SHARE:
            fake = transplant(real, fake, points * recipe.side, rng)
        return Drawn(real, fake, difference_mask(real, fake), recipe)

    def _blended(self, place: int, recipe: Recipe, rng: np.random.Generator) -> Drawn:
        face, side = self.genuine[place], recipe.side
        kernel = KERNELS[rng.integers(1, 4)]
        donor = None
        if rng.random() < SWAP_SHARE:
            candidates = rng.choice(len(self.genuine), min(SWAP_CANDIDATES, len(self.genuine)), replace=False)
            candidates = candidates[candidates != place]
            chosen = self.genuine[candidates[nearest_donor(face.points, self.points[candidates])]]
            shown = chosen.index
            if chosen.source == self.labelled_source and rng.random() < FAKE_DONOR_SHARE:
                shown = self.fake_of.get(chosen.index, chosen.index)
            donor = self._picture(chosen.source, shown, side, kernel), chosen.points * side
        real, fake, mask = blend(self._picture(face.source, face.index, side, kernel), face.points * side, rng, donor)
        return Drawn(real, fake, mask, recipe)

    def __getitem__(self, step: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        return _stack(self.drawn(step))

    def described(self, step: int) -> tuple[torch.Tensor, torch.Tensor, np.ndarray]:
        """Faces and labels of a batch, and which of them belong to blended pairs, bool [2 * pairs]."""
        faces, labels, _, _ = self[step]
        return faces, labels, np.tile(np.arange(self.mixture.pairs) >= self.mixture.labelled, 2)

    def drawn(self, step: int) -> list[Drawn]:
        """The pairs of a batch after their codec, before the crop (`augment.finish`)."""
        rng = np.random.default_rng([self.seed, 2, step])
        mixture = self.mixture
        makers = [(self._labelled, place) for place in self._taken("labelled", mixture.labelled, len(self.pairs), step)]
        makers += [(self._blended, place) for place in self._taken("blended", mixture.blended, len(self.genuine), step)]
        recipes, clips = draw_recipes(len(makers), rng)
        pairs = [make(place, recipe, rng) for (make, place), recipe in zip(makers, recipes)]
        for pair in pairs:
            pair.real, pair.fake = degrade(pair.real, pair.recipe), degrade(pair.fake, pair.recipe)
        for members, codec in clips:
            for kind in ("real", "fake"):
                for member, picture in zip(members, recode([getattr(pairs[m], kind) for m in members], codec)):
                    setattr(pairs[member], kind, picture)
        return pairs


def draw_recipes(count: int, rng: np.random.Generator) -> tuple[list[Recipe], list[tuple[list[int], Codec]]]:
    """Recipes of `count` pictures or pairs, and which of them pass a codec together, and which codec.

    The members of one clip have the same side, in pixels.
    """
    order = rng.permutation(count)
    size = round(count * CLIP_SHARE)
    drawn: list[tuple[list[int], Codec, int]] = []
    for number in range(CLIPS):
        members = [int(member) for member in order[number * size:(number + 1) * size]]
        codec = draw_codec(rng, H264_QUALITY, VP9_QUALITY)
        side = int(round(rng.uniform(160, 224) / 16) * 16)
        if members:
            drawn.append((members, codec, side))
    recipes = [draw_recipe(rng) for _ in range(count)]
    for members, _, side in drawn:
        for member in members:
            recipes[member] = replace(recipes[member], side=side)
    return recipes, [(members, codec) for members, codec, _ in drawn]


def _stack(pairs: list[Drawn]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    count = len(pairs)
    faces = np.empty((2, count, COMPARED_SIZE, COMPARED_SIZE, 3), np.uint8)
    masks = np.zeros((2, count, MASK_CELLS, MASK_CELLS), np.float32)
    known = np.ones((2, count), np.float32)
    for place, pair in enumerate(pairs):
        faces[0, place], faces[1, place] = finish(pair.real, pair.recipe), finish(pair.fake, pair.recipe)
        if pair.mask is None:
            known[1, place] = 0
        else:
            masks[1, place] = finish_mask(pair.mask, pair.recipe, MASK_CELLS)
    labels = torch.arange(2, dtype=torch.float32).repeat_interleave(count)
    return (
        torch.from_numpy(faces.reshape(-1, COMPARED_SIZE, COMPARED_SIZE, 3)).permute(0, 3, 1, 2), labels,
        torch.from_numpy(masks.reshape(-1, MASK_CELLS, MASK_CELLS)), torch.from_numpy(known.reshape(-1)),
    )
