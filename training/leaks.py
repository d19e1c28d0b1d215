"""Looks for what tells fakes from reals in the training batches without being manipulation: `python3 -m training.leaks`. With
--crops it looks in the crops of data sets instead: what a set gives away, no detector earns.

A network learns whatever separates the two halves of a batch. Everything measured here should be at chance, AUC 0.5:
file size, JPEG blocks, the ring around the face that no blend reached, the resolution the face came in, and colour.
"""
from __future__ import annotations

import argparse
import math
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import cv2
import numpy as np

from .augment import finish, finish_mask
from .batches import Drawn, MixedBatches, Mixture
from .crop import INPUT_SIZE
from .crops import read_crops
from .linear_probe import cross_scores
from .metrics import auc, bootstrap_interval
from .picture_store import open_store
from .runtime import prepare_cpu
from .scoring import NOMINAL
from .sources import open_sources

RING = 8
# A pair's mask may reach this much of the ring, 0…1, to count as not reaching it.
UNTOUCHED = 0.01
INTENSITY = 255.0


@dataclass(frozen=True)
class Shown:
    """A face as the network sees it, uint8 [128, 128, 3]; whether it is fake; its pair; of a blended pair or a labelled
    one; and whether the pair's mask is known to leave the ring alone."""

    face: np.ndarray
    fake: bool
    pair: int
    blended: bool
    ring_untouched: bool
    scale: float
    side: int


def shown_pair(drawn: Drawn, pair: int, blended: bool) -> list[Shown]:
    """Both halves of a pair after its recipe."""
    untouched = drawn.mask is not None and float(_ring(finish_mask(drawn.mask, drawn.recipe, INPUT_SIZE // 4)[..., None], RING // 4).max()) < UNTOUCHED
    return [Shown(finish(picture, drawn.recipe), fake, pair, blended, untouched, drawn.recipe.scale, picture.shape[0])
            for picture, fake in ((drawn.real, False), (drawn.fake, True))]


def collect(batches: MixedBatches, steps: int, first: int = 0) -> list[Shown]:
    """The faces of `steps` batches, pairs numbered through."""
    found: list[Shown] = []
    for step in range(first, first + steps):
        for place, drawn in enumerate(batches.drawn(step)):
            found += shown_pair(drawn, len(found) // 2, place >= batches.mixture.labelled)
    return found


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
    Suspect("recipe", ("crop scale", "side in the video"), lambda shown: [shown.scale, float(shown.side)]),
    Suspect("mean colour", ("red", "green", "blue"), lambda shown: colour(shown.face)),
    Suspect("detail", ("fine energy", "share of fine energy"), lambda shown: detail(shown.face)),
)


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
        if suspect.name == "recipe":
            continue  # Known of batches alone.
        values = np.array([suspect.of(Shown(face, bool(label), 0, False, True, 1.0, INPUT_SIZE)) for face, label in zip(faces, fake)])
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
        faces = NOMINAL.show([np.asarray(pictures[place]) for place in places])
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
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder that holds manifest.csv")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "ff-train", help="scratch, about 5 GB")
    parser.add_argument("--batches", type=int, default=60)
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--crops", type=Path, help="folder of crops to look in instead")
    chosen = parser.parse_args()
    prepare_cpu(1)
    if chosen.crops:
        print_sets(chosen.crops, chosen.work)
        return
    shown = collect(open_sources(chosen.data, chosen.work).batches("train", Mixture(), chosen.seed), chosen.batches)
    for title, members in (("Blends", [one for one in shown if one.blended]), ("Labelled fakes", [one for one in shown if not one.blended])):
        print(f"\n{title}\n\n{table(measure(members))}", flush=True)


if __name__ == "__main__":
    main()
