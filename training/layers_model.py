"""Writes a tfjs layers-model (model.json and weights.bin) by hand, so that no TensorFlow is needed to train or export.

Format: https://github.com/tensorflow/tfjs/tree/master/tfjs-converter, "layers-model"; the topology is Keras 2's.
"""
from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from .crop import INPUT_SIZE
from .fold import ConvLayer, DenseLayer

INPUT, FEATURE, LOGIT = "face", "feature", "fake_logit"


def _layer(class_name: str, name: str, inbound: str | None, **config: Any) -> dict[str, Any]:
    return {
        "class_name": class_name,
        "name": name,
        "config": {"name": name, "trainable": True, "dtype": "float32", **config},
        "inbound_nodes": [] if inbound is None else [[[inbound, 0, 0, {}]]],
    }


def topology(convolutions: list[ConvLayer], dense: list[DenseLayer]) -> dict[str, Any]:
    """Keras configuration of the functional model: "face" [null, 128, 128, 3] to ["fake_logit", "feature"]."""
    layers = [_layer("InputLayer", INPUT, None, batch_input_shape=[None, INPUT_SIZE, INPUT_SIZE, 3], sparse=False)]
    last, pools = INPUT, 0
    for conv in convolutions:
        if conv.pooled_first:
            pools += 1
            layers.append(_layer("MaxPooling2D", f"pool{pools}", last, pool_size=[2, 2], strides=[2, 2],
                                 padding="valid", data_format="channels_last"))
            last = f"pool{pools}"
        layers.append(_layer("Conv2D", conv.name, last, filters=conv.kernel.shape[3], kernel_size=[3, 3],
                             strides=[conv.stride, conv.stride], padding="same", data_format="channels_last",
                             dilation_rate=[1, 1], activation="relu", use_bias=True))
        last = conv.name
    layers.append(_layer("GlobalAveragePooling2D", FEATURE, last, data_format="channels_last"))
    last = FEATURE
    for layer, activation in zip(dense, ("relu", "linear")):
        layers.append(_layer("Dense", layer.name, last, units=layer.kernel.shape[1], activation=activation, use_bias=True))
        last = layer.name
    return {
        "keras_version": "2.15.0",
        "backend": "tensorflow",
        "model_config": {
            "class_name": "Functional",
            "config": {
                "name": "detector",
                "layers": layers,
                "input_layers": [[INPUT, 0, 0]],
                "output_layers": [[LOGIT, 0, 0], [FEATURE, 0, 0]],
            },
        },
    }


def write_layers_model(
    folder: Path, convolutions: list[ConvLayer], dense: list[DenseLayer], date: str, metadata: dict[str, Any]
) -> str:
    """Writes model.json and weights.bin; returns the model version, which names the hash of the weights."""
    entries, data = [], bytearray()
    for layer in [*convolutions, *dense]:
        for part, values in (("kernel", layer.kernel), ("bias", layer.bias)):
            entries.append({"name": f"{layer.name}/{part}", "shape": list(values.shape), "dtype": "float32",
                            "quantization": {"dtype": "float16", "original_dtype": "float32"}})
            data += values.astype("<f2").tobytes()
    version = f"plain-cnn-{date}-{hashlib.sha256(data).hexdigest()[:8]}"
    model = {
        "format": "layers-model",
        "generatedBy": "FakeFilter training.export",
        "convertedBy": None,
        "modelTopology": topology(convolutions, dense),
        "weightsManifest": [{"paths": ["weights.bin"], "weights": entries}],
        "userDefinedMetadata": {"modelVersion": version, **metadata},
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.bin").write_bytes(bytes(data))
    (folder / "model.json").write_text(json.dumps(model, separators=(",", ":")) + "\n")
    return version
