"""One training run of the detector."""
from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from ..data.feeder import Held, Ring
from ..data.items import PAIRS
from ..networks.checkpoint import MovingAverage
from ..networks.inputs import normalise
from ..networks.losses import Loss, Targets, detection_loss
from ..networks.plain_cnn import HIDDEN
from ..networks.reversal import reversal_weight, reverse
from ..networks.runtime import device_of
from ..signal.finishing import View, show
from .schedule import make_optimiser, rate_at

# Shares of the kinds of items in a batch: labelled fakes, blends, latent reconstructions.
MIXTURE = {
    "labelled:dfdc-faces": 0.26, "labelled:openforensics": 0.08, "labelled:ciplab": 0.05,
    "blend:dfdc-faces": 0.14, "blend:all-age-faces": 0.06, "blend:portraits": 0.05, "blend:utkface-real": 0.05,
    "blend:openforensics": 0.05, "blend:ciplab": 0.03,
    "latent:dfdc-faces": 0.10, "latent:all-age-faces": 0.03, "latent:portraits": 0.04, "latent:utkface-real": 0.03, "latent:openforensics": 0.03,
}
DATASETS = ("dfdc-faces", "openforensics", "ciplab", "all-age-faces", "portraits", "utkface-real")


@dataclass(frozen=True)
class Settings:
    """What decides a run. seconds: wall time, which the schedule follows; steps: instead of it, where above 0.

    rank: weight of the order within pairs; level: of the spread of the genuine faces' mean logit over data sets; domain: largest weight of
    the reversed gradient of the data-set classifier.
    """

    network: str = "lite"
    view: View = field(default_factory=lambda: View(192))
    seconds: float = 60
    seed: int = 1
    items: int = 8
    rate: float = 1e-3
    final_rate: float = 1e-5
    warm_up: float = 0.04
    weight_decay: float = 0.05
    label_smoothing: float = 0.02
    mask_weight: float = 0.3
    rank: float = 0.0
    level: float = 0.0
    domain: float = 0.0
    average_decay: float = 0.999
    bfloat16: bool = True
    steps: int = 0


def without(mixture: Mapping[str, float], dataset: str) -> dict[str, float]:
    """The mixture with nothing of one data set in it."""
    return {kind: share for kind, share in mixture.items() if not kind.endswith(f":{dataset}")}


