"""The network as it ships, run by onnxruntime."""
from __future__ import annotations

from typing import Sequence

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from .graph import FEATURE, INPUT, LOGIT, MASK, Graph
from .inverted_residual import same_padding


class ShippedNetwork(nn.Module):
    """Runs a graph in float32 with the rounded weights, as the browser does, by onnxruntime: five times as fast on a CPU as PyTorch.

    Same outputs as the network it was made of, or the values of `layers` [batch, …] by name.
    """

    def __init__(self, graph: Graph, threads: int = 1):
        super().__init__()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        self.graph = graph
        self.session = onnxruntime.InferenceSession(onnx_of(graph).SerializeToString(), options, providers=["CPUExecutionProvider"])

    def layers(self, faces: torch.Tensor, names: Sequence[str]) -> dict[str, torch.Tensor]:
        """faces: normalised, float32 [batch, 3, side, side]. Maps come as [batch, channels, height, width]."""
        values = self.session.run(list(names), {INPUT: np.ascontiguousarray(faces.numpy())})
        return dict(zip(names, map(torch.from_numpy, values)))

    def forward(self, faces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]:
        said = self.layers(faces, self.graph.outputs)
        return said[LOGIT][:, 0], said[FEATURE], said[MASK][:, 0] if MASK in said else None


def onnx_of(graph: Graph) -> onnx.ModelProto:
    """The graph as ONNX, every layer an output."""
    nodes, constants = [], []

    def constant(name: str, values: np.ndarray) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(values, np.float32), name))
        return name

    for layer in graph.layers:
        raw = layer.name if layer.activation == "linear" else f"{layer.name}/raw"
        if layer.kind == "add":
            nodes.append(helper.make_node("Add", list(layer.inputs), [raw]))
        elif layer.kind == "maxpool":
            nodes.append(helper.make_node("MaxPool", list(layer.inputs), [raw], kernel_shape=[2, 2], strides=[2, 2]))
        elif layer.kind == "mean":
            nodes.append(helper.make_node("ReduceMean", [*layer.inputs], [raw], axes=[2, 3], keepdims=0))
        else:
            bias = constant(f"{layer.name}/bias", layer.bias)
            if layer.kind == "dense":
                nodes.append(helper.make_node("Gemm", [*layer.inputs, constant(f"{layer.name}/kernel", layer.kernel), bias], [raw]))
            else:
                by_depth = layer.kind == "depthwise"
                kernel = layer.kernel.transpose(2, 3, 0, 1) if by_depth else layer.kernel.transpose(3, 2, 0, 1)
                before, after = same_padding(kernel.shape[2], layer.stride)
                nodes.append(helper.make_node(
                    "Conv", [*layer.inputs, constant(f"{layer.name}/kernel", kernel), bias], [raw], strides=[layer.stride] * 2,
                    pads=[before, before, after, after], group=kernel.shape[0] if by_depth else 1))
        if layer.activation == "relu":
            nodes.append(helper.make_node("Relu", [raw], [layer.name]))
        elif layer.activation == "relu6":
            low, high = constant(f"{layer.name}/low", np.float32(0)), constant(f"{layer.name}/high", np.float32(6))
            nodes.append(helper.make_node("Clip", [raw, low, high], [layer.name]))
    face = helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["batch", 3, "height", "width"])
    outputs = [helper.make_empty_tensor_value_info(layer.name) for layer in graph.layers if layer.name in (*graph.outputs, *graph.inner)]
    model = helper.make_model(helper.make_graph(nodes, graph.architecture, [face], outputs, constants), opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    return model
