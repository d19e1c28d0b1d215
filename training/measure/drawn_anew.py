"""Held-out genuine faces beside fakes of which a part was drawn anew: a family that nothing is trained or calibrated on."""
from __future__ import annotations

import numpy as np

from ..data.batches import Genuine
from ..data.manifest import Part
from ..data.sources import LABELLED, Sources
from ..signal.recreate import RENDERED, Autoencoder, fit_autoencoder

SEED = 20261123
AUTOENCODER_FACES = 1500
# More components than a rebuilt whole face needs, since a part shows less.
CODE = 250


def rerendered_pictures(sources: Sources, part: Part, count: int) -> tuple[list[np.ndarray], np.ndarray, list[str]]:
    """(pictures, fake, groups) of `count` genuine faces of one part, each followed by its fake; of each kind of `RENDERED` a third.

    The autoencoder is fitted on genuine faces of the training part, so that no face of this part is rebuilt from itself.
    """
    rng = np.random.default_rng([SEED, 5])
    autoencoder = _autoencoder(sources, rng)
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


def _autoencoder(sources: Sources, rng: np.random.Generator) -> Autoencoder:
    learned = sources.genuine("train")
    chosen = rng.permutation(len(learned))[:AUTOENCODER_FACES]
    return fit_autoencoder(*(list(one) for one in zip(*(_shown(sources, learned[place]) for place in chosen))), code=CODE)
