"""Trains a compared network on CPUs: `python3 -m training.run.train --network mobilenet --minutes 95 --imagenet FOLDER`.

The schedule follows the time used, so a slower machine ends on time with fewer steps; or, with `--samples`, the samples seen. A stopped
run goes on with `--resume`.
"""
from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from ..networks.registry import NETWORKS
from ..networks.runtime import choose_device
from .launch import Task, launch
from .trainer import Settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", choices=list(NETWORKS), default="mobilenet")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder that holds manifest.csv")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "ff-train", help="scratch, about 5 GB")
    parser.add_argument("--run", default="", help="name of a folder in --work for this run's checkpoints; the network's name if not given")
    parser.add_argument("--imagenet", type=Path, help="folder dist/models/mobilenet_v2 of the npm package nsfwjs 4.3.0")
    parser.add_argument("--start", type=Path, help="checkpoint, or training/weights/mobilenet.pt, whose averaged weights to begin with")
    parser.add_argument("--minutes", type=float, default=95.0, help="wall time the schedule is made for")
    parser.add_argument("--samples", type=int, default=0, help="faces to train on, instead of minutes: the same run on a busy machine, only slower")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--labelled-pairs", type=int, default=Settings.labelled_pairs, help="of 32 pairs a batch; the others are blends")
    parser.add_argument("--rate", type=float, default=Settings.rate)
    parser.add_argument("--processes", type=int, default=2, help="one for each core; with a GPU one trains")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="auto: a GPU if PyTorch finds one")
    parser.add_argument(
        "--bfloat16", action="store_true", help="convolutions in bfloat16: twice as fast on a processor with avx512_bf16, slower on others")
    parser.add_argument("--resume", action="store_true", help="go on from the latest checkpoint of the run")
    chosen = parser.parse_args()
    if 32 % chosen.processes or chosen.labelled_pairs % chosen.processes:
        parser.error("--processes must divide 32 and --labelled-pairs")
    settings = Settings(
        chosen.network, chosen.minutes, chosen.seed, chosen.labelled_pairs, 32 - chosen.labelled_pairs, chosen.rate,
        bfloat16=chosen.bfloat16, samples=chosen.samples)
    try:
        device = choose_device(chosen.device)
    except ValueError as error:
        parser.error(str(error))
    task = Task(settings, chosen.data, chosen.work, chosen.work / (chosen.run or chosen.network), chosen.imagenet, chosen.start, chosen.resume)
    launch([task], chosen.processes, device)


if __name__ == "__main__":
    main()
