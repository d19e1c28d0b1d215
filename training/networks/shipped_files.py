"""Reads the network that ships from its files, a tfjs layers-model as `export/layers_model.py` writes it."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from .graph import Graph, Kind, Layer
from .packed_weights import unpack

KINDS: dict[str, Kind] = {"Conv2D": "conv", "DepthwiseConv2D": "depthwise", "Add": "add", "MaxPooling2D": "maxpool",
                          "GlobalAveragePooling2D": "mean", "Dense": "dense"}


def _layer(entry: dict[str, Any], weights: dict[str, np.ndarray]) -> Layer:
    name, config = entry["name"], entry["config"]
    if entry["class_name"] not in KINDS:
        raise ValueError(f"layer {name!r} is a {entry['class_name']}, which no network that ships has")
    kind = KINDS[entry["class_name"]]
    inputs = tuple(source[0] for source in entry["inbound_nodes"][0])
    kernel = weights.get(f"{name}/depthwise_kernel" if kind == "depthwise" else f"{name}/kernel")
    stride = config["strides"][0] if kind in ("conv", "depthwise") else 1
    return Layer(name, kind, inputs, kernel, weights.get(f"{name}/bias"), stride, config.get("activation", "linear"))


def read_graph(folder: Path) -> Graph:
    """The graph in `folder`/model.json with its weights, rounded to float16 as they are stored.

    Raises ValueError for a kind of layer that no network that ships has, or if the weights are not of the model.
    """
    model = json.loads((folder / "model.json").read_text())
    [group] = model["weightsManifest"]
    tensors = unpack(group["weights"], b"".join((folder / name).read_bytes() for name in group["paths"]))
    weights = {name: values.astype(np.float16) for name, values in tensors.items()}
    config = model["modelTopology"]["model_config"]["config"]
    layers = tuple(_layer(entry, weights) for entry in config["layers"] if entry["class_name"] != "InputLayer")
    architecture = model["userDefinedMetadata"]["modelVersion"].rsplit("-", 2)[0]
    return Graph(architecture, layers, tuple(name for name, _, _ in config["output_layers"]))
