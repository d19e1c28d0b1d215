"""What a network says of all held-out sets, run as it ships: `python3 -m training.measure.scores --checkpoint FILE --work DIR --out scores.npz`.

Keys are `part|set|coding|crop|what`. logits, mirrored (of the mirror image), fields (mean mask logit of the most suspicious eighth): float32
[count]. For the nominal crop as stored and through H.264 also features float16 [count, n], sharpness and noise. Once a set: `part|set|fake`
and `part|set|groups`.
"""
from __future__ import annotations

import argparse
import json
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch

from ..data.store import Store
from ..networks.checkpoint import load_average
from ..networks.graph import Graph, graph_of
from ..networks.inputs import normalise
from ..networks.shipped import ShippedNetwork
from ..signal.coding import BLURS, CODINGS, NOISES
from ..signal.finishing import View, nominal
from ..signal.noise import noise
from ..signal.sharpness import sharpness
from . import held_out
from .held_out import CROPS
from .metrics import auc
from .score_file import CLIPS

SUSPICIOUS_SHARE = 1 / 8
MOST = {"DFDC": 300, "OpenForensics": 300, "UTKFace": 120, "All-Age-Faces": 120, "portraits": 120, "blends DFDC": 80, "blends All-Age-Faces": 80,
        "blends portraits": 80, "drawn anew": 100, "rebuilt": 40}
# Crops of each face by coding: several make a clip of a still.
PLAN = {
    "validation": {"as is": 3, "H.264, quantiser 34": 2, "H.264, quantiser 40": 1, "half size, JPEG 70": 1},
    "test": {"as is": 1, "H.264, quantiser 34": 1, "H.264, quantiser 40": 1},
}
# One validation set tells when a face is too blurred or too noisy.
QUALITY_OF, QUALITY = "DFDC", {f"{kind} {sigma:g}": 1 for kind, sigmas in (("blur", BLURS), ("noise", NOISES)) for sigma in sigmas}


def suspicious(masks: np.ndarray) -> np.ndarray:
    """Mean mask logit of the most suspicious eighth of the fields, [count]. masks: [count, cells, cells]."""
    flat = np.sort(masks.reshape(len(masks), -1), 1)
    return flat[:, -round(flat.shape[1] * SUSPICIOUS_SHARE):].mean(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    begun = time.monotonic()
    store = Store(chosen.work)
    network, contents = load_average(chosen.checkpoint)
    graph, view = graph_of(network), View(**contents["settings"]["view"])
    found: dict[str, np.ndarray] = {}
    prepared = [(part, _at_most(held)) for part in PLAN for held in held_out.build(store, part)]
    jobs = []
    with held_out.coding_pool(chosen.processes) as pool:
        for part, held in prepared:
            found[f"{part}|{held.name}|fake"], found[f"{part}|{held.name}|groups"] = held.fake, held.groups
            for coding in CODINGS:
                plan = PLAN[part] | (QUALITY if (part, held.name) == ("validation", QUALITY_OF) else {})
                crops = plan.get(coding.name, 0)
                pictures = held_out.coded(held, coding, pool) if crops else None
                jobs += [(part, held, coding.name, number, pictures) for number in range(crops)]
    with ProcessPoolExecutor(chosen.processes, initializer=_load, initargs=(graph, view)) as pool:
        tasks = [(pictures, held.margin, CROPS[number], number == 0 and (coding in CLIPS or coding in QUALITY)) for _, held, coding, number, pictures in jobs]
        for (part, held, coding, number, _), said in zip(jobs, pool.map(_score, tasks)):
            for what, values in said.items():
                found[f"{part}|{held.name}|{coding}|{number}|{what}"] = values
            if number == 0:
                line = {name: round(auc(values, held.fake), 4) for name, values in {
                    "one look": said["logits"], "two": said["logits"] + said["mirrored"], "with fields": said["logits"] + said["mirrored"] + 2 * said["fields"]}.items()}
                print(json.dumps({"at": round(time.monotonic() - begun), "part": part, "set": held.name, "count": len(held.fake), "coding": coding, **line}), flush=True)
            np.savez_compressed(chosen.out, **found)


def _at_most(held: held_out.HeldSet) -> held_out.HeldSet:
    order = np.random.default_rng(1).permutation(len(held.fake))[:MOST.get(held.name, len(held.fake))]
    kept = np.sort(order)
    return held_out.HeldSet(held.name, held.pictures[kept], held.fake[kept], held.groups[kept], held.margin)


_network: tuple[ShippedNetwork, View] | None = None


def _load(graph: Graph, view: View) -> None:
    global _network
    torch.set_num_threads(1)
    _network = ShippedNetwork(graph), view


def _score(task: tuple[np.ndarray, float, tuple[float, float, float], bool]) -> dict[str, np.ndarray]:
    assert _network is not None
    network, view = _network
    pictures, margin, (scale, aside, down), with_features = task
    parts: dict[str, list[np.ndarray]] = {}
    for first in range(0, len(pictures), 16):
        shown = torch.from_numpy(pictures[first:first + 16]).permute(0, 3, 1, 2)
        faces = normalise(nominal(shown, margin, view, scale, (aside, down)))
        (logits, features, masks), (mirrored, mirrored_features, mirrored_masks) = network(faces), network(faces.flip(3))
        parts.setdefault("logits", []).append(logits.numpy())
        parts.setdefault("mirrored", []).append(mirrored.numpy())
        parts.setdefault("fields", []).append(suspicious(0.5 * (masks + mirrored_masks.flip(2)).numpy()))
        if with_features:
            shown = faces.add(1).mul(127.5).round().byte().permute(0, 2, 3, 1).numpy()
            parts.setdefault("sharpness", []).append(np.array([sharpness(face) for face in shown]))
            parts.setdefault("noise", []).append(np.array([noise(face) for face in shown]))
            parts.setdefault("features", []).append((0.5 * (features + mirrored_features)).numpy().astype(np.float16))
    return {what: np.concatenate(values) for what, values in parts.items()}


if __name__ == "__main__":
    main()
