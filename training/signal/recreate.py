"""Fakes of kinds that no network is trained on: faces rebuilt by a linear autoencoder and pasted back; and, harder, faces of which a part is
drawn anew and keeps some of its detail, as neural re-enactment leaves it.

The first deepfakes' autoencoders rebuild an aligned face from a small code and paste it. This one is linear (principal components, Turk &
Pentland 1991) and needs no training. It stands for future methods when thresholds are fitted and checkpoints compared.
"""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .blend_mask import hull_mask
from .looks import match_colour
from .warp import align as affine_over, move

SIDE, CODE = 64, 100
# The rebuilt face ends inside the hull of the landmarks: shares of the picture's side.
EDGE = (0.01, 0.03)
SHIFT, SCALE = 0.015, (0.98, 1.02)
# Parts drawn anew, each with the share of the original's detail that stays; the softness of their edge; the renderer's side in pixels.
RENDERED = (("mouth and jaw", 0.5), ("mouth", 0.3), ("hull", 0.6))
RENDERED_EDGE, RENDERED_SIDE = (0.015, 0.035), 96


@dataclass(frozen=True)
class Autoencoder:
    """shape: landmarks [68, 2] in pixels of the aligned face; mean [64 * 64 * 3] and components [code, 64 * 64 * 3], 0…255."""

    shape: np.ndarray
    mean: np.ndarray
    components: np.ndarray

    def rebuild(self, picture: np.ndarray, points: np.ndarray) -> np.ndarray:
        """The face as its code keeps it, aligned: uint8 [64, 64, 3]. points: landmarks [68, 2] in the picture's pixels."""
        flat = aligned(picture, points, self.shape).reshape(-1).astype(np.float32) - self.mean
        back = self.mean + (flat @ self.components.T) @ self.components
        return np.clip(back.reshape(SIDE, SIDE, 3) + 0.5, 0, 255).astype(np.uint8)

    def recreate(
        self, picture: np.ndarray, points: np.ndarray, rng: np.random.Generator,
        donor: tuple[np.ndarray, np.ndarray] | None = None,
    ) -> np.ndarray:
        """The picture with its face rebuilt, or with a rebuilt donor's: uint8 [side, side, 3]. donor: as in `blend`."""
        side = picture.shape[0]
        rebuilt = self.rebuild(*(donor or (picture, points)))
        enlarged = cv2.resize(rebuilt, (side, side), interpolation=cv2.INTER_CUBIC)
        pasted = affine_over(enlarged, self.shape * (side / SIDE), points)
        shift = tuple(rng.uniform(-SHIFT, SHIFT, 2) * side)
        pasted = move(pasted, shift, float(rng.uniform(*SCALE)))
        hull = hull_mask(points, "hull", side, rng)
        sigma = side * float(rng.uniform(*EDGE))
        mask = np.clip(cv2.GaussianBlur(hull, (0, 0), sigma) * 2 - 1, 0, 1)[..., None]
        pasted = match_colour(pasted, picture, hull)
        return (picture + (pasted.astype(np.float32) - picture) * mask + 0.5).astype(np.uint8)

    def rerender(self, picture: np.ndarray, points: np.ndarray, rng: np.random.Generator, kind: str, kept: float) -> np.ndarray:
        """The picture with one of `RENDERED` drawn anew: uint8 [side, side, 3]. kept: share of the original's difference that stays, 0…1."""
        side = picture.shape[0]
        original = picture.astype(np.float32)
        change = self.rebuild(picture, points).astype(np.float32) - aligned(picture, points, self.shape)
        change = affine_over(cv2.resize(change, (side, side), interpolation=cv2.INTER_CUBIC), self.shape * (side / SIDE), points)
        # A renderer of few pixels loses the finest detail.
        small = cv2.resize(picture, (RENDERED_SIDE, RENDERED_SIDE), interpolation=cv2.INTER_AREA)
        change += cv2.resize(small, (side, side), interpolation=cv2.INTER_CUBIC) - original
        drawn = np.clip(original + (1 - kept) * change, 0, 255)
        mask = cv2.GaussianBlur(hull_mask(points, kind, side, rng), (0, 0), side * float(rng.uniform(*RENDERED_EDGE)))
        return (original + (drawn - original) * mask[..., None] + 0.5).astype(np.uint8)


def aligned(picture: np.ndarray, points: np.ndarray, shape: np.ndarray) -> np.ndarray:
    """The face brought to `shape` by the least-squares affine map of its landmarks: uint8 [64, 64, 3]."""
    side = picture.shape[0]
    over = affine_over(picture, points, shape * (side / SIDE))
    return cv2.resize(over, (SIDE, SIDE), interpolation=cv2.INTER_AREA)


def fit_autoencoder(pictures: list[np.ndarray], points: list[np.ndarray], code: int = CODE) -> Autoencoder:
    """From genuine faces, uint8 [side, side, 3] each, and their landmarks [68, 2] in pixels; more faces than the code is long."""
    if len(pictures) <= code:
        raise ValueError(f"{len(pictures)} faces cannot give a code of {code}; more faces than that are needed")
    shape = np.mean([one * (SIDE / picture.shape[0]) for picture, one in zip(pictures, points)], axis=0).astype(np.float32)
    faces = np.stack([aligned(picture, one, shape).reshape(-1) for picture, one in zip(pictures, points)]).astype(np.float32)
    mean = faces.mean(0)
    centred = faces - mean
    # The eigenvectors of the small Gram matrix give those of the large covariance (Turk & Pentland 1991).
    _, vectors = np.linalg.eigh(centred @ centred.T)
    components = (vectors[:, ::-1][:, :code].T @ centred)
    return Autoencoder(shape, mean, components / np.linalg.norm(components, axis=1, keepdims=True))
