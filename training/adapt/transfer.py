"""What a face's values at the cut look like under a site's damage, given only the mean and spread of the site's faces.

A damage's code is how it moves means and spreads of a set of faces, in their principal directions. Experts, each for the damages near a
centre of codes, predict linearly what a face looks like under it; all are solved at once as one ridge regression (mixture of local linear
experts; feature transfer, Liu et al. 2018; a set as context, Zhang et al. 2021). What no clean face predicts, the grain, is drawn from a few
directions. Damages left out of the fit measure how far the true means lie from the predicted ones: what lies further is of another kind.
"""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import torch

SEED = 20261127
CODE, EXPERTS, DIRECTIONS, OUTPUTS, GRAIN, RESIDUAL = 12, 8, 96, 256, 32, 16
# Weight of the ridge, in faces; codes drawn for each set of damaged faces.
RIDGE, CODES_OF_DAMAGE = 30.0, 3
# Every fourth damage is left out of the fit and measures its error, in four draws.
LEFT_OUT, DRAWS_LEFT_OUT = 4, 4
# Faces of each class in the mean that a site is compared with.
COMPARED = 225
# Size of the sets that a code is read from, and shares of manipulated faces in them: a site may have any.
SET_FACES, SET_RATES = (60, 200), (0.0, 0.05, 0.2, 0.5, 0.5, 1.0)
# Added to spreads of values that hardly move.
LEAST_SPREAD, LEAST_LOG_SPREAD, LEAST_VARIANCE = 1e-3, 0.05, 0.02


@dataclass(frozen=True)
class Seen:
    """Values at the cut of some faces under one damage, float32 [count, values]; `faces`: which they are, [count]."""

    values: torch.Tensor
    faces: torch.Tensor


