"""Training faces drawn once and kept, so that all networks that are compared see the same ones in the same order."""
from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Mapping

import numpy as np
import torch

from ..signal.crop import COMPARED_SIZE
from ..signal.finishing import View, show
from .items import PAIRS, ItemMaker, open_maker, the_maker

# Items whose pairs are mixed among the batches of a chunk, and the pairs that they hold.
ITEMS = 8
CHUNK_PAIRS = ITEMS * PAIRS

Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


def make_chunk(maker: ItemMaker, kinds: Mapping[str, float], seed: int, number: int) -> dict[str, np.ndarray]:
    """A function of seed and number: faces uint8 [2, pairs, 3, 128, 128], the genuine ones first, masks float16 [2, pairs, 8, 8],
    known bool [2, pairs], and the kind of item of each pair."""
    rng = np.random.default_rng([seed, number])
    generator = torch.Generator().manual_seed(int(rng.integers(2**31)))
    shares = np.array(list(kinds.values()))
    faces, masks, known, names = [], [], [], rng.choice(list(kinds), ITEMS, p=shares / shares.sum())
    for kind in names:
        item = maker.make(str(kind), rng)
        pictures = torch.from_numpy(item.pictures).flatten(0, 1).permute(0, 3, 1, 2)
        shown = show(pictures, torch.from_numpy(item.masks).flatten(0, 1), item.margin, View(COMPARED_SIZE), generator)
        faces.append(shown.faces.byte().unflatten(0, (2, PAIRS)))
        masks.append(shown.masks.half().unflatten(0, (2, PAIRS)))
        known.append(item.known)
    order = rng.permutation(CHUNK_PAIRS)
    return {"faces": torch.cat(faces, 1).numpy()[:, order], "masks": torch.cat(masks, 1).numpy()[:, order],
            "known": np.concatenate(known, 1)[:, order], "kinds": names.repeat(PAIRS)[order]}


def _write(task: tuple[Path, Mapping[str, float], int, int]) -> None:
    path, kinds, seed, number = task
    beside = path.with_suffix(".partial.npz")
    np.savez(beside, **make_chunk(the_maker(), kinds, seed, number))
    os.replace(beside, path)


def draw(work: Path, folder: Path, kinds: Mapping[str, float], samples: int, seed: int = 1, processes: int = 2) -> None:
    """Draws what is missing of at least `samples` faces of the store in `work` into `folder`. kinds: share of the items of each kind."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:05}.npz" for number in range(-(-samples // (2 * CHUNK_PAIRS)))]
    missing = [(path, kinds, seed, number) for number, path in enumerate(paths) if not path.exists()]
    if missing:
        with ProcessPoolExecutor(processes, get_context("spawn"), open_maker, (work,)) as pool:
            for done, _ in enumerate(pool.map(_write, missing), 1):
                if done % 10 == 0 or done == len(missing):
                    print(f"drawn: {len(paths) - len(missing) + done} of {len(paths)} chunks", flush=True)


class DrawnBatches(torch.utils.data.Dataset):
    """Batches of what `draw` left in a folder, from the first to the last and again.

    Item: faces uint8 [2 * pairs, 3, 128, 128], the reals first; labels float32 [2 * pairs], 1 = fake; blend masks float32
    [2 * pairs, 8, 8], 0…1; whether the mask is known, float32 [2 * pairs], 0 or 1.
    """

    def __init__(self, folder: Path, pairs: int = 8):
        self.paths = sorted(path for path in folder.glob("?????.npz"))
        if not self.paths:
            raise ValueError(f"{folder} holds no drawn faces; training.compare.compare draws them")
        self.pairs = pairs
        self._chunk = lru_cache(maxsize=2)(lambda number: dict(np.load(self.paths[number])))

    def __len__(self) -> int:
        return 2**31

    def __getitem__(self, step: int) -> Batch:
        number, place = divmod(step, CHUNK_PAIRS // self.pairs)
        chunk = self._chunk(number % len(self.paths))
        rows = slice(place * self.pairs, (place + 1) * self.pairs)
        faces, masks, known = (torch.from_numpy(chunk[name][:, rows]).flatten(0, 1) for name in ("faces", "masks", "known"))
        labels = torch.arange(2, dtype=torch.float32).repeat_interleave(self.pairs)
        return faces, labels, masks.float(), known.float()
