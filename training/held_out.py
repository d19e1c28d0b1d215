"""Held-out faces under fixed views: seen fakes, blends of people never trained on, fakes of a family never trained on, and
faces from elsewhere with blends of them."""
from __future__ import annotations

import sys
from dataclasses import replace
from typing import Iterator

import numpy as np
from torch import nn

from .batches import Genuine
from .blend import blend, nearest_donor
from .calibrate import Scored
from .manifest import Part, indices_of
from .recreate import CODE, RENDERED, Autoencoder, fit_autoencoder
from .scoring import H264, NOMINAL, SHIFTED_VIEWS, View, score
from .sources import EXTRA, LABELLED, Sources

SEED = 20261123
SEEN_NAME, BLENDS_NAME, REBUILT_NAME, EXTRA_NAME = SETS = ("DFDC", "blends", "rebuilt", "UTKFace")
# Faces that the autoencoder of the held-out family is fitted on; a share of its fakes shows another person's face.
AUTOENCODER_FACES, SWAPPED_SHARE = 1500, 0.5
# Components that draw a part of a face anew: more than rebuild a whole one, for that shows less.
RENDERED_CODE = 250
# A still becomes a clip of several frames by cutting it a little differently each time, as a face sways before a detector.
CLIP_VIEWS = (NOMINAL, *(view for view in SHIFTED_VIEWS if view.codec == H264[34]))
CLIP_CROPS = ((1.0, 0.0, 0.0), (0.94, 0.03, 0.0), (1.06, -0.03, 0.02), (0.97, 0.0, -0.04), (1.03, 0.02, 0.03), (1.0, -0.04, -0.02))


