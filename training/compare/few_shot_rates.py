"""Chooses the rates of `training.compare.few_shot` without a target: `python3 -m training.compare.few_shot_rates --checkpoint FILE`.

DFDC's validation faces, under H.264 at quantiser 34, take the target's place. Prints a line for each network and rate.
"""
from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from ..data.crops import Crop
from ..data.manifest import LABELLED, indices_of, read_manifest
from ..data.picture_store import open_store
from ..networks.runtime import prepare_cpu
from ..signal.coding import H264_34
from .few_shot import SHIPPED, WHOLE, Target, measure_target
from .fine_tune import from_checkpoint, from_shipped

RATES = (1e-4, 3e-4, 1e-3)
FACE_DRAWS = 3


def rehearsal(data: Path, work: Path, cache: Path) -> Target:
    """The validation faces as a target, every face a video of its own."""
    faces = read_manifest(data, LABELLED)
    pictures, indices = open_store(data, faces, work), indices_of(faces, "validation")
    coded = H264_34([np.asarray(pictures[index]) for index in indices])
    return Target([Crop(face.path, face.fake, face.group, LABELLED, "", face.path) for face in (faces[index] for index in indices)], np.stack(coded), cache)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True, help=f"trained {WHOLE}")
    parser.add_argument("--models", type=Path, default=Path("models/detector"), help="folder of the network that ships")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder that holds manifest.csv")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "ff-train", help="scratch")
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    prepare_cpu(chosen.threads)
    cache = chosen.work / "few-shot"
    cache.mkdir(parents=True, exist_ok=True)
    target = rehearsal(chosen.data, chosen.work, cache)
    for start in (from_checkpoint(WHOLE, "one training", chosen.checkpoint), from_shipped(SHIPPED, chosen.models, chosen.threads)):
        for rate in RATES:
            for one in measure_target(target, [replace(start, rate=rate)], face_draws=FACE_DRAWS, draws=1)["image"]:
                print(f"{start.name} at {rate:g}, {one['faces']} faces: AUC {one['auc']:.3f} ± {one['spread'] or 0:.3f}, loss {one['loss']}", flush=True)


if __name__ == "__main__":
    main()
