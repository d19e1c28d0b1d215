"""The data manifest and its split into train, validation and test by group."""
from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Literal

Part = Literal["train", "validation", "test"]
# The labelled set of which every fake has its original.
LABELLED = "dfdc-faces"
PARTS: tuple[Part, ...] = ("train", "validation", "test")
SPLIT_SEED = "fakefilter-1"
TRAIN_SHARE, VALIDATION_SHARE = 0.8, 0.1


@dataclass(frozen=True)
class Face:
    """One picture: its path below the data root, whether it is fake, and the group that must not straddle a split."""

    path: str
    fake: bool
    group: str


def read_manifest(root: Path, dataset: str) -> list[Face]:
    """The faces of one data set, in the manifest's order. Raises ValueError if the manifest has none."""
    with open(root / "manifest.csv", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["dataset"] == dataset]
    if not rows:
        raise ValueError(f"{root / 'manifest.csv'} lists no file of data set {dataset!r}")
    return [Face(row["path"], row["label"] == "fake", row["group"]) for row in rows]


def part_of(group: str, seed: str = SPLIT_SEED) -> Part:
    """The part a group belongs to: a hash of its name alone, so that adding data never moves a group."""
    position = int.from_bytes(hashlib.sha256(f"{seed}:{group}".encode()).digest()[:8], "big") / 2**64
    if position < TRAIN_SHARE:
        return "train"
    return "validation" if position < TRAIN_SHARE + VALIDATION_SHARE else "test"


def indices_of(faces: Iterable[Face], part: Part) -> list[int]:
    """Positions of the faces of one part."""
    return [index for index, face in enumerate(faces) if part_of(face.group) == part]


def count_parts(faces: list[Face]) -> dict[str, dict[str, int]]:
    """Groups, reals and fakes of every part."""
    counts: dict[str, dict[str, int]] = {}
    for part in PARTS:
        members = [faces[index] for index in indices_of(faces, part)]
        fakes = sum(face.fake for face in members)
        counts[part] = {"groups": len({face.group for face in members}), "reals": len(members) - fakes, "fakes": fakes}
    return counts


def pair_up(faces: list[Face], indices: list[int]) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Matches every real with a fake made from it.

    Returns (pairs of (real, fake) of the same group, reals without a fake, fakes without a real).
    """
    groups: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index in indices:
        groups[faces[index].group][faces[index].fake].append(index)
    pairs: list[tuple[int, int]] = []
    lone_reals: list[int] = []
    lone_fakes: list[int] = []
    for reals, fakes in groups.values():
        matched = min(len(reals), len(fakes))
        pairs += zip(reals[:matched], fakes[:matched])
        lone_reals += reals[matched:]
        lone_fakes += fakes[matched:]
    return pairs, lone_reals, lone_fakes