def blended_pictures(
    sources: Sources, part: Part, count: int | None = None, source: str = LABELLED
) -> tuple[list[np.ndarray], np.ndarray, list[str]]:
    """`count` genuine faces (all, if not given) of one part and their blends: (pictures, fake, groups), each real before its fake."""
    rng = np.random.default_rng([SEED, 3])
    genuine = [face for face in sources.genuine(part) if face.source == source]
    pictures: list[np.ndarray] = []
    groups: list[str] = []
    for place in rng.permutation(len(genuine))[:count]:
        face = genuine[place]
        picture = np.asarray(sources.stores[face.source][face.index])
        real, fake, _ = blend(picture, face.points * picture.shape[0], rng)
        pictures += [real, fake]
        groups += [sources.faces[source][face.index].group] * 2
    return pictures, np.tile([False, True], len(pictures) // 2), groups


def rebuilt_pictures(sources: Sources, part: Part, count: int) -> tuple[list[np.ndarray], np.ndarray, list[str]]:
    """As `blended_pictures`, with fakes of a family that is never trained on (recreate.py).

    The autoencoder is fitted on genuine faces of the training part, so that no face of this part is rebuilt from itself.
    """
    rng = np.random.default_rng([SEED, 4])
    autoencoder = _autoencoder(sources, rng)
    genuine = [face for face in sources.genuine(part) if face.source == LABELLED]
    shapes = np.stack([face.points for face in genuine])
    pictures: list[np.ndarray] = []
    groups: list[str] = []
    for place in rng.permutation(len(genuine))[:count]:
        picture, points = _shown(sources, genuine[place])
        donor = None
        if rng.random() < SWAPPED_SHARE:
            others = rng.permutation(np.delete(np.arange(len(genuine)), place))[:100]
            donor = _shown(sources, genuine[others[nearest_donor(genuine[place].points, shapes[others])]])
        pictures += [picture, autoencoder.recreate(picture, points, rng, donor)]
        groups += [sources.labelled[genuine[place].index].group] * 2
    return pictures, np.tile([False, True], len(pictures) // 2), groups


def rerendered_pictures(sources: Sources, part: Part, count: int) -> tuple[list[np.ndarray], np.ndarray, list[str]]:
    """As `rebuilt_pictures`, with fakes of which a part was drawn anew, of each kind of `recreate.RENDERED` a third.

    Neither trained on nor calibrated on: how checkpoints are weighed against each other (soup.py).
    """
    rng = np.random.default_rng([SEED, 5])
    autoencoder = _autoencoder(sources, rng, RENDERED_CODE)
    genuine = [face for face in sources.genuine(part) if face.source == LABELLED]
    pictures: list[np.ndarray] = []
    groups: list[str] = []
    for number, place in enumerate(rng.permutation(len(genuine))[:count]):
        picture, points = _shown(sources, genuine[place])
        pictures += [picture, autoencoder.rerender(picture, points, rng, *RENDERED[number % len(RENDERED)])]
        groups += [sources.labelled[genuine[place].index].group] * 2
    return pictures, np.tile([False, True], len(pictures) // 2), groups


def _shown(sources: Sources, face: Genuine) -> tuple[np.ndarray, np.ndarray]:
    picture = np.asarray(sources.stores[face.source][face.index])
    return picture, face.points * picture.shape[0]


def _autoencoder(sources: Sources, rng: np.random.Generator, code: int = CODE) -> Autoencoder:
    learned = sources.genuine("train")
    chosen = rng.permutation(len(learned))[:AUTOENCODER_FACES]
    return fit_autoencoder(*(list(one) for one in zip(*(_shown(sources, learned[place]) for place in chosen))), code=code)


class HeldOut:
    """One part of every source, to be scored by any network."""

    def __init__(self, sources: Sources, part: Part, blends: int = 500):
        labelled = indices_of(sources.labelled, part)
        seen = [sources.stores[LABELLED][index] for index in labelled]
        self.sets = {
            SEEN_NAME: (seen, np.array([sources.labelled[index].fake for index in labelled]),
                        [sources.labelled[index].group for index in labelled]),
            BLENDS_NAME: blended_pictures(sources, part, blends),
            REBUILT_NAME: rebuilt_pictures(sources, part, blends),
            # Other cameras and people: without them the probabilities hold for DFDC's alone.
            EXTRA_NAME: blended_pictures(sources, part, source=EXTRA),
        }

    def score(self, network: nn.Module, name: str, view: View = NOMINAL, every: int = 1) -> Scored:
        """One set under one view. every: 2 scores every second group only, to save time."""
        pictures, fake, groups = self.sets[name]
        kept = [index for index in range(len(pictures)) if every == 1 or sum(map(ord, groups[index])) % every == 0]
        logits, features = score(network, pictures, kept, view)
        return Scored(f"{name}, {view.name}", logits, features, fake[kept], [groups[i] for i in kept])

    def score_clips(self, network: nn.Module, name: str, view: View, every: int = 1) -> tuple[np.ndarray, Scored]:
        """Logits [frames, count] of clips made of stills by `CLIP_CROPS`, and the first frame's score."""
        frames = [self.score(network, name, replace(view, scale=view.scale * scale, shift=(x, y)), every) for scale, x, y in CLIP_CROPS]
        return np.stack([frame.logits for frame in frames]), frames[0]


def all_views(held_out: HeldOut, network: nn.Module) -> list[Scored]:
    """Every set as stored, and a half of it (all of the small one) under every shifted view."""
    jobs = [(name, view) for view in (NOMINAL, *SHIFTED_VIEWS) for name in SETS]
    return [held_out.score(network, name, view, 1 if view is NOMINAL or name == EXTRA_NAME else 2) for name, view in _told(jobs, "views")]


def all_clips(held_out: HeldOut, network: nn.Module) -> list[tuple[np.ndarray, Scored]]:
    """Clips of every set under `CLIP_VIEWS`: a quarter of it, since each costs as much as six stills."""
    jobs = [(name, view) for view in CLIP_VIEWS for name in SETS]
    return [held_out.score_clips(network, name, view, 1 if name == EXTRA_NAME else 4) for name, view in _told(jobs, "clips")]


def _told(jobs: list[tuple[str, View]], what: str) -> Iterator[tuple[str, View]]:
    """The jobs, one after the other, each told of: scoring takes minutes."""
    for number, (name, view) in enumerate(jobs, 1):
        print(f"{what}, {number} of {len(jobs)}: {name}, {view.name}", file=sys.stderr, flush=True)
        yield name, view
