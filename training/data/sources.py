"""What is trained on and validated on: labelled faces, genuine faces to blend, and the split of both."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..networks.landmarks import landmarks_of
from .batches import Genuine, MixedBatches, Mixture
from .manifest import Face, Part, indices_of, read_manifest
from .picture_store import open_store

LABELLED = "dfdc-faces"
# Genuine faces of other people and cameras; they are only ever blended, never shown beside labelled fakes.
EXTRA = "utkface-real"


@dataclass
class Sources:
    """Faces and decoded pictures (uint8 [count, 224, 224, 3]) by data set, and the landmarks of each."""

    faces: dict[str, list[Face]]
    stores: dict[str, np.ndarray]
    landmarks: dict[str, np.ndarray]

    @property
    def labelled(self) -> list[Face]:
        return self.faces[LABELLED]

    def genuine(self, part: Part) -> list[Genuine]:
        """The genuine faces of one part, of all data sets."""
        return [
            Genuine(name, index, self.landmarks[name][index])
            for name, faces in self.faces.items() for index in indices_of(faces, part) if not faces[index].fake
        ]

    def batches(self, part: Part, mixture: Mixture, seed: int) -> MixedBatches:
        return MixedBatches(
            self.stores, self.labelled, indices_of(self.labelled, part), self.genuine(part), mixture, seed, LABELLED)


def open_sources(data: Path, work: Path) -> Sources:
    """Reads the manifest, decodes the pictures and finds their landmarks; both are kept in `work`."""
    faces = {name: read_manifest(data, name) for name in (LABELLED, EXTRA)}
    stores = {name: open_store(data, members, work) for name, members in faces.items()}
    landmarks = {name: landmarks_of(store, work, name) for name, store in stores.items()}
    return Sources(faces, stores, landmarks)
