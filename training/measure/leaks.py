"""Looks for what tells fakes from reals without being manipulation, in drawn training faces: `python3 -m training.measure.leaks --work DIR`; or,
with `--crops`, in data sets.

A network learns whatever separates the classes. Everything measured here should be at chance (AUC 0.5): file size, JPEG blocks, the ring
around the face that no blend reached, and colour.
"""
from __future__ import annotations

import argparse
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Mapping

import numpy as np

from ..data.crops import read_crops
from ..data.drawn import DrawnBatches
from ..data.picture_store import open_store
from ..networks.runtime import prepare_cpu
from .linear_probe import cross_scores
from .metrics import auc, bootstrap_interval
from .scoring import coded_faces
from .suspects import SUSPECTS, Shown

# Most of a mask, 0…1, that may lie in the outer fields of a pair whose ring counts as untouched.
UNTOUCHED = 0.01


def collect(chunks: Iterable[Mapping[str, np.ndarray]]) -> list[Shown]:
    """A real, its fake, a real, … of chunks of drawn faces (data/drawn.py), pairs numbered through."""
    found: list[Shown] = []
    for chunk in chunks:
        outer = chunk["masks"][1].astype(np.float32)
        outer[:, 1:-1, 1:-1] = 0
        untouched = chunk["known"][1] & (outer.max((1, 2)) < UNTOUCHED)
        for place, kind in enumerate(chunk["kinds"]):
            pair = len(found) // 2
            found += [Shown(chunk["faces"][fake, place].transpose(1, 2, 0), bool(fake), pair, str(kind), bool(untouched[place])) for fake in (0, 1)]
    return found


@dataclass(frozen=True)
class Finding:
    """AUC of one feature, or of a logistic regression on a family; low, high: 95 %, over pairs.

    higher: share of the pairs whose fake has the higher value, ties half; it shows a lean too small to tell faces apart.
    """

    suspect: str
    feature: str
    pairs: int
    auc: float
    low: float
    high: float
    higher: float

    @property
    def error(self) -> float:
        """Standard error of an AUC at chance if the faces were independent; within pairs they err together, so less."""
        return math.sqrt((2 * self.pairs + 1) / (12 * self.pairs**2))

    @property
    def leaks(self) -> bool:
        """Whether chance lies more than three standard errors away."""
        return abs(self.auc - 0.5) > 3 * self.error


def interval(real: np.ndarray, fake: np.ndarray, draws: int) -> tuple[float, float]:
    """95 % interval of the AUC, drawing pairs with replacement; scores of each pair's real and fake."""
    rng = np.random.default_rng(0)
    labels = np.arange(2 * len(real)) >= len(real)
    values = []
    for _ in range(draws):
        chosen = rng.integers(0, len(real), len(real))
        values.append(auc(np.concatenate([real[chosen], fake[chosen]]), labels))
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def measure(shown: list[Shown], draws: int = 1000) -> list[Finding]:
    """Every feature by itself, then each family together, held out pair by pair. shown: a real, its fake, a real, …"""
    findings: list[Finding] = []
    for suspect in SUSPECTS:
        members = [one for one in shown if suspect.applies(one)]
        if not members:
            continue
        values = np.array([suspect.of(one) for one in members])
        labels = np.array([one.fake for one in members])
        together = cross_scores(values, labels, [str(one.pair) for one in members], folds=5)
        for name, scores in (*zip(suspect.features, values.T), ("all of these", together)):
            real, fake = scores[::2], scores[1::2]
            low, high = interval(real, fake, draws)
            higher = float(((fake > real) + 0.5 * (fake == real)).mean())
            findings.append(Finding(suspect.name, name, len(real), auc(scores, labels), low, high, higher))
    return findings


@dataclass(frozen=True)
class SetFinding:
    """AUC of one feature, or of a logistic regression on a family, over the faces of a data set; interval over groups, 95 %."""

    suspect: str
    feature: str
    auc: float
    low: float
    high: float


def measure_set(faces: np.ndarray, fake: np.ndarray, groups: list[str], draws: int = 500) -> list[SetFinding]:
    """What the faces of a data set, uint8 [count, 128, 128, 3], give away. Regressions are held out group by group."""
    findings = []
    for suspect in SUSPECTS:
        values = np.array([suspect.of(Shown(face, bool(label), 0, "", True)) for face, label in zip(faces, fake)])
        together = cross_scores(values, fake, groups, folds=min(5, len(set(groups))))
        for name, scores in (*zip(suspect.features, values.T), ("all of these", together)):
            low, high = bootstrap_interval(auc, scores, fake, groups, draws)
            findings.append(SetFinding(suspect.name, name, auc(scores, fake), low, high))
    return findings


def set_table(findings: list[SetFinding]) -> str:
    """Markdown."""
    rows = [f"| {one.suspect} | {one.feature} | {one.auc:.3f} | {one.low:.3f} – {one.high:.3f} |" for one in findings]
    return "\n".join(["| suspect | feature | AUC | 95 % interval over groups |", "|---|---|---|---|", *rows])


def print_sets(folder: Path, work: Path) -> None:
    """What every data set of a crops folder gives away."""
    crops = read_crops(folder)
    pictures = open_store(folder, crops, work)
    for name in sorted({crop.dataset for crop in crops}):
        places = [place for place, crop in enumerate(crops) if crop.dataset == name]
        fake = np.array([crops[place].fake for place in places])
        if fake.all() or not fake.any():
            continue
        faces = coded_faces([np.asarray(pictures[place]) for place in places])
        print(f"\n{name}, {len(places)} faces\n\n{set_table(measure_set(faces, fake, [crops[place].group for place in places]))}", flush=True)


def table(findings: list[Finding]) -> str:
    """Markdown."""
    lines = ["| suspect | feature | pairs | AUC | 95 % interval | fake higher than its real | beyond 3 standard errors |",
             "|---|---|---|---|---|---|---|"]
    for found in findings:
        lines.append(f"| {found.suspect} | {found.feature} | {found.pairs} | {found.auc:.3f} | {found.low:.3f} – {found.high:.3f} "
                     f"| {100 * found.higher:.0f} % | {'yes' if found.leaks else 'no'} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="a comparison's scratch folder, with drawn faces in it")
    parser.add_argument("--chunks", type=int, default=16)
    parser.add_argument("--crops", type=Path, help="folder of crops to look in instead")
    chosen = parser.parse_args()
    prepare_cpu(1)
    if chosen.crops:
        print_sets(chosen.crops, chosen.work)
        return
    shown = collect(np.load(path) for path in DrawnBatches(chosen.work / "drawn").paths[:chosen.chunks])
    for what in ("labelled", "blend", "latent"):
        print(f"\n{what}\n\n{table(measure([one for one in shown if one.kind.startswith(what)]))}", flush=True)


if __name__ == "__main__":
    main()
