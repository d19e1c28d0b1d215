"""Processes that make items, and the ring of items on the device that trains.

The cores make fewer items a second than a GPU trains on, so each is shown several times, every time with another crop and look
(signal/finishing.py). Which items are there at a step depends on the cores' speed: a run cannot be repeated to the bit.
"""
from __future__ import annotations

import contextlib
import multiprocessing
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Mapping, Sequence

import cv2
import numpy as np
import torch

from .items import FINE, PAIRS, Item, ItemMaker, open_maker, the_maker
from .store import Store

SLOTS, MOST_SIDE = 96, 320
PICTURE_BYTES, MASK_BYTES = 2 * PAIRS * MOST_SIDE**2 * 3, 2 * PAIRS * FINE**2


def _work(rank: int, work: Path, slots: Path, kinds: list[str], shares: list[float], seed: int, free: Any, ready: Any) -> None:
    cv2.setNumThreads(0)
    torch.set_num_threads(1)
    maker = ItemMaker(Store(work))
    memory = np.memmap(slots, np.uint8, "r+", shape=(SLOTS, PICTURE_BYTES + MASK_BYTES))
    rng = np.random.default_rng([seed, rank])
    while (slot := free.get()) is not None:
        item = maker.make(str(rng.choice(kinds, p=shares)), rng)
        memory[slot, :item.pictures.size] = item.pictures.reshape(-1)
        memory[slot, PICTURE_BYTES:] = item.masks.reshape(-1)
        ready.put((slot, item.pictures.shape[2], item.known, item.margin, item.paired, item.dataset, item.kind))


@dataclass
class Held:
    """An item on the device: pictures uint8 [2 * pairs, 3, side, side], masks uint8 [2 * pairs, 56, 56], known bool [2 * pairs]."""

    pictures: torch.Tensor
    masks: torch.Tensor
    known: torch.Tensor
    margin: float
    paired: bool
    dataset: str
    kind: str


def _on_device(pictures: torch.Tensor, masks: torch.Tensor, known: np.ndarray, margin: float, paired: bool, dataset: str, kind: str, device: torch.device) -> Held:
    side = pictures.shape[2]
    return Held(
        pictures.reshape(-1, side, side, 3).to(device).permute(0, 3, 1, 2), masks.reshape(-1, FINE, FINE).to(device),
        torch.from_numpy(known.reshape(-1)).to(device), margin, paired, dataset, kind)


class Ring:
    """The items at hand, by kind. kinds: share of each; capacity: items in all, at least `least` of a kind. arrived: how many ever came."""

    def __init__(self, kinds: Mapping[str, float], capacity: int, least: int):
        total = sum(kinds.values())
        self.names, self.shares = list(kinds), [share / total for share in kinds.values()]
        self.room = {name: max(least, round(capacity * share)) for name, share in zip(self.names, self.shares)}
        self.ring: dict[str, list[Held]] = {name: [] for name in self.names}
        self.arrived = 0

    def put(self, item: Held) -> None:
        """Takes an item, in the place of another where there is no room."""
        ring, room = self.ring[item.kind], self.room[item.kind]
        if len(ring) < room:
            ring.append(item)
        else:
            ring[self.arrived % room] = item
        self.arrived += 1

    def draw(self, kind: str, rng: np.random.Generator) -> Held:
        ring = self.ring[kind]
        return ring[int(rng.integers(len(ring)))]


