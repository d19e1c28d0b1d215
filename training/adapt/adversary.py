"""One step of domain-adversarial adaptation: the paper's extractor, fake classifier and domain classifier."""
from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

from ..networks.losses import LossSettings, Targets, detection_loss
from ..networks.plain_cnn import DenseHead
from ..networks.reversal import annealed_rate, reversal_weight, reverse
from ..networks.runtime import device_of


@dataclass(frozen=True)
class AdaptSettings:
    """What decides an adaptation. rate: of the detector at the first step; the domain classifier's is `domain_rate` times it."""

    steps: int = 200
    rate: float = 1e-3
    domain_rate: float = 10.0
    most_reversal: float = 1.0
    momentum: float = 0.9
    weight_decay: float = 1e-4
    label_smoothing: float = 0.02
    mask_weight: float = 0.3
    bfloat16: bool = False
    seed: int = 1


def freeze_statistics(network: nn.Module) -> None:
    """Training mode, except that normalisation keeps its statistics: mixed ones would tell the domain classifier the domain."""
    network.train()
    for module in network.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            module.eval()


class Adversary:
    """A network and its domain classifier, which has the fake classifier's architecture, and their optimiser."""

    def __init__(self, network: nn.Module, width: int, settings: AdaptSettings):
        torch.manual_seed(settings.seed)
        self.network, self.settings = network, settings
        self.domain = DenseHead(width).to(device_of(network))
        self.optimiser = torch.optim.SGD(
            [{"params": list(network.parameters()), "share": 1.0}, {"params": list(self.domain.parameters()), "share": settings.domain_rate}],
            lr=settings.rate, momentum=settings.momentum, weight_decay=settings.weight_decay)

    def step(
        self, source: torch.Tensor, targets: Targets, target: torch.Tensor, progress: float,
        weights: tuple[float, float] = (1.0, 1.0),
    ) -> dict[str, float]:
        """One update. source, target: network inputs; weights: of the source's reals and fakes in the domain loss.

        The source learns its labels while the features of both domains are made alike. Returns the losses in nats and the
        domain classifier's accuracy.
        """
        freeze_statistics(self.network)
        self.domain.train()
        loss_settings: LossSettings = self.settings
        logits, feature, mask_logits = self.network(source)
        _, target_feature, _ = self.network(target)
        detection = detection_loss(logits, mask_logits, targets, loss_settings)
        weight = reversal_weight(progress, self.settings.most_reversal)
        said_source = self.domain(reverse(feature, weight))
        said_target = self.domain(reverse(target_feature, weight))
        cross_entropy = nn.functional.binary_cross_entropy_with_logits
        importance = torch.where(targets.labels > 0.5, weights[1], weights[0])
        domain = 0.5 * ((cross_entropy(said_source, torch.zeros_like(said_source), reduction="none") * importance).mean()
                        + cross_entropy(said_target, torch.ones_like(said_target)))
        for group in self.optimiser.param_groups:
            group["lr"] = annealed_rate(progress, self.settings.rate) * group["share"]
        self.optimiser.zero_grad(set_to_none=True)
        (detection.total + domain).backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimiser.step()
        right = 0.5 * ((said_source < 0).float().mean() + (said_target > 0).float().mean())
        return {"loss": float(detection.parts["loss"].detach()), "domain_loss": float(domain.detach()), "domain_accuracy": float(right), "reversal": weight}
