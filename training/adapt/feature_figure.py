"""The paper's figure of source and target features, before and after adaptation: `python3 -m training.adapt.feature_figure FOLDER FIGURE.svg`.

Principal components of each panel's own features keep distances as well as two axes can (t-SNE draws clusters where there are none).
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from ..measure.domain_distance import Domain

# Faces of each class of each domain.
MOST = 250
PANEL, GAP, TOP, BOTTOM = 340, 24, 62, 44
COLOURS = {"source": "#1a6dd4", "target": "#c2570c"}
CLASSES = ("genuine", "manipulated")


def _some(domain: Domain, fake: bool, rng: np.random.Generator) -> np.ndarray:
    rows = rng.permutation(np.flatnonzero(domain.fake == fake))[:MOST]
    return np.sort(rows)


def save_features(path: Path, before: dict[str, Domain], after: dict[str, Domain]) -> None:
    """Keeps the features of the same faces before and after: float16 [count, n] by domain, class and time."""
    rng = np.random.default_rng(0)
    kept = {}
    for name, domain in before.items():
        for fake in (False, True):
            rows = _some(domain, fake, rng)
            for when, domains in (("before", before), ("after", after)):
                kept[f"{name} {CLASSES[fake]} {when}"] = domains[name].features[rows].astype(np.float16)
    np.savez_compressed(path, **kept)


def plane(features: np.ndarray) -> np.ndarray:
    """The first two principal components, float [count, 2], scaled to -1…1."""
    centred = features - features.mean(0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    points = centred @ axes[:2].T
    return points / np.abs(points).max()


def _panel(kept: dict[str, np.ndarray], when: str, left: float, caption: str) -> list[str]:
    names = [f"{domain} {kind} {when}" for domain in COLOURS for kind in CLASSES]
    points = plane(np.concatenate([kept[name].astype(np.float64) for name in names]))
    parts = [f'<rect x="{left}" y="{TOP}" width="{PANEL}" height="{PANEL}" fill="none" stroke="#c9ccd1"/>',
             f'<text x="{left}" y="{TOP - 8}" fill="#333">{when.capitalize()}</text>',
             f'<text x="{left}" y="{TOP + PANEL + 20}" fill="#555">{caption}</text>']
    first = 0
    for name in names:
        domain, kind, _ = name.split(" ")
        style = f'fill="{COLOURS[domain]}"' if kind == "manipulated" else f'fill="none" stroke="{COLOURS[domain]}"'
        circles = "".join(f'<circle cx="{left + PANEL * (0.5 + 0.48 * x):.1f}" cy="{TOP + PANEL * (0.5 - 0.48 * y):.1f}" r="2.4"/>'
                          for x, y in points[first:first + len(kept[name])])
        parts.append(f'<g {style} fill-opacity="0.55" stroke-opacity="0.8">{circles}</g>')
        first += len(kept[name])
    return parts


def draw(kept: dict[str, np.ndarray], captions: dict[str, str], title: str) -> str:
    """The figure as SVG text. captions: under the panels "before" and "after"."""
    width, height = 2 * PANEL + 3 * GAP, TOP + PANEL + BOTTOM
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" role="img">'
             f'<title>{title}</title>', f'<rect width="{width}" height="{height}" fill="#fff"/>', f'<text x="{GAP}" y="20" font-size="14" fill="#111">{title}</text>']
    left = GAP
    for domain, colour in COLOURS.items():
        for kind in CLASSES:
            filled = f'fill="{colour}"' if kind == "manipulated" else f'fill="none" stroke="{colour}"'
            parts.append(f'<circle cx="{left + 5}" cy="34" r="4" {filled}/><text x="{left + 14}" y="38" fill="#333">{domain}, {kind}</text>')
            left += 150
    for number, when in enumerate(("before", "after")):
        parts += _panel(kept, when, GAP + number * (PANEL + GAP), captions[when])
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("adaptation", type=Path, help="folder that training.adapt.adapt wrote")
    parser.add_argument("figure", type=Path, help="SVG file to write")
    chosen = parser.parse_args()
    report = json.loads((chosen.adaptation / "adaptation.json").read_text())

    def caption(when: str) -> str:
        found = report["proxyADistance"][when]
        return "proxy A-distance " + ", ".join(f"{name} {'–' if found[name] is None else format(found[name], '.2f')}" for name in ("all", "reals", "fakes"))

    with np.load(chosen.adaptation / "features.npz") as kept:
        svg = draw(dict(kept), {when: caption(when) for when in ("before", "after")},
                   f"Features of {report['network']}: DFDC (source) and {', '.join(report['target'])} (target)")
    chosen.figure.parent.mkdir(parents=True, exist_ok=True)
    chosen.figure.write_text(svg)
    print(chosen.figure)


if __name__ == "__main__":
    main()
