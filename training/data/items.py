"""Items: small batches of one kind after the video codec, before the crop. An item has one resolution and one codec.

Kinds: `labelled:SET` (genuine and manipulated faces of a labelled set), `blend:SET` (genuine faces beside blends of them) and `latent:SET`
(beside their reconstructions by a latent coder). An item has as many genuine as manipulated faces, so a set's look says nothing of the class.
"""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import cv2
import numpy as np

from ..networks.runtime import prepare_cpu
from ..signal.augment import Recipe, degrade
from ..signal.blend import blend, nearest_donor, transplant
from ..signal.blend_mask import draw_mask
from ..signal.difference import difference_mask
from ..signal.looks import KERNELS
from ..signal.video_codec import draw_codec, recode
from .pack import WHOLE
from .store import Store

PAIRS = 16
PAIRED_SET = "dfdc-faces"
# Side of a face's box in pixels when it is coded. OpenForensics' manipulated faces are larger than its genuine ones, so both are shrunk
# until detail does not tell them apart.
BOX_SIDES = {"openforensics": (64, 108), "ciplab": (112, 228), "utkface-real": (80, 200)}
OTHER_SIDES, AS_STORED_SHARE = (80, 224), 0.35
SHRINK_SHARE, SHRINK = 0.15, (0.5, 1.0)
JPEG_SHARE, JPEG_QUALITY = 0.4, (40, 98)
CODEC_SHARE = 0.65
H264_QUALITY, VP9_QUALITY = (18, 42), (20, 52)
SWAP_SHARE, SWAP_CANDIDATES = 0.4, 200
PARTIAL_SHARE, FAKE_DONOR_SHARE = 0.35, 0.5
LATENT_WHOLE_SHARE = 0.5
# Side of an item's masks, in fields.
FINE = 56


@dataclass
class Item:
    """pictures: uint8 [2, pairs, side, side, 3], the genuine ones first. masks: uint8 [2, pairs, 56, 56], 0…255.

    known: whether a mask is, bool [2, pairs]. margin: the pictures' side in face boxes. paired: each manipulated face was made of the genuine one
    beside it. dataset: where the genuine ones are from.
    """

    pictures: np.ndarray
    masks: np.ndarray
    known: np.ndarray
    margin: float
    paired: bool
    dataset: str
    kind: str


