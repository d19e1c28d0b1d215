"""Scores of a network on pictures under one fixed view, without random augmentation."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Sequence

import cv2
import numpy as np
import torch
from torch import nn

from .augment import recompress
from .crop import whole_crop
from .network import inputs_of
from .runtime import device_of
from .video_codec import Codec, recode

# Pictures coded as one clip; more would only cost memory.
CLIP = 32
BATCH = 128


@dataclass(frozen=True)
class View:
    """How stored pictures are shown to the network: made smaller, re-encoded, then cut by the crop rule.

    shrink: share of the side that is left when the picture is compressed; scale and shift: of the crop, in shares of the
    side; jpeg_quality and codec re-encode the whole picture before the crop.
    """

    name: str
    scale: float = 1.0
    jpeg_quality: int | None = None
    shrink: float = 1.0
    codec: Codec | None = None
    shift: tuple[float, float] = (0.0, 0.0)

    def show(self, pictures: Sequence[np.ndarray]) -> np.ndarray:
        """uint8 [side, side, 3] each to uint8 [count, 128, 128, 3]."""
        side = pictures[0].shape[0]
        small = int(round(side * self.shrink / 2) * 2)
        shown = [np.asarray(p) if small == side else cv2.resize(p, (small, small), interpolation=cv2.INTER_AREA) for p in pictures]
        if self.jpeg_quality is not None:
            shown = [recompress(picture, self.jpeg_quality) for picture in shown]
        if self.codec is not None:
            shown = [picture for first in range(0, len(shown), CLIP) for picture in recode(shown[first:first + CLIP], self.codec)]
        return np.stack([whole_crop(picture, self.scale, self.shift) for picture in shown])


NOMINAL = View("as is")
H264 = {crf: Codec("h264", crf, moving=2) for crf in (28, 34, 40)}
SHIFTED_VIEWS = (
    View("closer crop", scale=0.85), View("wider crop", scale=1.1), View("JPEG 30", jpeg_quality=30),
    View("half size, JPEG 70", shrink=0.5, jpeg_quality=70), View("H.264, quantiser 28", codec=H264[28]),
    View("H.264, quantiser 34", codec=H264[34]), View("half size, H.264, quantiser 34", shrink=0.5, codec=H264[34]),
    View("H.264, quantiser 40", codec=H264[40]),
)


def score(
    network: nn.Module, pictures: Sequence[np.ndarray], indices: Sequence[int], view: View = NOMINAL
) -> tuple[np.ndarray, np.ndarray]:
    """Logits float32 [count] and features float32 [count, n] of the pictures at `indices`."""
    return _score_batches(network, (
        torch.from_numpy(view.show([pictures[index] for index in indices[first:first + BATCH]])).permute(0, 3, 1, 2)
        for first in range(0, len(indices), BATCH)))


def score_faces(network: nn.Module, faces: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
    """As `score`, of faces that are cut already: uint8 [count, 3, 128, 128]."""
    return _score_batches(network, faces.split(BATCH))


@torch.no_grad()
def _score_batches(network: nn.Module, batches: Iterable[torch.Tensor]) -> tuple[np.ndarray, np.ndarray]:
    network.eval()
    device = device_of(network)
    said = [network(inputs_of(faces, device)) for faces in batches]
    return np.concatenate([logit.cpu().numpy() for logit, _, _ in said]), np.concatenate([feature.cpu().numpy() for _, feature, _ in said])
