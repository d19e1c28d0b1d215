"""Leave-one-source-out comparison, then the final run with the winner: `python3 -m training.run.grid --work DIR --out DIR --starts DIR`.

Each arm trains without one labelled set, for equal time, and is measured on that set; the arm with the best average of mean and worst AUC
trains on everything. `--arm` skips the comparison. Writes grid.json, final.pt (averaged weights in float16) and log.jsonl.
"""
from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from ..data.feeder import Feeder
from ..data.store import Store
from ..measure import held_out
from ..measure.metrics import auc
from ..networks.checkpoint import save_weights
from ..networks.registry import build
from ..networks.runtime import choose_device
from ..signal.coding import AS_IS, H264_34
from ..signal.finishing import View
from .fit import MIXTURE, Settings, fit, without

LEFT_OUT = {"dfdc-faces": ("DFDC",), "openforensics": ("OpenForensics",), "ciplab": ("ciplab",)}
UNSEEN = ("rebuilt", "drawn anew")
SIZE = Settings()
ARMS = {
    "mobilenet 128": replace(SIZE, network="mobilenet", view=View(128)),
    "128": replace(SIZE, view=View(128)),
    "192": SIZE,
    "192, 1.3 boxes": replace(SIZE, view=View(192, 1.3)),
    "224": replace(SIZE, view=View(224)),
    "224, 1.3 boxes": replace(SIZE, view=View(224, 1.3)),
    "192, pairs and level": replace(SIZE, rank=0.5, level=0.1),
    "192, pairs, level and domain": replace(SIZE, rank=0.5, level=0.1, domain=0.3),
    "224, pairs and level": replace(SIZE, view=View(224), rank=0.5, level=0.1),
    "224, pairs, level and domain": replace(SIZE, view=View(224), rank=0.5, level=0.1, domain=0.3),
}


class Bench:
    """Held-out sets under the codings that arms are compared by, and those of training data that a left-out set makes unseen."""

    def __init__(self, store: Store, pool: Any):
        self.sets: dict[tuple[str, str], tuple[np.ndarray, held_out.HeldSet]] = {}
        for held in held_out.build(store, "validation", ["DFDC", "OpenForensics", "ciplab", "blends All-Age-Faces", "latent DFDC", *UNSEEN]):
            self._add(held, pool)
        for dataset, (name,) in LEFT_OUT.items():
            if dataset == "dfdc-faces":
                continue
            numbers = np.random.default_rng(5).permutation(store.chosen("train", dataset))[:1500]
            self._add(held_out.faces_of(store, f"{name}, training part", np.sort(numbers)), pool)

    def _add(self, held: held_out.HeldSet, pool: Any) -> None:
        for coding in (AS_IS, H264_34):
            self.sets[held.name, coding.name] = held_out.coded(held, coding, pool), held

    def measure(self, network: nn.Module, view: View, left_out: str | None) -> dict[str, float]:
        """AUC by set and coding; what belongs to the training data of this run is left out."""
        found = {}
        for (name, coding), (pictures, held) in self.sets.items():
            if name.endswith(", training part") and (left_out is None or not name.startswith(LEFT_OUT[left_out][0])):
                continue
            found[f"{name}, {coding}"] = round(auc(held_out.score(network, pictures, held.margin, view), held.fake), 4)
        return found

    @staticmethod
    def of_left_out(found: dict[str, float], left_out: str) -> float:
        """Mean AUC on the set that was left out."""
        return float(np.mean([value for name, value in found.items() if name.startswith(LEFT_OUT[left_out][0])]))


def fresh(name: str, starts: Path, device: torch.device) -> nn.Module:
    """A new network, with the weights of `starts`/NAME.pt where there are any."""
    network = build(name)
    if (starts / f"{name}.pt").exists():
        network.load_state_dict(torch.load(starts / f"{name}.pt", map_location="cpu"), strict=False)
    return network.to(device, memory_format=torch.channels_last)


def choose(results: dict[str, dict[str, Any]]) -> str:
    """The arm with the best mean of the mean and the worst over the sets left out."""
    def value(arm: str) -> float:
        aucs = [result["leftOut"] for result in results[arm].values()]
        return float(np.mean(aucs) + np.min(aucs)) / 2
    return max(results, key=value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="what training.data.store wrote")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--starts", type=Path, required=True, help="folder with NETWORK.pt, weights to start from")
    parser.add_argument("--grid-seconds", type=float, default=0, help="of each run of the comparison; 0: none")
    parser.add_argument("--arms", type=lambda text: text.split(";"), default=list(ARMS))
    parser.add_argument("--arm", help="what trains on everything; the winner if not given")
    parser.add_argument("--final-seconds", type=float, default=300)
    parser.add_argument("--processes", type=int, default=15)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="a few faces of each set: to try the command")
    chosen = parser.parse_args()
    begun = time.monotonic()
    chosen.out.mkdir(parents=True, exist_ok=True)
    log = open(chosen.out / "log.jsonl", "a")

    def say(line: dict[str, Any]) -> None:
        text = json.dumps({"at": round(time.monotonic() - begun, 1), **line})
        print(text, flush=True)
        print(text, file=log, flush=True)

    if chosen.quick:
        held_out.FACES, held_out.RENDERED_CODE = 24, 100
    store = Store(chosen.work)
    pool = held_out.coding_pool(chosen.processes)
    bench = Bench(store, pool)
    say({"bench": len(bench.sets)})
    pool.shutdown()
    feeder = Feeder(chosen.work, MIXTURE, chosen.processes, chosen.seed)
    device = choose_device(chosen.device)
    if device.type == "cuda":
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    feeder.start(device)
    feeder.wait()
    say({"items": feeder.arrived})
    results: dict[str, dict[str, Any]] = {}
    # The GPU chooses kernels in the first steps of a network at a size; no arm pays for that time.
    used = [ARMS[arm] for arm in (chosen.arms if chosen.grid_seconds else [chosen.arm])]
    for settings in {(one.network, one.view): one for one in used}.values():
        fit(fresh(settings.network, chosen.starts, device), feeder, MIXTURE, replace(settings, steps=3))
    say({"warm": True, "items": feeder.arrived})
    if chosen.grid_seconds:
        for left_out in LEFT_OUT:
            for arm in chosen.arms:
                settings = replace(ARMS[arm], seconds=chosen.grid_seconds, seed=chosen.seed, average_decay=0.99)
                network, samples = fit(fresh(settings.network, chosen.starts, device), feeder, without(MIXTURE, left_out), settings)
                found = bench.measure(network, settings.view, left_out)
                results.setdefault(arm, {})[left_out] = {"leftOut": round(bench.of_left_out(found, left_out), 4), "samples": samples, **found}
                say({"arm": arm, "without": left_out, "items": feeder.arrived, **results[arm][left_out]})
                (chosen.out / "grid.json").write_text(json.dumps(results, indent=1))
    arm = chosen.arm or choose(results)
    say({"chosen": arm})
    if chosen.final_seconds:
        settings = replace(ARMS[arm], seconds=chosen.final_seconds, seed=chosen.seed)
        network = fresh(settings.network, chosen.starts, device)

        def keep(state: dict[str, torch.Tensor], samples: int, name: str = "latest.pt") -> None:
            save_weights(chosen.out / name, {"average": state, "settings": asdict(settings), "samples": samples})

        network, samples = fit(network, feeder, MIXTURE, settings, say, keep)
        keep(network.state_dict(), samples, "final.pt")
        say({"final": arm, "samples": samples, **bench.measure(network, settings.view, None)})
    feeder.close()


if __name__ == "__main__":
    main()
