"""What the packs hold, laid out for many reading processes: `python3 -m training.data.store --packs DIR --work DIR --latent DIR`.

Writes into `work`: pictures.bin (JPEG files one after the other), index.npz, landmarks.npy, and pairs of a genuine face and its
reconstruction (latent.npy). Each call makes all of it anew.
"""
from __future__ import annotations

import argparse
import csv
import io
import zipfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
import torch

from ..networks.landmarks import INPUT, MODEL, LandmarkNetwork, find_landmarks
from ..networks.latent import Coder
from ..networks.runtime import choose_device
from .pack import WHOLE

LATENT_SIDE = 224
# Reconstructions of training faces and of held-out ones.
LATENT_FACES = {"train": 9000, "validation": 500, "test": 500}
LATENT_VARIANTS = 2
# Sides at which faces are coded: as stored, or smaller.
CODED_AT_ONCE = 16
CODED_SIDES = (128, 160, 192, 224, 224)
NOISE, MIXED = (0.0, 0.0, 0.08, 0.2, 0.4), (0.0, 0.0, 0.0, 0.12)
SEED = 20261129


@dataclass(frozen=True)
class Store:
    """Pictures by number. dataset, group, part: str [count]; fake: bool [count]; margin: float [count], side in face boxes.

    landmarks: float32 [count, 68, 2], shares of the picture's side; NaN of fakes.
    latent_of: the numbers of the faces of `latent`, uint8 [pairs, 2, 224, 224, 3], the genuine one first.
    """

    work: Path

    @cached_property
    def _index(self) -> dict[str, np.ndarray]:
        return dict(np.load(self.work / "index.npz"))

    def __getattr__(self, name: str) -> np.ndarray:
        if name in ("dataset", "group", "part", "fake", "margin", "offset", "latent_of"):
            return self._index[name]
        raise AttributeError(name)

    @cached_property
    def landmarks(self) -> np.ndarray:
        return np.load(self.work / "landmarks.npy")

    @cached_property
    def latent(self) -> np.ndarray:
        return np.load(self.work / "latent.npy", mmap_mode="r")

    @cached_property
    def _pictures(self) -> np.ndarray:
        return np.memmap(self.work / "pictures.bin", np.uint8, "r")

    def __len__(self) -> int:
        return len(self.fake)

    def picture(self, number: int) -> np.ndarray:
        """uint8 [side, side, 3], RGB, as stored."""
        data = self._pictures[self.offset[number]:self.offset[number + 1]]
        return cv2.cvtColor(cv2.imdecode(data, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)

    def chosen(self, part: str, dataset: str | None = None, fake: bool | None = None) -> np.ndarray:
        """Numbers of the pictures of one part, of one set and class where given."""
        wanted = self.part == part
        if dataset is not None:
            wanted &= self.dataset == dataset
        if fake is not None:
            wanted &= self.fake == fake
        return np.flatnonzero(wanted)


def _join(packs: list[Path], work: Path) -> None:
    columns: dict[str, list] = {"dataset": [], "group": [], "part": [], "fake": [], "margin": []}
    offsets = [0]
    with open(work / "pictures.bin", "wb") as joined:
        for pack in packs:
            with zipfile.ZipFile(pack) as archive:
                for row in csv.DictReader(io.StringIO(archive.read("manifest.csv").decode())):
                    joined.write(data := archive.read(row["file"]))
                    offsets.append(offsets[-1] + len(data))
                    for name in ("dataset", "group", "part"):
                        columns[name].append(row[name])
                    columns["fake"].append(row["fake"] == "1")
                    columns["margin"].append(float(row["margin"]))
    np.savez(work / "index.npz", offset=np.array(offsets), latent_of=np.zeros(0, int), **{name: np.array(values) for name, values in columns.items()})


_store: Store | None = None
_landmark_network: LandmarkNetwork | None = None


def _open(work: Path, landmark_model: Path) -> None:
    global _store, _landmark_network
    cv2.setNumThreads(0)
    torch.set_num_threads(1)
    _store, _landmark_network = Store(work), LandmarkNetwork(landmark_model)


def _landmarks(numbers: list[int]) -> np.ndarray:
    """Shares of the picture's side, float32 [count, 68, 2]."""
    assert _store is not None
    boxes = []
    for number in numbers:
        picture = _store.picture(number)
        side = picture.shape[0]
        edge = round(side * (1 - WHOLE / _store.margin[number]) / 2)
        boxes.append(cv2.resize(picture[edge:side - edge, edge:side - edge], (INPUT, INPUT), interpolation=cv2.INTER_AREA))
    scale = WHOLE / _store.margin[numbers][:, None, None]
    return (0.5 + (find_landmarks(np.stack(boxes), _landmark_network) - 0.5) * scale).astype(np.float32)


def _enlarged(number: int) -> np.ndarray:
    assert _store is not None
    picture = _store.picture(number)
    kernel = cv2.INTER_AREA if picture.shape[0] > LATENT_SIDE else cv2.INTER_CUBIC
    return cv2.resize(picture, (LATENT_SIDE, LATENT_SIDE), interpolation=kernel)


def _rebuild(store: Store, coder: Coder, pool: ProcessPoolExecutor) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(SEED)
    torch.manual_seed(SEED)
    numbers = np.concatenate([
        rng.permutation(store.chosen(part, fake=False))[:count] for part, count in LATENT_FACES.items()])
    numbers = np.repeat(numbers, np.where(store.part[numbers] == "train", LATENT_VARIANTS, 1))
    pictures = np.stack(list(pool.map(_enlarged, [int(number) for number in numbers], chunksize=64)))
    pairs = np.empty((len(numbers), 2, LATENT_SIDE, LATENT_SIDE, 3), np.uint8)
    for first in range(0, len(numbers), CODED_AT_ONCE):
        faces = torch.from_numpy(pictures[first:first + CODED_AT_ONCE]).to(coder.device).permute(0, 3, 1, 2).float() / 255
        side = int(rng.choice(CODED_SIDES))
        small = resized(faces, side)
        noise, mixed = (torch.tensor(rng.choice(shares, len(faces)), dtype=torch.float32, device=coder.device) for shares in (NOISE, MIXED))
        both = torch.stack([resized(small, LATENT_SIDE), resized(coder.rebuild(small, noise, mixed), LATENT_SIDE)], 1)
        pairs[first:first + CODED_AT_ONCE] = (both * 255).round().clamp(0, 255).byte().permute(0, 1, 3, 4, 2).cpu().numpy()
    return numbers, pairs


def resized(faces: torch.Tensor, side: int) -> torch.Tensor:
    """Triangle filter that widens when it shrinks, as the crop rule's."""
    if faces.shape[-1] == side:
        return faces
    return torch.nn.functional.interpolate(faces, (side, side), mode="bilinear", antialias=True, align_corners=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packs", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--latent", type=Path, required=True, help="folder with taef2_encoder.pth and taef2_decoder.pth")
    parser.add_argument("--landmark-model", type=Path, default=MODEL, help="folder of face-api's 68-point network")
    parser.add_argument("--processes", type=int, default=15)
    parser.add_argument("--device", default="auto")
    chosen = parser.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    packs = sorted(chosen.packs.rglob("pack-*.zip"))
    if not packs:
        parser.error(f"{chosen.packs} holds no pack-*.zip")
    _join(packs, chosen.work)
    store = Store(chosen.work)
    with ProcessPoolExecutor(chosen.processes, initializer=_open, initargs=(chosen.work, chosen.landmark_model)) as pool:
        landmarks = np.full((len(store), 68, 2), np.nan, np.float32)
        genuine = np.flatnonzero(~store.fake)
        parts = [genuine[first:first + 256].tolist() for first in range(0, len(genuine), 256)]
        landmarks[genuine] = np.concatenate(list(pool.map(_landmarks, parts)))
        np.save(chosen.work / "landmarks.npy", landmarks)
        numbers, pairs = _rebuild(store, Coder(chosen.latent, choose_device(chosen.device)), pool)
    np.save(chosen.work / "latent.npy", pairs)
    np.savez(chosen.work / "index.npz", **{**store._index, "latent_of": numbers})
    error = ((pairs[::50, 0].astype(float) - pairs[::50, 1]) ** 2).mean((1, 2, 3))
    sets, counts = np.unique([f"{d}{'-fake' if f else ''}" for d, f in zip(store.dataset, store.fake)], return_counts=True)
    print({"pictures": len(store), **dict(zip(sets.tolist(), counts.tolist())), "latentPairs": len(pairs),
           "latentPsnr": round(float(np.median(10 * np.log10(255**2 / np.maximum(error, 1e-3)))), 1)})


if __name__ == "__main__":
    main()
