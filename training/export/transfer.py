"""Fits the transfer that adaptation uses and writes models/replay/transfer.*: `python3 -m training.export.transfer --from CHECKPOINT --work WORK`.

Faces of the training part are seen clean and under drawn damages: lossy coding, lower resolution, blur, grain, or two in a row. It covers one
source under damage, not other cameras or other people. Prints JSON.
"""
from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch

from ..adapt.at_cut import values_at_cut
from ..adapt.transfer import Seen, Transfer, fit, tensors_of
from ..data.manifest import LABELLED
from ..data.store import Store
from ..networks.checkpoint import load_average
from ..networks.graph import graph_of
from ..networks.runtime import prepare_cpu
from ..networks.shipped import ShippedNetwork
from ..signal.crop import whole_crop
from ..signal.damage import Damage, draw_damages
from .checksums import write_checksums

SEED = 20261127
FACES, DAMAGES, FACES_OF_DAMAGE = 2000, 224, 110


class Seeing:
    """Faces of the training part as the network sees them."""

    def __init__(self, network: ShippedNetwork, store: Store):
        self.network, self.store = network, store
        rng = np.random.default_rng(SEED)
        half = [rng.permutation(store.chosen("train", LABELLED, fake))[:FACES // 2] for fake in (False, True)]
        self.indices = [int(number) for number in rng.permutation(np.concatenate(half))]
        if len(self.indices) < FACES:
            raise ValueError(f"the store has {len(self.indices)} faces of {LABELLED} to train on; {FACES} are needed, half of each class")
        self.fake = torch.from_numpy(store.fake[self.indices])

    def see(self, faces: np.ndarray, damages: list[Damage]) -> Seen:
        shown = []
        for face in faces:
            picture = self.store.picture(self.indices[face])
            for damage in damages:
                picture = damage(picture)
            shown.append(whole_crop(picture))
        return Seen(values_at_cut(self.network, np.stack(shown)), torch.from_numpy(faces))


_seeing: Seeing | None = None


def _open(checkpoint: Path, work: Path) -> None:
    global _seeing
    prepare_cpu(1)
    network, _ = load_average(checkpoint)
    _seeing = Seeing(ShippedNetwork(graph_of(network)), Store(work))


def _see(number: int | None) -> Seen:
    """The faces under the damages of one number; null: all of them as they are."""
    assert _seeing is not None
    if number is None:
        return _seeing.see(np.arange(FACES), [])
    chosen = np.random.default_rng([SEED, number, 1]).choice(FACES, FACES_OF_DAMAGE, replace=False)
    return _seeing.see(chosen, draw_damages(number))


def write(folder: Path, transfer: Transfer, model_version: str) -> None:
    """transfer.json and transfer.bin: tensors in half precision, as tfjs reads them."""
    entries, data = [], b""
    for name, values in tensors_of(transfer).items():
        entries.append({"name": name, "shape": list(values.shape), "dtype": "float32", "quantization": {"dtype": "float16", "original_dtype": "float32"}})
        data += values.astype("<f2").tobytes()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "transfer.json").write_text(json.dumps({"version": 2, "modelVersion": model_version, "weights": entries}) + "\n")
    (folder / "transfer.bin").write_bytes(data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="checkpoint", type=Path, required=True, help="the trained network (training/README.md)")
    parser.add_argument("--work", type=Path, required=True, help="what training.data.store wrote")
    parser.add_argument("--models", type=Path, default=Path("models"), help="the folder whose replay/transfer.* and checksums.json are written")
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    prepare_cpu(chosen.processes)
    network, _ = load_average(chosen.checkpoint)
    fake = Seeing(ShippedNetwork(graph_of(network)), Store(chosen.work)).fake
    with ProcessPoolExecutor(chosen.processes, initializer=_open, initargs=(chosen.checkpoint, chosen.work)) as pool:
        clean, *sets = pool.map(_see, [None, *range(DAMAGES)])
    untouched = Seen(clean.values[::FACES // FACES_OF_DAMAGE], clean.faces[::FACES // FACES_OF_DAMAGE])
    transfer, report = fit(clean.values, fake, [*sets, untouched])
    version = json.loads((chosen.models / "detector" / "calibration.json").read_text())["modelVersion"]
    write(chosen.models / "replay", transfer, version)
    write_checksums(chosen.models)
    print(json.dumps({"damages": len(sets), "faces": FACES, **report}, indent=1))


if __name__ == "__main__":
    main()
