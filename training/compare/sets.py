"""Faces on which networks are compared: held-out faces of the sources, also recoded, and fakes made of them; crops of sets that nothing was trained on."""
from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Iterator

import numpy as np

from ..data.crops import Crop, read_crops
from ..data.pack import WHOLE
from ..data.picture_store import open_store
from ..data.store import Store
from ..measure import held_out
from ..measure.paired import Labels, labels_of
from ..signal.coding import AS_IS, H264_34, Coding

# Enough to tell networks apart; `npm run evaluate` draws the detector's curves over all strengths.
CODINGS = (AS_IS, H264_34)
LABELLED = ("DFDC", "OpenForensics", "ciplab")
MADE = ("blends DFDC", "blends All-Age-Faces", "latent DFDC", "latent All-Age-Faces")
# The only set that decides each run's threshold for accuracies.
THRESHOLD_SET = "DFDC validation, as is"
# Faces of a set, drawn at random, where it has more.
MOST = 500


@dataclass(frozen=True)
class ComparedSet:
    """name: of the set and condition; seen: its kind of fake was trained on. level: "image", or "video" where several frames of one video
    are to be averaged. pictures: uint8 [count, side, side, 3] in the labels' order; margin: their side in face boxes. within: the larger set
    that holds all of its faces, and their places there."""

    name: str
    seen: bool
    level: str
    labels: Labels
    pictures: np.ndarray
    margin: float
    within: tuple[str, np.ndarray] | None = None


def _held_set(held: held_out.HeldSet, part: str, coding: Coding) -> ComparedSet:
    rows = np.sort(np.random.default_rng(1).permutation(len(held.fake))[:MOST])
    labels = Labels(held.fake[rows], held.groups[rows].tolist(), [f"{held.name}-{row}" for row in rows])
    return ComparedSet(f"{held.name} {part}, {coding.name}", True, "image", labels, np.stack(coding(list(held.pictures[rows]))), held.margin)


def threshold_set(store: Store) -> ComparedSet:
    """The validation faces that decide thresholds."""
    [held] = held_out.build(store, "validation", ["DFDC"])
    return _held_set(held, "validation", AS_IS)


def held_sets(store: Store) -> Iterator[ComparedSet]:
    """The test faces: labelled ones, DFDC's also through H.264, and blends and reconstructions."""
    for held in held_out.build(store, "test", [*LABELLED, *MADE]):
        for coding in CODINGS if held.name == "DFDC" else CODINGS[:1]:
            yield _held_set(held, "test", coding)


def crop_sets(folder: Path, work: Path) -> list[ComparedSet]:
    """Every data set of a crops folder with faces of both classes, and each of its methods beside all its reals; per video."""
    crops = read_crops(folder)
    pictures = open_store(folder, crops, work)
    found = []
    for name in sorted({crop.dataset for crop in crops}):
        members = [place for place, crop in enumerate(crops) if crop.dataset == name]
        methods = sorted({crops[place].method for place in members if crops[place].fake})
        if not methods or all(crops[place].fake for place in members):
            continue
        whole = _crop_set(name, crops, pictures, members)
        found.append(whole)
        if len(methods) > 1:
            for method in methods:
                rows = np.array([row for row, place in enumerate(members) if not crops[place].fake or crops[place].method == method])
                part = _crop_set(f"{name}, {method}", crops, pictures, [members[row] for row in rows])
                found.append(replace(part, within=(name, rows)))
    return found


def _crop_set(name: str, crops: list[Crop], pictures: np.ndarray, places: list[int]) -> ComparedSet:
    labels = labels_of([crops[place] for place in places])
    level = "video" if len(set(labels.videos)) < len(places) else "image"
    return ComparedSet(name, False, level, labels, pictures[places], WHOLE)
