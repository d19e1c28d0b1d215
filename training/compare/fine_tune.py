"""A trained network that learns a few labelled faces of a target: ForensicTransfer whole, the network that ships by its head."""
from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np
import torch
from torch import nn

from ..adapt.adversary import freeze_statistics
from ..networks.checkpoint import load_average
from ..networks.graph import FEATURE, LOGIT, Graph
from ..networks.inputs import inputs_of, normalise
from ..networks.losses import Targets, loss_of
from ..networks.plain_cnn import DenseHead
from ..networks.shipped import ShippedNetwork
from ..networks.shipped_files import read_graph
from ..run.schedule import make_optimiser
from ..run.trainer import Settings
from ..signal.crop import COMPARED_SIZE, whole_crop

# Rates: the largest of those of few_shot_rates.py that take at most 0.005 of the AUC there. The number of steps is a first choice.
STEPS, BATCH = 60, 20
WHOLE_RATE, HEAD_RATE = 1e-4, 1e-3
SCORED = 64


@dataclass(frozen=True)
class Start:
    """A trained network before it sees a target.

    name, run: of the network and which of its trainings; key: changes with its weights; rate: at which it learns. make(): a fresh copy.
    looks(pictures): what it is shown of pictures uint8 [count, 224, 224, 3]: [count, 2, …], as they are and mirrored; judged: its answer is
    the mean over so many looks.
    """

    name: str
    run: str
    key: str
    rate: float
    make: Callable[[], nn.Module]
    looks: Callable[[np.ndarray], torch.Tensor]
    judged: int


class HeadOnFeatures(nn.Module):
    """The fake classifier of a network whose features are given: [batch, 128] to (logit [batch], the features, no blend mask)."""

    def __init__(self, graph: Graph):
        super().__init__()
        layers = {layer.name: layer for layer in graph.layers}
        width = layers["fake_hidden"].kernel.shape[0]
        self.head = DenseHead(width)
        for linear, name in ((self.head.hidden, "fake_hidden"), (self.head.logit, LOGIT)):
            linear.load_state_dict({"weight": torch.from_numpy(layers[name].kernel.astype(np.float32).T.copy()),
                                    "bias": torch.from_numpy(layers[name].bias.astype(np.float32))})

    def forward(self, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, None]:
        return self.head(features), features, None


def _mirrored(faces: torch.Tensor) -> torch.Tensor:
    """[count, 3, side, side] to [count, 2, 3, side, side]."""
    return torch.stack([faces, faces.flip(3)], 1)


def from_checkpoint(name: str, run: str, checkpoint: Path, rate: float = WHOLE_RATE) -> Start:
    """A compared network, all of whose weights learn; it answers for a face as it is."""
    def looks(pictures: np.ndarray) -> torch.Tensor:
        faces = np.stack([whole_crop(picture, size=COMPARED_SIZE) for picture in pictures])
        return _mirrored(torch.from_numpy(faces).permute(0, 3, 1, 2))

    return Start(name, run, hashlib.sha256(checkpoint.read_bytes()).hexdigest()[:16], rate, lambda: load_average(checkpoint)[0], looks, 1)


def from_shipped(name: str, folder: Path, threads: int = 1, rate: float = HEAD_RATE) -> Start:
    """The network that ships, of which the fake classifier alone learns; it answers by the mean over a face and its mirror image."""
    graph = read_graph(folder)
    network = ShippedNetwork(graph, threads)

    def features(faces: torch.Tensor) -> torch.Tensor:
        return network.layers(normalise(faces), (FEATURE,))[FEATURE]

    def looks(pictures: np.ndarray) -> torch.Tensor:
        found = []
        for first in range(0, len(pictures), SCORED):
            both = _mirrored(torch.from_numpy(np.array(pictures[first:first + SCORED])).permute(0, 3, 1, 2))
            found.append(torch.stack([features(both[:, look]) for look in range(2)], 1))
        return torch.cat(found)

    key = hashlib.sha256((folder / "weights.bin").read_bytes()).hexdigest()[:16]
    return Start(name, "as shipped", key, rate, lambda: HeadOnFeatures(graph), looks, 2)


def _shown(looks: torch.Tensor) -> torch.Tensor:
    """Faces as inputs; features as they are."""
    return inputs_of(looks) if looks.dtype == torch.uint8 else looks


def fine_tune(network: nn.Module, looks: torch.Tensor, fake: np.ndarray, rate: float, seed: int, steps: int = STEPS) -> list[float]:
    """Changes the network by its own loss at a constant rate, and returns the loss of every step; nothing decides when to stop.

    looks: [count, 2, …]; fake: bool [count]. A step shows up to `BATCH` faces, as many genuine as manipulated, each in one of its looks.
    Normalisation keeps its statistics.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    settings = Settings("", rate=rate)
    optimiser = make_optimiser(network.parameters(), settings)
    classes = [np.flatnonzero(fake == of) for of in (False, True)]
    losses = []
    freeze_statistics(network)
    for _ in range(steps):
        chosen = np.concatenate([rng.permutation(members)[:BATCH // 2] for members in classes])
        labels = torch.from_numpy(fake[chosen]).float()
        unknown = Targets(labels, torch.zeros(len(chosen), 8, 8), torch.zeros(len(chosen)))
        loss = loss_of(network, _shown(looks[chosen, rng.integers(0, looks.shape[1], len(chosen))]), unknown, settings).total
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    network.eval()
    return losses


@torch.no_grad()
def answers(network: nn.Module, looks: torch.Tensor, judged: int) -> np.ndarray:
    """Logits float32 [count], each the mean over the first `judged` of its looks [count, 2, …]."""
    network.eval()
    said = [torch.stack([network(_shown(part[:, look]))[0] for look in range(judged)]).mean(0) for part in looks.split(SCORED)]
    return torch.cat(said).numpy()
