"""Reads weights in tfjs form: a manifest of tensors, some stored as affine-quantised uint8, and their bytes."""
from __future__ import annotations

from typing import Any, Iterable

import numpy as np

BYTES = {"float32": 4, "uint8": 1, "uint16": 2, "float16": 2}


def unpack(entries: Iterable[dict[str, Any]], data: bytes) -> dict[str, np.ndarray]:
    """Tensors by name as float32. entries: the `weights` of a tfjs weights manifest, in the order of `data`.

    Raises ValueError if the bytes are fewer or more than the manifest says.
    """
    tensors: dict[str, np.ndarray] = {}
    position = 0
    for entry in entries:
        packing = entry.get("quantization", {})
        stored = packing.get("dtype", entry["dtype"])
        count = int(np.prod(entry["shape"], dtype=np.int64))
        last = position + count * BYTES[stored]
        if last > len(data):
            raise ValueError(f"the weights end before {entry['name']!r}")
        values = np.frombuffer(data[position:last], stored).astype(np.float32)
        if "scale" in packing:
            values = values * np.float32(packing["scale"]) + np.float32(packing["min"])
        tensors[entry["name"]] = values.reshape(entry["shape"])
        position = last
    if position != len(data):
        raise ValueError(f"{len(data) - position} bytes of weights are not in the manifest")
    return tensors
