"""Averages the weights of two checkpoints of one lineage: `python3 -m training.soup FIRST SECOND --share 0.5 --out best.pt`.

A run that started from another's weights lies in the same basin, and their mean is often better than either (model soups,
Wortsman et al. 2022). `python3 -m training.soup` prints what validation says of both and of the mean.
"""
from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

import torch

from .checkpoint import load_average, save
from .runtime import prepare_cpu
from .sources import open_sources
from .validation import Validation


def mean_of(first: dict[str, Any], second: dict[str, Any], share: float) -> dict[str, Any]:
    """The second checkpoint with `share` (0…1) of its averaged weights and the rest of the first's.

    Raises ValueError if the two are not of one network.
    """
    if first["settings"]["network"] != second["settings"]["network"]:
        raise ValueError(f"{first['settings']['network']} and {second['settings']['network']} have no mean")
    ours, theirs = second["average"], first["average"]
    average = {name: torch.lerp(theirs[name].float(), value.float(), share) if value.dtype.is_floating_point else value
               for name, value in ours.items()}
    return {**second, "average": average, "mean_of": {"samples": [first["samples"], second["samples"]], "share": share}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path, help="a run that started from the first")
    parser.add_argument("--share", type=float, default=0.5, help="of the second, 0 to 1")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder that holds manifest.csv")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "ff-train", help="scratch, about 5 GB")
    chosen = parser.parse_args()
    prepare_cpu(2)
    (_, first), (_, second) = load_average(chosen.first), load_average(chosen.second)
    save(chosen.out, mean_of(first, second, chosen.share))
    validation = Validation(open_sources(chosen.data, chosen.work))
    for path in (chosen.first, chosen.second, chosen.out):
        print(path, {name: round(value, 4) for name, value in validation.measure(load_average(path)[0]).items()}, flush=True)


if __name__ == "__main__":
    main()
