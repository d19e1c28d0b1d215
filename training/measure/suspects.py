"""Features of a face that should not tell fakes from reals."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import cv2
import numpy as np

RING = 8


@dataclass(frozen=True)
class Shown:
    """A face as the network sees it, uint8 [128, 128, 3]; whether it is fake; its pair; the kind of its item; and whether the pair's mask is
    known to leave the ring alone."""

    face: np.ndarray
    fake: bool
    pair: int
    kind: str
    ring_untouched: bool


def _ring(picture: np.ndarray, width: int = RING) -> np.ndarray:
    """The outer `width` pixels of [side, side, channels] as [count, channels]."""
    side = picture.shape[0]
    inside = np.zeros((side, side), bool)
    inside[width:-width, width:-width] = True
    return picture[~inside]


def file_sizes(face: np.ndarray) -> list[float]:
    """Bytes as PNG and as JPEG of quality 90."""
    return [float(len(cv2.imencode(kind, face, options)[1])) for kind, options in ((".png", ()), (".jpg", (cv2.IMWRITE_JPEG_QUALITY, 90)))]


def blockiness(face: np.ndarray) -> list[float]:
    """How much larger steps are between columns and rows at every eighth pixel than elsewhere, at the most telling offset."""
    grey = face.astype(np.float32).mean(2)
    values = []
    for steps in (np.abs(np.diff(grey, axis=1)).mean(0), np.abs(np.diff(grey, axis=0)).mean(1)):
        at = np.array([steps[offset::8].mean() for offset in range(8)])
        values += [float(at[7] / (steps.mean() + 1e-3)), float(at.max() / (steps.mean() + 1e-3))]
    return values


def _fine(face: np.ndarray) -> np.ndarray:
    """What a small blur takes away, [side, side, 3]."""
    values = face.astype(np.float32)
    return values - cv2.GaussianBlur(values, (0, 0), 1.0)


def ring(face: np.ndarray) -> list[float]:
    """Mean, spread and fine energy of the outer pixels."""
    outer = _ring(face).astype(np.float32)
    return [float(outer.mean()), float(outer.std()), float((_ring(_fine(face)) ** 2).mean())]


def colour(face: np.ndarray) -> list[float]:
    """Mean of each channel."""
    return [float(value) for value in face.reshape(-1, 3).mean(0)]


def detail(face: np.ndarray) -> list[float]:
    """Fine energy of the whole face, and its share of the fine energy that a wider blur takes away."""
    fine = float((_fine(face) ** 2).mean())
    values = face.astype(np.float32)
    wider = float(((values - cv2.GaussianBlur(values, (0, 0), 3.0)) ** 2).mean())
    return [fine, fine / (wider + 1e-3)]


@dataclass(frozen=True)
class Suspect:
    """A family of features that should not tell the classes apart, and the faces it is measured on."""

    name: str
    features: tuple[str, ...]
    of: Callable[[Shown], list[float]]
    applies: Callable[[Shown], bool] = lambda shown: True


SUSPECTS = (
    Suspect("file size", ("PNG bytes", "JPEG bytes"), lambda shown: file_sizes(shown.face)),
    Suspect("JPEG blocks", ("columns, own grid", "columns, any grid", "rows, own grid", "rows, any grid"), lambda shown: blockiness(shown.face)),
    Suspect("ring around the face", ("mean", "spread", "fine energy"), lambda shown: ring(shown.face), lambda shown: shown.ring_untouched),
    Suspect("mean colour", ("red", "green", "blue"), lambda shown: colour(shown.face)),
    Suspect("detail", ("fine energy", "share of fine energy"), lambda shown: detail(shown.face)),
)
