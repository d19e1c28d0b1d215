"""Domain weights for a target whose share of fakes is not the source's.

Aligning a half-fake source with a mostly genuine target forces errors: source error + target error >= |difference of the shares|.
Importance weights (Tachet des Combes et al. 2020) first give the source's classes the target's estimated shares.
"""
from __future__ import annotations

from dataclasses import dataclass

LIMITS = (0.02, 0.5)
KEPT = 0.5


def target_fake_rate(called: float, caught: float, alarmed: float, limits: tuple[float, float] = LIMITS) -> float:
    """The share of fakes in the target, in closed form for two classes, within `limits`.

    called: share of the target that the detector calls fake; caught, alarmed: shares of the source's fakes and reals that it calls fake.
    Assumes that the detector errs alike in both domains. At chance on the source, the upper limit, which corrects least.
    """
    low, high = limits
    if caught - alarmed < 1e-6:
        return high
    return min(high, max(low, (called - alarmed) / (caught - alarmed)))


def class_weights(target_rate: float, source_rate: float = 0.5) -> tuple[float, float]:
    """Weights of the source's reals and fakes in the domain loss; their mean over the source is 1."""
    return (1 - target_rate) / (1 - source_rate), target_rate / source_rate


@dataclass
class FakeRate:
    """The estimate as it moves while the network changes: each new one counts half."""

    value: float | None = None
    limits: tuple[float, float] = LIMITS

    def update(self, called: float, caught: float, alarmed: float) -> float:
        """Takes in a new measurement; see `target_fake_rate`."""
        new = target_fake_rate(called, caught, alarmed, self.limits)
        self.value = new if self.value is None else KEPT * self.value + (1 - KEPT) * new
        return self.value
