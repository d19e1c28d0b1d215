"""Held-out sets for validation and test, their codings, and the logits of a network in training on them."""
from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any, Iterator

import cv2
import numpy as np
import torch
from torch import nn

from ..data.pack import CANVAS, WHOLE
from ..data.store import Store
from ..networks.inputs import normalise
from ..networks.judge import Judge
from ..networks.runtime import device_of, prepare_cpu
from ..signal.blend import blend
from ..signal.coding import AS_IS, CLIP, Coding
from ..signal.finishing import View, nominal
from ..signal.recreate import RENDERED, Autoencoder, fit_autoencoder

SEED = 20261123
# Side at which pictures are coded, by their margin; ciplab's are larger.
SIDES = {WHOLE: 224, CANVAS: 256}
LARGE = {"ciplab": 320}
FACES, AUTOENCODER_FACES, RENDERED_CODE = 500, 1500, 250
# Crops of a face as it sways before a detector: (scale, aside, down), in shares of the crop. The first is the nominal one.
CROPS = ((1.0, 0.0, 0.0), (0.94, 0.03, 0.0), (1.06, -0.03, 0.02), (0.97, 0.0, -0.04), (1.03, 0.02, 0.03), (1.0, -0.04, -0.02))


@dataclass
class HeldSet:
    """pictures: uint8 [count, side, side, 3]; fake: bool [count]; groups: str [count]; margin: the pictures' side in face boxes."""

    name: str
    pictures: np.ndarray
    fake: np.ndarray
    groups: np.ndarray
    margin: float


def _side(dataset: str, margin: float) -> int:
    return LARGE.get(dataset, SIDES[margin])


def _sized(picture: np.ndarray, side: int) -> np.ndarray:
    if picture.shape[0] == side:
        return picture
    return cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA if picture.shape[0] > side else cv2.INTER_LINEAR)


def faces_of(store: Store, name: str, numbers: np.ndarray) -> HeldSet:
    dataset, margin = str(store.dataset[numbers[0]]), float(store.margin[numbers[0]])
    side = _side(dataset, margin)
    return HeldSet(name, np.stack([_sized(store.picture(int(n)), side) for n in numbers]), store.fake[numbers], store.group[numbers], margin)


def _made(store: Store, name: str, numbers: np.ndarray, make: Any) -> HeldSet:
    """Each genuine face before the fake that `make(picture, landmarks, rng, position)` makes of it: (base, fake)."""
    dataset, margin = str(store.dataset[numbers[0]]), float(store.margin[numbers[0]])
    side, rng, pictures = _side(dataset, margin), np.random.default_rng([SEED, 3]), []
    for position, number in enumerate(numbers):
        pictures += make(_sized(store.picture(int(number)), side), store.landmarks[number] * side, rng, position)
    return HeldSet(name, np.stack(pictures), np.tile([False, True], len(numbers)), np.repeat(store.group[numbers], 2), margin)


def _autoencoder(store: Store, code: int) -> Autoencoder:
    numbers = store.chosen("train", "dfdc-faces", False)[:AUTOENCODER_FACES]
    pictures = [store.picture(int(number)) for number in numbers]
    return fit_autoencoder(pictures, [store.landmarks[number] * 224 for number in numbers], code)


def build(store: Store, part: str, names: list[str] | None = None) -> Iterator[HeldSet]:
    """All sets of one part, or those named."""
    rng = np.random.default_rng([SEED, 4])

    def some(dataset: str, count: int = FACES) -> np.ndarray:
        return np.sort(rng.permutation(store.chosen(part, dataset, False))[:count])

    genuine = {dataset: some(dataset) for dataset in np.unique(store.dataset)}
    blended = lambda picture, points, draw, _: blend(picture, points, draw)[:2]

    def rebuilt() -> HeldSet:
        autoencoder = _autoencoder(store, 100)
        return _made(store, "rebuilt", genuine["dfdc-faces"], lambda picture, points, draw, _: (picture, autoencoder.recreate(picture, points, draw)))

    def drawn_anew() -> HeldSet:
        autoencoder = _autoencoder(store, RENDERED_CODE)
        return _made(store, "drawn anew", genuine["dfdc-faces"], lambda picture, points, draw, position: (
            picture, autoencoder.rerender(picture, points, draw, *RENDERED[position % len(RENDERED)])))

    def latent(dataset: str) -> HeldSet:
        places = np.flatnonzero((store.part[store.latent_of] == part) & (store.dataset[store.latent_of] == dataset))
        numbers = store.latent_of[places]
        return HeldSet(f"latent {dataset}", store.latent[places].reshape(-1, 224, 224, 3), np.tile([False, True], len(places)),
                       np.repeat(store.group[numbers], 2), float(store.margin[numbers[0]]))

    makers = {
        "DFDC": lambda: faces_of(store, "DFDC", store.chosen(part, "dfdc-faces")),
        "OpenForensics": lambda: faces_of(store, "OpenForensics", store.chosen(part, "openforensics")),
        "ciplab": lambda: faces_of(store, "ciplab", store.chosen(part, "ciplab")),
        "blends DFDC": lambda: _made(store, "blends DFDC", genuine["dfdc-faces"], blended),
        "blends All-Age-Faces": lambda: _made(store, "blends All-Age-Faces", genuine["all-age-faces"], blended),
        "blends portraits": lambda: _made(store, "blends portraits", genuine["portraits"], blended),
        "rebuilt": rebuilt,
        "drawn anew": drawn_anew,
        "latent DFDC": lambda: latent("dfdc-faces"),
        "latent All-Age-Faces": lambda: latent("all-age-faces"),
        "UTKFace": lambda: faces_of(store, "UTKFace", store.chosen(part, "utkface-real", False)),
        "All-Age-Faces": lambda: faces_of(store, "All-Age-Faces", genuine["all-age-faces"]),
        "portraits": lambda: faces_of(store, "portraits", genuine["portraits"]),
    }
    for name, make in makers.items():
        if names is None or name in names:
            try:
                yield make()
            except IndexError:
                # A store of few packs has none of it.
                continue


def _code(task: tuple[list[np.ndarray], Coding]) -> list[np.ndarray]:
    pictures, coding = task
    return coding(pictures)


def coded(held: HeldSet, coding: Coding, pool: ProcessPoolExecutor) -> np.ndarray:
    """The set's pictures after one coding, uint8 [count, side, side, 3]; of another side where the coding makes them smaller."""
    if coding == AS_IS:
        return held.pictures
    clips = [list(held.pictures[first:first + CLIP]) for first in range(0, len(held.pictures), CLIP)]
    return np.stack([picture for clip in pool.map(_code, [(clip, coding) for clip in clips]) for picture in clip])


@torch.no_grad()
def score(network: nn.Module, pictures: np.ndarray, margin: float, view: View, mirrored: bool = True) -> np.ndarray:
    """Logits float32 [count] of faces, each the mean of the face's and, if `mirrored`, its mirror image's."""
    judge, device = Judge(network) if mirrored else network.eval(), device_of(network)
    logits = []
    for first in range(0, len(pictures), 64):
        shown = torch.from_numpy(pictures[first:first + 64]).to(device).permute(0, 3, 1, 2)
        faces = normalise(nominal(shown, margin, view)).contiguous(memory_format=torch.channels_last)
        logits.append(judge(faces)[0].float().cpu().numpy())
    return np.concatenate(logits)


def coding_pool(processes: int) -> ProcessPoolExecutor:
    """Processes for `coded`."""
    return ProcessPoolExecutor(processes, initializer=prepare_cpu, initargs=(1,))