class Transfer:
    """What a face looks like under a damage. Values at the cut are scaled by the mean and spread of undamaged faces.

    clean: undamaged faces [count, values]; fake: bool [count]; sets: some of them, under one damage each.
    """

    def __init__(self, clean: torch.Tensor, fake: torch.Tensor, sets: list[Seen], code: int = CODE, experts: int = EXPERTS, directions: int = DIRECTIONS):
        rng = np.random.default_rng(SEED)
        self.fake = fake.numpy()
        self.mean, self.spread = clean.mean(0), clean.std(0) + LEAST_SPREAD
        self.clean = self._scaled(clean)
        after = [self._scaled(seen.values) for seen in sets]
        looks = torch.stack([_look(faces) for faces in after])
        self.look_mean = looks.mean(0)
        self.look_kernel = torch.linalg.svd(looks - self.look_mean, full_matrices=False)[2][:code].T.contiguous()
        codes = (looks - self.look_mean) @ self.look_kernel
        self.low, self.high = codes.min(0).values, codes.max(0).values
        self.code_mean, self.code_spread = codes.mean(0), codes.std(0) + LEAST_SPREAD
        self.centres, self.reach = _centres(codes, experts)
        _, lengths, axes = torch.linalg.svd(self.clean[::2], full_matrices=False)
        self.axes, self.axis_spread = axes[:directions].contiguous(), lengths[:directions] / len(self.clean[::2]) ** 0.5 + LEAST_SPREAD
        self._solve(sets, after, rng)
        self._measure_grain(sets, after)

    def _scaled(self, faces: torch.Tensor) -> torch.Tensor:
        return (faces - self.mean) / self.spread

    def _solve(self, sets: list[Seen], after: list[torch.Tensor], rng: np.random.Generator) -> None:
        """Sets experts [experts, directions + 1 + code, outputs], outputs [outputs, values], and own [experts, values]: gains of what lies beyond the directions."""
        inputs, values, count = self.axes.shape[0] + 1 + self.code_mean.numel(), self.mean.numel(), len(self.centres)
        gram, target = torch.zeros(count * inputs, count * inputs), torch.zeros(count * inputs, values)
        for seen, faces in zip(sets, after):
            weight = 1 / faces.var(0).mean().clamp(min=LEAST_VARIANCE) / CODES_OF_DAMAGE
            for _ in range(CODES_OF_DAMAGE):
                told = self._told(self.clean[seen.faces], self._code(faces[drawn_site(self.fake[seen.faces.numpy()], rng)]))
                gram += weight * (told.T @ told)
                target += weight * (told.T @ faces)
        solved = torch.linalg.solve(gram + RIDGE * torch.eye(len(gram)), target)
        # The experts' outputs lie in few directions: a sixth of the numbers.
        left, lengths, outputs = torch.linalg.svd(solved, full_matrices=False)
        self.outputs = outputs[:OUTPUTS].contiguous()
        self.experts = (left * lengths)[:, :OUTPUTS].reshape(count, inputs, -1)
        self.own = torch.zeros(count, values)
        moved, own = torch.zeros(values, count), torch.zeros(values, count, count)
        for seen, faces in zip(sets, after):
            weight, code = 1 / faces.var(0).mean().clamp(min=LEAST_VARIANCE), self._code(faces)
            beyond, near = self._beyond(self.clean[seen.faces]), self.near(code)
            moved += weight * ((faces - self._show(self.clean[seen.faces], code)) * beyond).sum(0)[:, None] * near
            own += weight * (beyond ** 2).sum(0)[:, None, None] * (near[:, None] * near)
        self.own = torch.linalg.solve(own + RIDGE * torch.eye(count), moved[:, :, None])[:, :, 0].T.contiguous()

    def _measure_grain(self, sets: list[Seen], after: list[torch.Tensor]) -> None:
        """Directions [grain, values] of what no face as it is tells, and the logarithm of its spread along each [experts, grain]."""
        left = [faces - self._show(self.clean[seen.faces], self._code(faces)) for seen, faces in zip(sets, after)]
        left = [part - part.mean(0) for part in left]
        torch.manual_seed(SEED)
        alike = torch.cat([part[::4] / part.pow(2).mean().sqrt() for part in left])
        self.grain = torch.svd_lowrank(alike, min(GRAIN, *alike.shape), niter=4)[2].T.contiguous()
        spreads = torch.stack([torch.log((part @ self.grain.T).std(0) + LEAST_SPREAD) for part in left])
        near = torch.stack([self.near(self._code(faces)) for faces in after])
        self.grain_spread = (near.T @ spreads) / near.sum(0)[:, None].clamp(min=LEAST_SPREAD)

    def measure_residual(self, sets: list[Seen]) -> None:
        """How far means of faces under damage lie from what is shown: their mean [values], directions [few, values], the spread along each, and in all others."""
        rng = np.random.default_rng([SEED, 2])
        found = []
        for seen in sets:
            faces, fake = self._scaled(seen.values), self.fake[seen.faces.numpy()]
            others = np.setdiff1d(np.arange(len(self.clean)), seen.faces.numpy())
            for _ in range(DRAWS_LEFT_OUT):
                site = drawn_site(fake, rng)
                code = self._code(faces[site])
                genuine, manipulated = (
                    self._show(self.clean[rng.choice(others[self.fake[others] == kind], COMPARED)], code).mean(0) for kind in (False, True))
                rate = float(fake[site].mean())
                found.append(faces[site].mean(0) - (1 - rate) * genuine - rate * manipulated)
        residuals = torch.stack(found)
        self.residual_mean = residuals.mean(0)
        _, lengths, axes = torch.linalg.svd(residuals - self.residual_mean, full_matrices=False)
        self.residual_axes = axes[:RESIDUAL].contiguous()
        self.residual_spread = lengths[:RESIDUAL] / len(found) ** 0.5 + LEAST_SPREAD
        others = max(1, residuals.shape[1] - len(self.residual_axes))
        self.residual_rest = ((lengths[RESIDUAL:] ** 2).sum() / len(found) / others).sqrt() + LEAST_SPREAD

    def _code(self, faces: torch.Tensor) -> torch.Tensor:
        return torch.clamp((_look(faces) - self.look_mean) @ self.look_kernel, self.low, self.high)

    def code_of(self, faces: torch.Tensor) -> torch.Tensor:
        """A set of faces [count, values] to its code [code], no further out than any damage that was learned from."""
        return self._code(self._scaled(faces))

    def near(self, code: torch.Tensor) -> torch.Tensor:
        """How much each expert says under a code, [experts], 1 in all."""
        return torch.softmax(-((code - self.centres) ** 2).sum(1) / self.reach ** 2, 0)

    def _along(self, faces: torch.Tensor, code: torch.Tensor) -> torch.Tensor:
        """What an expert is told of scaled faces, [count, directions + 1 + code]."""
        scaled = ((code - self.code_mean) / self.code_spread).expand(len(faces), -1)
        return torch.cat([faces @ self.axes.T / self.axis_spread, torch.ones(len(faces), 1), scaled], 1)

    def _told(self, faces: torch.Tensor, code: torch.Tensor) -> torch.Tensor:
        return (self.near(code)[None, :, None] * self._along(faces, code)[:, None]).reshape(len(faces), -1)

    def _beyond(self, faces: torch.Tensor) -> torch.Tensor:
        return faces - faces @ self.axes.T @ self.axes

    def _show(self, faces: torch.Tensor, code: torch.Tensor) -> torch.Tensor:
        near = self.near(code)
        return self._along(faces, code) @ torch.tensordot(near, self.experts, 1) @ self.outputs + self._beyond(faces) * (near @ self.own)

    def show(self, faces: torch.Tensor, code: torch.Tensor) -> torch.Tensor:
        """faces as they are [batch, values], code [code]; returns them as they are most likely seen, without grain, [batch, values]."""
        return self._show(self._scaled(faces), code) * self.spread + self.mean