class Feeder(Ring):
    """Starts the processes; nothing else of the program may have used the GPU before (they are forked).

    kinds: share of the items of each kind. capacity: items that the ring holds in all.
    """

    def __init__(self, work: Path, kinds: dict[str, float], processes: int, seed: int, capacity: int = 1600):
        super().__init__(kinds, capacity, least=8)
        context: BaseContext = multiprocessing.get_context("fork")
        slots = work / "slots.u8"
        self.memory = np.memmap(slots, np.uint8, "w+", shape=(SLOTS, PICTURE_BYTES + MASK_BYTES))
        self.free, self.ready = context.Queue(), context.Queue()
        for slot in range(SLOTS):
            self.free.put(slot)
        self.processes = [context.Process(target=_work, args=(rank, work, slots, self.names, self.shares, seed, self.free, self.ready), daemon=True) for rank in range(processes)]
        for process in self.processes:
            process.start()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, device: torch.device) -> None:
        """Begins to fill the ring on `device`."""
        self._thread = threading.Thread(target=self._fill, args=(device,), daemon=True)
        self._thread.start()

    def _fill(self, device: torch.device) -> None:
        stream = torch.cuda.Stream(device) if device.type == "cuda" else None
        while not self._stop.is_set():
            slot, side, known, margin, paired, dataset, kind = self.ready.get()
            memory = self.memory[slot]
            pictures = torch.from_numpy(memory[:2 * PAIRS * side * side * 3].reshape(2, PAIRS, side, side, 3))
            masks = torch.from_numpy(memory[PICTURE_BYTES:].reshape(2, PAIRS, FINE, FINE))
            with torch.cuda.stream(stream) if stream else contextlib.nullcontext():
                if stream:
                    pictures, masks = pictures.pin_memory(), masks.pin_memory()
                else:
                    pictures, masks = pictures.clone(), masks.clone()
                item = _on_device(pictures, masks, known, margin, paired, dataset, kind, device)
            if stream:
                stream.synchronize()
            self.free.put(slot)
            self.put(item)

    def wait(self, least: int = 2, seconds: float = 120) -> None:
        """Returns when every kind has `least` items. Raises TimeoutError after `seconds`, RuntimeError if a process died."""
        until = time.monotonic() + seconds
        while any(len(ring) < least for ring in self.ring.values()):
            if any(not process.is_alive() for process in self.processes):
                raise RuntimeError("a process that makes items died; its error stands above")
            if time.monotonic() > until:
                raise TimeoutError(f"after {seconds:g} s there are {({name: len(ring) for name, ring in self.ring.items()})}")
            time.sleep(0.05)

    def close(self) -> None:
        self._stop.set()
        for process in self.processes:
            process.terminate()


class Turns(Ring):
    """Items for a network that trains on the same cores: they are made while it waits, a few at a time, and each is shown `shows` times.

    Otherwise as `Feeder`. A context manager. shows: how often an item is drawn, on average; batch: items made in one turn; capacity: of the ring.
    """

    def __init__(self, work: Path, kinds: Mapping[str, float], processes: int, seed: int, shows: float = 2, batch: int = 24, capacity: int = 144):
        super().__init__(kinds, capacity, least=2)
        self._rng, self._seed, self._shows, self._batch = np.random.default_rng([seed, 1]), seed, shows, batch
        self._pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), open_maker, (work,))
        self.making, self._drawn = 0.0, 0
        # The first items: two of each kind, then as the shares say.
        self._make([kind for kind in kinds for _ in range(2)])

    def _make(self, kinds: Sequence[str]) -> None:
        began = time.monotonic()
        tasks = [(str(kind), [self._seed, self.arrived + number]) for number, kind in enumerate(kinds)]
        for item in self._pool.map(_item, tasks):
            pictures, masks = torch.from_numpy(item.pictures), torch.from_numpy(item.masks)
            self.put(_on_device(pictures, masks, item.known, item.margin, item.paired, item.dataset, item.kind, torch.device("cpu")))
        self.making += time.monotonic() - began

    def draw(self, kind: str, rng: np.random.Generator) -> Held:
        if self._drawn >= self._shows * self.arrived:
            self._make(self._rng.choice(self.names, self._batch, p=self.shares))
        self._drawn += 1
        return super().draw(kind, rng)

    def __enter__(self) -> Turns:
        return self

    def __exit__(self, *_: Any) -> None:
        self._pool.shutdown()


def _item(task: tuple[str, list[int]]) -> Item:
    kind, seed = task
    return the_maker().make(kind, np.random.default_rng(seed))
