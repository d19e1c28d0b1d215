"""Faces on which networks are compared: held-out labelled faces, also recoded; blends; crops of sets that nothing was trained on."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Sequence

import numpy as np
import torch
from torch import nn

from ..data.batches import Mixture
from ..data.crops import Crop, read_crops
from ..data.manifest import Part, indices_of
from ..data.picture_store import open_store
from ..data.sources import EXTRA, LABELLED, Sources
from ..measure.paired import Labels, labels_of
from ..measure.scoring import coded_faces
from ..networks.inputs import inputs_of
from ..networks.runtime import device_of
from ..signal.coding import AS_IS, Coding
from ..signal.video_codec import Codec

# Enough to tell networks apart; `npm run evaluate` draws the detector's curves over all strengths.
CODINGS = (AS_IS, Coding("JPEG 30", jpeg=30), *(Coding(f"H.264 qp {quantiser}", codec=Codec("h264", quantiser)) for quantiser in (28, 38)))
BLEND_BATCHES, BLENDS = 20, 20
BLEND_SEED = 4242
BATCH = 64


@dataclass(frozen=True)
class ComparedSet:
    """name: of the set and condition; seen: its kind of fake was trained on. level: "image", or "video" where several
    frames of one video are to be averaged. shown(): its faces, uint8 [n ≤ 64, 3, 128, 128] each, in the labels' order."""

    name: str
    seen: bool
    level: str
    labels: Labels
    shown: Callable[[], Iterator[torch.Tensor]]


def batches_of(pictures: np.ndarray, indices: Sequence[int], coding: Coding) -> Iterator[torch.Tensor]:
    """The pictures at `indices` under a coding, cut, in batches uint8 [n ≤ 64, 3, 128, 128]."""
    for first in range(0, len(indices), BATCH):
        faces = coded_faces([np.asarray(pictures[index]) for index in indices[first:first + BATCH]], coding)
        yield torch.from_numpy(faces).permute(0, 3, 1, 2)


def labelled_sets(sources: Sources, part: Part) -> list[ComparedSet]:
    """The labelled faces of one part, as stored and under JPEG and H.264."""
    indices = indices_of(sources.labelled, part)
    labels = labels_of([sources.labelled[index] for index in indices])

    def shown(coding: Coding) -> Callable[[], Iterator[torch.Tensor]]:
        return lambda: batches_of(sources.stores[LABELLED], indices, coding)

    return [ComparedSet(f"DFDC {part}, {coding.name}", True, "image", labels, shown(coding)) for coding in CODINGS]


def blended_set(sources: Sources, part: Part) -> ComparedSet:
    """Blends of the part's genuine faces, degraded as in training; a pair is a group."""
    batches = sources.batches(part, Mixture(0, BLENDS), BLEND_SEED)
    labels = np.tile(np.repeat([False, True], BLENDS), BLEND_BATCHES)
    pairs = [f"{step}-{pair}" for step in range(BLEND_BATCHES) for pair in (*range(BLENDS), *range(BLENDS))]
    items = [f"{pair}-{fake}" for pair, fake in zip(pairs, labels)]
    return ComparedSet(f"blends {part}", True, "image", Labels(labels, pairs, items),
                       lambda: (batches[step][0] for step in range(BLEND_BATCHES)))


def crop_sets(folder: Path, work: Path) -> list[ComparedSet]:
    """Every data set of a crops folder that nothing was trained on, and each of its methods beside all its reals; per video."""
    crops = read_crops(folder)
    pictures = open_store(folder, crops, work)
    found = []
    for name in sorted({crop.dataset for crop in crops}):
        members = [place for place, crop in enumerate(crops) if crop.dataset == name]
        methods = sorted({crops[place].method for place in members if crops[place].fake})
        one_class = not methods or all(crops[place].fake for place in members)
        if one_class or name in (LABELLED, EXTRA):
            continue
        found.append(_crop_set(name, crops, pictures, members))
        if len(methods) > 1:
            for method in methods:
                chosen = [place for place in members if not crops[place].fake or crops[place].method == method]
                found.append(_crop_set(f"{name}, {method}", crops, pictures, chosen))
    return found


def _crop_set(name: str, crops: list[Crop], pictures: np.ndarray, places: list[int]) -> ComparedSet:
    labels = labels_of([crops[place] for place in places])
    level = "video" if len(set(labels.videos)) < len(places) else "image"
    return ComparedSet(name, False, level, labels, lambda: batches_of(pictures, places, AS_IS))


@torch.no_grad()
def logits_of(network: nn.Module, compared: ComparedSet) -> np.ndarray:
    """Fake logits float32 [count] of a set's faces. Raises RuntimeError if the faces are not as many as the labels."""
    network.eval()
    logits = np.concatenate([network(inputs_of(faces, device_of(network)))[0].cpu().numpy() for faces in compared.shown()])
    if len(logits) != len(compared.labels.fake):
        raise RuntimeError(f"{compared.name} showed {len(logits)} faces of {len(compared.labels.fake)}")
    return logits
