"""All pictures of a data set, decoded once into a memory-mapped array outside the repository."""
from __future__ import annotations

import hashlib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

from .manifest import Face

SIDE = 224


def _decode(task: tuple[str, str, int, int, int]) -> None:
    """Decodes pictures `first`… of the list file into rows of the array (one process's share)."""
    array_path, list_path, count, first, last = task
    array = np.memmap(array_path, np.uint8, "r+", shape=(count, SIDE, SIDE, 3))
    paths = Path(list_path).read_text().splitlines()
    for index in range(first, last):
        picture = Image.open(paths[index]).convert("RGB")
        if picture.size[0] != picture.size[1]:
            raise ValueError(f"{paths[index]} is {picture.size}: only square face pictures can be stored")
        if picture.size != (SIDE, SIDE):
            picture = picture.resize((SIDE, SIDE), Image.BILINEAR)
        array[index] = np.asarray(picture)


def open_store(root: Path, faces: list[Face], work: Path) -> np.ndarray:
    """The pictures of `faces` as read-only uint8 [count, 224, 224, 3]; decodes them on the first call.

    work: a folder outside the repository; it holds about 150 kB a picture.
    """
    paths = "\n".join(str((root / face.path).resolve()) for face in faces)
    name = hashlib.sha256(paths.encode()).hexdigest()[:12]
    array_path, done, list_path = work / f"faces-{name}.u8", work / f"faces-{name}.done", work / f"faces-{name}.txt"
    shape = (len(faces), SIDE, SIDE, 3)
    if not done.exists():
        work.mkdir(parents=True, exist_ok=True)
        list_path.write_text(paths)
        np.memmap(array_path, np.uint8, "w+", shape=shape).flush()
        step = 1000
        tasks = [(str(array_path), str(list_path), len(faces), first, min(first + step, len(faces)))
                 for first in range(0, len(faces), step)]
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(_decode, tasks))
        done.touch()
    return np.memmap(array_path, np.uint8, "r", shape=shape)
