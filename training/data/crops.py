"""Face crops of a target set, as `npm run crops` writes them, and which of them an adaptation may see."""
from __future__ import annotations

import csv
import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import numpy as np

from .manifest import Face

FOLD_SEED = "fakefilter-adapt-1"


@dataclass(frozen=True)
class Crop(Face):
    """A face of one frame. video: names the video (or picture) it is of; frames of one video share it."""

    dataset: str
    method: str
    video: str


def read_crops(folder: Path) -> list[Crop]:
    """The crops of `folder`/manifest.csv (path,dataset,label,method,source,group,…), in its order.

    Raises ValueError if it lists none, or a label that is neither real nor fake.
    """
    with open(folder / "manifest.csv", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows:
        raise ValueError(f"{folder / 'manifest.csv'} lists no crop")
    for number, row in enumerate(rows):
        if row["label"] not in ("real", "fake"):
            raise ValueError(f"{folder / 'manifest.csv'}, line {number + 2}: the label is {row['label']!r}, not real or fake")
    return [
        Crop(row["path"], row["label"] == "fake", row["group"], row["dataset"], row["method"],
             "/".join(row[name] for name in ("dataset", "label", "method", "group", "source")))
        for row in rows]


def fold_of(group: str, folds: int) -> int:
    """The fold of a group, 0…folds - 1: a hash of its name alone."""
    return int.from_bytes(hashlib.sha256(f"{FOLD_SEED}:{group}".encode()).digest()[:8], "big") % folds


def split_fold(crops: Sequence[Crop], fold: int, folds: int) -> tuple[list[int], list[int]]:
    """(positions to adapt on, positions to test on): the groups of `fold` are tested, the others adapted on.

    Raises ValueError if either side is empty.
    """
    held = [fold_of(crop.group, folds) == fold for crop in crops]
    adapted, tested = [n for n, out in enumerate(held) if not out], [n for n, out in enumerate(held) if out]
    if not adapted or not tested:
        raise ValueError(f"fold {fold} of {folds} leaves no group to {'test' if adapted else 'adapt'} on; choose other folds")
    return adapted, tested


def at_fake_rate(crops: Sequence[Crop], indices: Sequence[int], rate: float, seed: int) -> list[int]:
    """The largest random choice of `indices` of which the share `rate` is fake. The labels serve this choice alone.

    Raises ValueError if a class is missing that the rate needs.
    """
    rng = np.random.default_rng(seed)
    reals = rng.permutation([index for index in indices if not crops[index].fake])
    fakes = rng.permutation([index for index in indices if crops[index].fake])
    total = min(len(reals) / (1 - rate) if rate < 1 else np.inf, len(fakes) / rate if rate > 0 else np.inf)
    count = round(total * rate)
    kept = [int(index) for index in (*reals[:round(total * (1 - rate))], *fakes[:count])]
    if not kept:
        raise ValueError(f"the target has {len(reals)} real and {len(fakes)} fake crops: too few for a fake rate of {rate}")
    return sorted(kept)


def labelled_faces(crops: Sequence[Crop], indices: Sequence[int], count: int, seed: int) -> list[int]:
    """A random choice of `count` of `indices`, half of them genuine: one face of each video before a second one of any.

    The choice for a smaller count is part of that for a larger one. Raises ValueError if the count is odd, or a class has too few faces.
    """
    if count % 2:
        raise ValueError(f"half of {count} faces cannot be genuine; choose an even number")
    rng = np.random.default_rng(seed)
    chosen: list[int] = []
    for fake in (False, True):
        shuffled = [int(index) for index in rng.permutation([index for index in indices if crops[index].fake == fake])]
        before: Counter[str] = Counter()
        turns = []
        for index in shuffled:
            turns.append(before[crops[index].video])
            before[crops[index].video] += 1
        if len(shuffled) < count // 2:
            raise ValueError(f"there are {len(shuffled)} {'manipulated' if fake else 'genuine'} faces to draw from; {count // 2} are needed")
        chosen += [shuffled[place] for place in np.argsort(turns, kind="stable")[:count // 2]]
    return chosen
