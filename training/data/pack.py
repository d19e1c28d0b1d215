"""Packs face pictures into archives that may travel: `python3 -m training.data.pack --more DIR --canvases FILE --out DIR`.

Writes `pack-NN.zip` of at most `--megabytes` each, pictures as they are stored (JPEG) with `manifest.csv`
(file,dataset,fake,group,margin,part). What is needed most comes first, so that training can begin with the first few.
"""
from __future__ import annotations

import argparse
import csv
import io
import pickle
import random
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from .manifest import part_of

# Side of a picture in face boxes: the data sets' own crops end at the box, ours keep a margin.
WHOLE, CANVAS = 1.0, 1.4
SEED = 20261129
# Labelled fakes of each original video, for training and held out.
FAKES, HELD_OUT_FAKES = 5, 1
MOST = {"all-age-faces": 3000, "portraits": 2600, "utkface-real": 4000}
# Portraits with less colour than this are left out.
LEAST_COLOUR = 2.0


@dataclass(frozen=True)
class Entry:
    """rank: the smaller, the earlier it is packed."""

    dataset: str
    fake: bool
    group: str
    margin: float
    picture: bytes
    rank: float


def _whole(more: Path, rng: random.Random) -> list[Entry]:
    """Sets whose pictures are face crops already."""
    with open(more / "manifest.csv", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["dataset"] in ("dfdc-faces", "utkface-real")]
    rng.shuffle(rows)
    found, fakes, taken = [], {}, 0
    for row in rows:
        dataset, fake, group = row["dataset"], row["label"] == "fake", row["group"]
        part = part_of(group)
        rank = rng.random()
        if dataset == "utkface-real":
            taken += part == "train"
            if part == "train" and taken > MOST[dataset]:
                continue
            if part == "test":
                continue
        elif fake:
            number = fakes[group] = fakes.get(group, 0) + 1
            if number > (FAKES if part == "train" else HELD_OUT_FAKES):
                continue
            # The second fake of a video comes after the first ones of all videos.
            rank += number - 1
        found.append((dataset, fake, group, row["path"], rank))
    return [Entry(d, f, g, WHOLE, (more / path).read_bytes(), rank) for d, f, g, path, rank in found]


def _cut(canvases: Path, rng: random.Random) -> list[Entry]:
    """Sets out of whose pictures faces were cut."""
    with open(canvases, "rb") as file:
        rows = pickle.load(file)
    rng.shuffle(rows)
    found, taken = [], {}
    for row in rows:
        dataset = row["set"]
        if dataset == "portraits" and row["grey"] < LEAST_COLOUR:
            continue
        if part_of(row["group"]) == "train":
            taken[dataset] = taken.get(dataset, 0) + 1
            if taken[dataset] > MOST.get(dataset, 10**9):
                continue
        found.append(Entry(dataset, row["fake"], row["group"], CANVAS, row["jpg"], rng.random()))
    return found


def squeezed(entry: Entry) -> Entry:
    """The same picture to the last bit, in a sixth less bytes: arithmetic coding (jpegtran of libjpeg-turbo-progs)."""
    command = ["jpegtran", "-arithmetic", "-copy", "none"]
    return replace(entry, picture=subprocess.run(command, input=entry.picture, capture_output=True, check=True).stdout)


def write_packs(entries: list[Entry], out: Path, most_bytes: int) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    members: list[Entry] = []

    def close() -> None:
        path = out / f"pack-{len(written):02}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            lines = io.StringIO()
            table = csv.writer(lines)
            table.writerow(["file", "dataset", "fake", "group", "margin", "part"])
            for number, entry in enumerate(members):
                name = f"{number:06}.jpg"
                archive.writestr(name, entry.picture)
                table.writerow([name, entry.dataset, int(entry.fake), entry.group, entry.margin, part_of(entry.group)])
            archive.writestr("manifest.csv", lines.getvalue())
        written.append(path)
        members.clear()

    size = 0
    for entry in sorted(entries, key=lambda one: one.rank):
        # With the zip's two headers and the line of the manifest.
        more = len(entry.picture) + 200
        if size + more > most_bytes and members:
            close()
            size = 0
        members.append(entry)
        size += more
    if members:
        close()
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--more", type=Path, required=True, help="folder with the sets and their manifest.csv")
    parser.add_argument("--canvases", type=Path, required=True, help="what training.data.canvases wrote")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--megabytes", type=float, default=58)
    chosen = parser.parse_args()
    rng = random.Random(SEED)
    entries = _whole(chosen.more, rng) + _cut(chosen.canvases, rng)
    with ThreadPoolExecutor(4) as threads:
        entries = list(threads.map(squeezed, entries))
    for path in write_packs(entries, chosen.out, int(chosen.megabytes * 2**20)):
        print(path, path.stat().st_size)


if __name__ == "__main__":
    main()