def _look(faces: torch.Tensor) -> torch.Tensor:
    return torch.cat([faces.mean(0), torch.log(faces.std(0, unbiased=False) + LEAST_LOG_SPREAD)])


def _centres(codes: torch.Tensor, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """k-means: [count, code]; and of each how far the nearest other is."""
    cv2.setRNGSeed(SEED)
    stop = (cv2.TERM_CRITERIA_MAX_ITER + cv2.TERM_CRITERIA_EPS, 100, 1e-4)
    _, _, centres = cv2.kmeans(codes.numpy(), min(count, len(codes)), None, stop, 10, cv2.KMEANS_PP_CENTERS)
    found = torch.from_numpy(centres)
    between = torch.cdist(found, found)
    between.fill_diagonal_(float("inf"))
    return found, between.min(1).values.clamp(min=LEAST_SPREAD)


def drawn_site(fake: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Positions of some of a set's faces, a drawn share of them manipulated. fake: bool [count]."""
    rate = rng.choice(SET_RATES)
    chance = np.where(fake, rate / max(1, fake.sum()), (1 - rate) / max(1, (~fake).sum()))
    return rng.choice(len(fake), int(rng.integers(*SET_FACES)), p=chance / chance.sum())


def fit(clean: torch.Tensor, fake: torch.Tensor, sets: list[Seen], **sizes: int) -> tuple[Transfer, dict[str, float]]:
    """clean: undamaged faces [count, values]; fake: bool [count].

    Returns the transfer and, for damages left out of the fit, its squared error and how far the damage moves a face, both relative to the
    variance of faces under the damage.
    """
    unknown = sets[LEFT_OUT - 1::LEFT_OUT]
    known = [seen for number, seen in enumerate(sets) if number % LEFT_OUT != LEFT_OUT - 1]
    transfer = Transfer(clean, fake, known, **sizes)
    transfer.measure_residual(unknown)
    left, moved = [], []
    for seen in unknown:
        variance = (seen.values / transfer.spread).var(0).clamp(min=LEAST_VARIANCE)
        before, off = clean[seen.faces], lambda faces: float((((seen.values - faces) / transfer.spread) ** 2 / variance).mean())
        left.append(off(transfer.show(before, transfer.code_of(seen.values))))
        moved.append(off(before))
    return transfer, {"squaredError": float(np.median(left)), "squaredMove": float(np.median(moved))}


def tensors_of(transfer: Transfer) -> dict[str, np.ndarray]:
    """By the names that src/adaptation/look/transfer.ts reads; kernels are [inputs, outputs]."""
    found = {"mean": transfer.mean, "spread": transfer.spread, "lookMean": transfer.look_mean, "lookKernel": transfer.look_kernel,
             "codeLow": transfer.low, "codeHigh": transfer.high, "codeMean": transfer.code_mean, "codeSpread": transfer.code_spread,
             "centres": transfer.centres, "reach": transfer.reach, "axes": transfer.axes, "axisSpread": transfer.axis_spread,
             "experts": transfer.experts.flatten(1), "outputs": transfer.outputs, "own": transfer.own, "grain": transfer.grain, "grainSpread": transfer.grain_spread,
             "residualMean": transfer.residual_mean, "residualAxes": transfer.residual_axes, "residualSpread": transfer.residual_spread,
             "residualRest": transfer.residual_rest.reshape(1)}
    return {name: tensor.contiguous().numpy() for name, tensor in found.items()}
