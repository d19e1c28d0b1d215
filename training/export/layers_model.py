"""Writes a tfjs layers-model (model.json and weights.bin) without TensorFlow.

Format: https://github.com/tensorflow/tfjs/tree/master/tfjs-converter, "layers-model"; the topology is Keras 2's.
"""
from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ..networks.graph import INPUT, Graph, Layer
from ..signal.crop import INPUT_SIZE

LAST = {"data_format": "channels_last"}


def _config(layer: Layer) -> tuple[str, dict[str, Any]]:
    """Keras class and its configuration."""
    if layer.kind == "add":
        return "Add", {}
    if layer.kind == "mean":
        return "GlobalAveragePooling2D", LAST
    if layer.kind == "maxpool":
        return "MaxPooling2D", {"pool_size": [2, 2], "strides": [2, 2], "padding": "valid", **LAST}
    common = {"activation": layer.activation, "use_bias": True}
    if layer.kind == "dense":
        return "Dense", {"units": layer.kernel.shape[1], **common}
    area = {"kernel_size": list(layer.kernel.shape[:2]), "strides": [layer.stride] * 2, "padding": "same", "dilation_rate": [1, 1], **LAST}
    if layer.kind == "depthwise":
        return "DepthwiseConv2D", {"depth_multiplier": 1, **area, **common}
    return "Conv2D", {"filters": layer.kernel.shape[3], **area, **common}


def _layer(layer: Layer) -> dict[str, Any]:
    class_name, config = _config(layer)
    return {
        "class_name": class_name,
        "name": layer.name,
        "config": {"name": layer.name, "trainable": True, "dtype": "float32", **config},
        "inbound_nodes": [[[source, 0, 0, {}] for source in layer.inputs]],
    }


def topology(graph: Graph) -> dict[str, Any]:
    """Keras configuration of the functional model from "face" [null, 128, 128, 3] to the graph's outputs."""
    entry = {
        "class_name": "InputLayer", "name": INPUT, "inbound_nodes": [],
        "config": {"name": INPUT, "trainable": True, "dtype": "float32",
                   "batch_input_shape": [None, INPUT_SIZE, INPUT_SIZE, 3], "sparse": False},
    }
    return {
        "keras_version": "2.15.0",
        "backend": "tensorflow",
        "model_config": {
            "class_name": "Functional",
            "config": {
                "name": "detector",
                "layers": [entry, *map(_layer, graph.layers)],
                "input_layers": [[INPUT, 0, 0]],
                "output_layers": [[name, 0, 0] for name in graph.outputs],
            },
        },
    }


def write_layers_model(folder: Path, graph: Graph, date: str, metadata: dict[str, Any]) -> str:
    """Writes model.json and weights.bin; returns the model version, which names the hash of the weights."""
    entries, data = [], bytearray()
    for layer in graph.layers:
        kernel = "depthwise_kernel" if layer.kind == "depthwise" else "kernel"
        for part, values in ((kernel, layer.kernel), ("bias", layer.bias)):
            if values is not None:
                entries.append({"name": f"{layer.name}/{part}", "shape": list(values.shape), "dtype": "float32",
                                "quantization": {"dtype": "float16", "original_dtype": "float32"}})
                data += values.astype("<f2").tobytes()
    version = f"{graph.architecture}-{date}-{hashlib.sha256(data).hexdigest()[:8]}"
    model = {
        "format": "layers-model",
        "generatedBy": "FakeFilter training.export",
        "convertedBy": None,
        "modelTopology": topology(graph),
        "weightsManifest": [{"paths": ["weights.bin"], "weights": entries}],
        "userDefinedMetadata": {"modelVersion": version, **metadata},
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.bin").write_bytes(bytes(data))
    (folder / "model.json").write_text(json.dumps(model, separators=(",", ":")) + "\n")
    return version