class ItemMaker:
    """Makes items of one part of a store."""

    def __init__(self, store: Store, part: str = "train"):
        self.store = store
        self.genuine = {name: store.chosen(part, name, False) for name in np.unique(store.dataset)}
        self.fakes = {name: store.chosen(part, name, True) for name in np.unique(store.dataset)}
        self.latent = {name: np.flatnonzero((store.part[store.latent_of] == part) & (store.dataset[store.latent_of] == name)) for name in self.genuine}
        paired = self.fakes.get(PAIRED_SET, np.zeros(0, int))
        self.fakes_of: dict[str, list[int]] = {}
        for number in paired:
            self.fakes_of.setdefault(store.group[number], []).append(int(number))
        self.with_fakes = [int(number) for number in self.genuine.get(PAIRED_SET, ()) if store.group[number] in self.fakes_of]

    def make(self, kind: str, rng: np.random.Generator) -> Item:
        what, _, dataset = kind.partition(":")
        numbers = self.genuine[dataset]
        margin = float(self.store.margin[numbers[0]])
        side = drawn_side(dataset, margin, rng)
        pairs, paired = {"labelled": self._labelled, "blend": self._blended, "latent": self._latent}[what](dataset, side, rng)
        reals, fakes = degraded([[pair[place] for pair in pairs] for place in (0, 1)], rng)
        masks, known = np.zeros((2, PAIRS, FINE, FINE), np.uint8), np.ones((2, PAIRS), bool)
        for place, (_, _, mask) in enumerate(pairs):
            known[1, place] = mask is not None
            if mask is not None:
                masks[1, place] = np.clip(cv2.resize(mask, (FINE, FINE), interpolation=cv2.INTER_AREA) * 255, 0, 255)
        return Item(np.stack([reals, fakes]), masks, known, margin, paired, dataset, kind)

    def _shown(self, number: int, side: int, kernel: int) -> np.ndarray:
        picture = self.store.picture(number)
        return picture if picture.shape[0] == side else cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA if picture.shape[0] > side else kernel)

    def _labelled(self, dataset: str, side: int, rng: np.random.Generator) -> tuple[list, bool]:
        kernel = KERNELS[rng.integers(1, 4)]
        if dataset != PAIRED_SET:
            reals, fakes = (rng.choice(numbers[dataset], PAIRS, replace=False) for numbers in (self.genuine, self.fakes))
            return [(self._shown(real, side, kernel), self._shown(fake, side, kernel), None) for real, fake in zip(reals, fakes)], False
        pairs = []
        for number in rng.choice(self.with_fakes, PAIRS, replace=False):
            fakes = self.fakes_of[self.store.group[number]]
            real, fake = self._shown(number, side, kernel), self._shown(int(rng.choice(fakes)), side, kernel)
            if rng.random() < PARTIAL_SHARE:
                fake = transplant(real, fake, self.store.landmarks[number] * side, rng)
            pairs.append((real, fake, difference_mask(real, fake)))
        return pairs, True

    def _blended(self, dataset: str, side: int, rng: np.random.Generator) -> tuple[list, bool]:
        numbers, kernel = self.genuine[dataset], KERNELS[rng.integers(1, 4)]
        pairs = []
        for number in rng.choice(numbers, PAIRS, replace=False):
            points, donor = self.store.landmarks[number] * side, None
            if rng.random() < SWAP_SHARE:
                others = rng.choice(numbers, min(SWAP_CANDIDATES, len(numbers)), replace=False)
                others = others[others != number]
                chosen = int(others[nearest_donor(self.store.landmarks[number], self.store.landmarks[others])])
                shown = chosen
                if (fakes := self.fakes_of.get(self.store.group[chosen])) and dataset == PAIRED_SET and rng.random() < FAKE_DONOR_SHARE:
                    shown = int(rng.choice(fakes))
                donor = self._shown(shown, side, kernel), self.store.landmarks[chosen] * side
            pairs.append(blend(self._shown(int(number), side, kernel), points, rng, donor))
        return pairs, True

    def _latent(self, dataset: str, side: int, rng: np.random.Generator) -> tuple[list, bool]:
        kernel, pairs = KERNELS[rng.integers(1, 4)], []
        for place in rng.choice(self.latent[dataset], PAIRS, replace=False):
            real, fake = (cv2.resize(picture, (side, side), interpolation=kernel) for picture in self.store.latent[place])
            mask = np.ones((side, side), np.float32)
            if rng.random() >= LATENT_WHOLE_SHARE:
                mask = draw_mask(self.store.landmarks[self.store.latent_of[place]] * side, side, rng)
                fake = (real + (fake.astype(np.float32) - real) * mask[..., None] + 0.5).astype(np.uint8)
            pairs.append((real, fake, mask))
        return pairs, True


_maker: ItemMaker | None = None


def open_maker(work: Path) -> None:
    """Begins a process of a pool whose tasks call `the_maker`."""
    global _maker
    prepare_cpu(1)
    _maker = ItemMaker(Store(work))


def the_maker() -> ItemMaker:
    assert _maker is not None
    return _maker


def drawn_side(dataset: str, margin: float, rng: np.random.Generator) -> int:
    """The pictures' side in pixels, even."""
    low, high = BOX_SIDES.get(dataset, OTHER_SIDES)
    box = high if dataset not in BOX_SIDES and rng.random() < AS_STORED_SHARE else low * (high / low) ** rng.random()
    # Stored no larger than this; enlarging would only cost time.
    most = 224 if margin == WHOLE else 320 if dataset == "ciplab" else 256
    return min(most, int(round(box * margin / 16) * 16))


def degraded(halves: Sequence[Sequence[np.ndarray]], rng: np.random.Generator) -> list[list[np.ndarray]]:
    """Pictures of one side with what they lose before the codec, and by it; pictures at one place of the halves lose the same."""
    recipes = _recipes(len(halves[0]), rng)
    shown = [[degrade(picture, recipe) for picture, recipe in zip(half, recipes)] for half in halves]
    if rng.random() >= CODEC_SHARE:
        return shown
    codec = draw_codec(rng, H264_QUALITY, VP9_QUALITY)
    return [recode(half, codec) for half in shown]


def _recipes(count: int, rng: np.random.Generator) -> list[Recipe]:
    """What each pair loses before the codec: size and JPEG quality."""
    return [Recipe(
        shrink=float(rng.uniform(*SHRINK)) if rng.random() < SHRINK_SHARE else 1.0,
        jpeg_quality=int(rng.integers(*JPEG_QUALITY)) if rng.random() < JPEG_SHARE else None,
        chroma_subsampling=0 if rng.random() < 0.3 else 2) for _ in range(count)]
