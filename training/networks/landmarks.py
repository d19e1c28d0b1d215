"""Facial landmarks, 68 points (iBUG 300-W), from which blending masks are drawn. Only training uses them.

Network and weights are those of the npm package @vladmandic/face-api (MIT), a development dependency: four blocks of separable
convolutions, 112 px input.
"""
from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn
from torch.nn import functional

from .packed_weights import unpack

POINTS = 68
INPUT = 112
MEAN_RGB = (122.782, 117.001, 104.298)
MODEL = Path("node_modules/@vladmandic/face-api/model")


def _same(maps: torch.Tensor, weight: torch.Tensor, stride: int, groups: int = 1) -> torch.Tensor:
    """A 3x3 convolution with TensorFlow's "same" padding: at stride 2 on the bottom and right only (even sizes)."""
    pad = (0, 1, 0, 1) if stride == 2 else (1, 1, 1, 1)
    return functional.conv2d(functional.pad(maps, pad), weight, stride=stride, groups=groups)


class LandmarkNetwork(nn.Module):
    """Input float [batch, 3, 112, 112] RGB 0…255; output [batch, 68, 2], x and y as shares of the input's side."""

    def __init__(self, model: Path = MODEL):
        super().__init__()
        manifest = json.loads((model / "face_landmark_68_model-weights_manifest.json").read_text())
        data = b"".join((model / name).read_bytes() for group in manifest for name in group["paths"])
        tensors = unpack((entry for group in manifest for entry in group["weights"]), data)
        self.names: dict[str, torch.Tensor] = {}
        for name, values in tensors.items():
            tensor = torch.from_numpy(values)
            if name.endswith("depthwise_filter"):
                tensor = tensor.permute(2, 3, 0, 1)
            elif values.ndim == 4:
                tensor = tensor.permute(3, 2, 0, 1)
            self.names[name] = tensor.contiguous()

    def _layer(self, maps: torch.Tensor, name: str, stride: int) -> torch.Tensor:
        bias = self.names[f"{name}/bias"][:, None, None]
        if f"{name}/filters" in self.names:
            return _same(maps, self.names[f"{name}/filters"], stride) + bias
        deep = _same(maps, self.names[f"{name}/depthwise_filter"], stride, maps.shape[1])
        return functional.conv2d(deep, self.names[f"{name}/pointwise_filter"]) + bias

    @torch.no_grad()
    def forward(self, faces: torch.Tensor) -> torch.Tensor:
        maps = (faces - torch.tensor(MEAN_RGB)[:, None, None]) / 255
        for block in range(4):
            total = torch.relu(self._layer(maps, f"dense{block}/conv0", 2))
            for number in (1, 2, 3):
                # Every layer of a block reads the rectified sum of all before it.
                total = total + self._layer(torch.relu(total), f"dense{block}/conv{number}", 1)
            maps = torch.relu(total)
        feature = maps.mean(dim=(2, 3))
        return (feature @ self.names["fc/weights"] + self.names["fc/bias"]).reshape(-1, POINTS, 2)


def find_landmarks(pictures: np.ndarray, network: LandmarkNetwork | None = None) -> np.ndarray:
    """Landmarks of face pictures uint8 [count, side, side, 3] as float32 [count, 68, 2], shares of the picture's side.

    The face fills the picture as the crop rule cuts it; closer cuts were tried and lose the points of many faces.
    """
    network = network or LandmarkNetwork()
    found = []
    for first in range(0, len(pictures), 64):
        small = [cv2.resize(picture, (INPUT, INPUT), interpolation=cv2.INTER_AREA) for picture in pictures[first:first + 64]]
        found.append(network(torch.from_numpy(np.stack(small)).permute(0, 3, 1, 2).float()).numpy())
    return np.concatenate(found).astype(np.float32) if found else np.zeros((0, POINTS, 2), np.float32)


def landmarks_of(pictures: np.ndarray, work: Path, name: str, model: Path = MODEL) -> np.ndarray:
    """As `find_landmarks`, kept in `work` under `name` after the first call. model: folder of the network's files."""
    path = work / f"landmarks-{name}.npy"
    if path.exists() and len(kept := np.load(path)) == len(pictures):
        return kept
    points = find_landmarks(pictures, LandmarkNetwork(model))
    np.save(path, points)
    return points