class DomainClassifier(nn.Module):
    """Which data set a feature is from, of genuine and of manipulated faces apart (class-conditional)."""

    def __init__(self, width: int):
        super().__init__()
        self.heads = nn.ModuleList(nn.Sequential(nn.Linear(width, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, len(DATASETS))) for _ in range(2))

    def forward(self, feature: torch.Tensor, dataset: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Cross-entropy in nats; feature [batch, width], dataset int [batch], labels [batch]."""
        losses = [functional.cross_entropy(head(feature[labels == fake]), dataset[labels == fake]) for fake, head in enumerate(self.heads)]
        return torch.stack(losses).mean()


def spread_of_levels(logits: torch.Tensor, dataset: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Variance over data sets of the genuine faces' mean logit; 0 with one set."""
    means = [logits[(dataset == number) & (labels < 0.5)].mean() for number in torch.unique(dataset).tolist()]
    return torch.stack(means).var(unbiased=False) if len(means) > 1 else torch.zeros((), device=logits.device)


@dataclass
class Batch:
    """faces: uint8-valued float [batch, 3, size, size]; dataset: int [batch]; pairs: positions of (genuine, manipulated) made of one another."""

    faces: torch.Tensor
    targets: Targets
    dataset: torch.Tensor
    pairs: torch.Tensor


def batch_of(items: list[Held], view: View, generator: torch.Generator) -> Batch:
    """Items as a network is to see them, each with a crop and a look drawn anew."""
    faces, masks, known, labels, dataset, pairs = [], [], [], [], [], []
    device = items[0].pictures.device
    for place, item in enumerate(items):
        shown = show(item.pictures, item.masks, item.margin, view, generator)
        faces.append(shown.faces)
        masks.append(shown.masks)
        known.append(item.known)
        labels.append(torch.arange(2, device=device).repeat_interleave(PAIRS))
        dataset.append(torch.full((2 * PAIRS,), DATASETS.index(item.dataset), device=device))
        if item.paired:
            first = torch.arange(PAIRS, device=device) + place * 2 * PAIRS
            pairs.append(torch.stack([first, first + PAIRS], 1))
    return Batch(
        torch.cat(faces), Targets(torch.cat(labels).float(), torch.cat(masks), torch.cat(known).float()), torch.cat(dataset),
        torch.cat(pairs) if pairs else torch.zeros(0, 2, dtype=torch.long, device=device))


def item_loss(network: nn.Module, domain: DomainClassifier, batch: Batch, progress: float, settings: Settings) -> Loss:
    """`detection_loss` and the terms that the settings ask for: order within pairs, spread of levels, domain."""
    inputs = normalise(batch.faces).contiguous(memory_format=torch.channels_last)
    targets = batch.targets
    with torch.autocast(inputs.device.type, dtype=torch.bfloat16, enabled=settings.bfloat16):
        logits, feature, mask_logits = network(inputs)
    logits, feature = logits.float(), feature.float()
    total, parts = detection_loss(logits, None if mask_logits is None else mask_logits.float(), targets, settings)
    if settings.rank > 0 and len(batch.pairs):
        parts["rank"] = functional.softplus(logits[batch.pairs[:, 0]] - logits[batch.pairs[:, 1]]).mean()
        total = total + settings.rank * parts["rank"]
    if settings.level > 0:
        parts["level"] = spread_of_levels(logits, batch.dataset, targets.labels)
        total = total + settings.level * parts["level"]
    if settings.domain > 0:
        weight = reversal_weight(progress, settings.domain)
        parts["domain"] = domain(reverse(feature, weight), batch.dataset, targets.labels)
        total = total + parts["domain"]
    return Loss(total, parts)


def fit(network: nn.Module, feeder: Ring, mixture: Mapping[str, float], settings: Settings, say: Callable[[dict[str, Any]], None] = lambda _: None,
        keep: Callable[[dict[str, torch.Tensor], int], None] | None = None) -> tuple[nn.Module, int]:
    """Trains `network` in place for `settings.seconds`; it ends with its averaged weights. Returns it and the samples it saw.

    say: receives log lines. keep: receives averaged weights and samples now and then, so that an interrupted run leaves some.
    """
    device = device_of(network)
    torch.manual_seed(settings.seed)
    rng = np.random.default_rng(settings.seed)
    generator = torch.Generator(device).manual_seed(settings.seed)
    kinds = [kind for kind in mixture if feeder.ring.get(kind)]
    shares = np.array([mixture[kind] for kind in kinds])
    shares /= shares.sum()
    width = getattr(getattr(network, "extractor", None), "width", 1)
    domain = DomainClassifier(width).to(device)
    parameters = [*network.parameters(), *domain.parameters()]
    optimiser = make_optimiser(parameters, settings, fused=device.type == "cuda")
    average = MovingAverage(network, settings.average_decay)
    network.train()
    begun = said = kept = time.monotonic()
    step, sums = 0, {}
    while (progress := step / settings.steps if settings.steps else (time.monotonic() - begun) / settings.seconds) < 1:
        for group in optimiser.param_groups:
            group["lr"] = rate_at(progress, settings)
        chosen = rng.choice(len(kinds), settings.items, p=shares)
        batch = batch_of([feeder.draw(kinds[number], rng) for number in chosen], settings.view, generator)
        loss = item_loss(network, domain, batch, progress, settings)
        optimiser.zero_grad(set_to_none=True)
        loss.total.backward()
        nn.utils.clip_grad_norm_([one for one in parameters if one.grad is not None], 5.0)
        optimiser.step()
        average.update(step)
        step += 1
        for name, value in loss.parts.items():
            sums.setdefault(name, []).append(value.detach())
        if step % 20 == 0 and (now := time.monotonic()) - said > 15:
            line = {name: round(float(torch.stack(values).mean()), 4) for name, values in sums.items()}
            say({"seconds": round(now - begun, 1), "step": step, "perSecond": round(step * settings.items * 2 * PAIRS / (now - begun)), "items": feeder.arrived, **line})
            said, sums = now, {}
            if keep and now - kept > 45:
                keep(average.network.state_dict(), step * settings.items * 2 * PAIRS)
                kept = now
    network.load_state_dict(average.network.state_dict())
    return network.eval(), step * settings.items * 2 * PAIRS
