"""Golden inputs (drawn pictures, no faces) and the network's answers to them.

With them the extension checks on the user's machine and backend that it computes what was trained.
"""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch

from ..networks.inputs import normalise
from ..networks.judge import Judge
from ..signal.crop import INPUT_SIZE

COUNT, CANDIDATES = 6, 96
TOLERANCE = 1e-3


def candidate(seed: int) -> np.ndarray:
    """A seeded picture, uint8 [128, 128, 3]: gradient, blobs, stripes or checks, noise, in random proportion."""
    rng = np.random.default_rng([20261123, seed])
    y, x = np.mgrid[0:INPUT_SIZE, 0:INPUT_SIZE] / INPUT_SIZE
    picture = np.zeros((INPUT_SIZE, INPUT_SIZE, 3))
    for channel in range(3):
        a, b, c = rng.uniform(-1, 1, 3)
        picture[..., channel] = 128 + 80 * (a * (x - 0.5) + b * (y - 0.5) + c * x * y)
    for _ in range(int(rng.integers(0, 6))):
        centre, width = rng.uniform(0.1, 0.9, 2), rng.uniform(0.03, 0.3)
        blob = np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * width**2))
        picture += blob[..., None] * rng.uniform(-120, 120, 3)
    if rng.random() < 0.5:
        cells = int(rng.choice([4, 8, 16, 32, 64]))
        checks = (np.floor(x * cells) + np.floor(y * cells)) % 2 - 0.5
        picture += checks[..., None] * rng.uniform(-100, 100, 3)
    if rng.random() < 0.6:
        picture += rng.normal(0, rng.uniform(1, 40), picture.shape)
    return np.clip(np.round(picture), 0, 255).astype(np.uint8)


def write_golden(folder: Path, network: Judge) -> None:
    """Writes golden.bin (uint8 [6, 128, 128, 3]) and golden.json; of the candidates, those that spread the logits."""
    pictures = np.stack([candidate(seed) for seed in range(CANDIDATES)])
    with torch.no_grad():
        logits, _, _ = network(normalise(torch.from_numpy(pictures).permute(0, 3, 1, 2)))
    values = logits.numpy()
    # Half precision errs in proportion to the logit, and far from faces logits can be large.
    moderate = np.argsort(np.abs(values), kind="stable")[:CANDIDATES // 2]
    order = moderate[np.argsort(values[moderate], kind="stable")]
    chosen = order[np.linspace(0, len(order) - 1, COUNT).round().astype(int)]
    # Computed again by themselves: the expected values must not depend on the batch.
    with torch.no_grad():
        logits, features, masks = network(normalise(torch.from_numpy(pictures[chosen]).permute(0, 3, 1, 2)))
    (folder / "golden.bin").write_bytes(pictures[chosen].tobytes())
    (folder / "golden.json").write_text(json.dumps({
        "inputs": "golden.bin",
        "shape": [COUNT, INPUT_SIZE, INPUT_SIZE, 3],
        "logits": [round(float(value), 6) for value in logits],
        "featureHead": [[round(float(value), 6) for value in row[:8]] for row in features],
        **({} if masks is None else {"masks": [[round(float(value), 6) for value in mask.flatten()] for mask in masks]}),
        "tolerance": TOLERANCE,
    }, indent=1) + "\n")
