"""The training curve as an SVG file: loss and validation AUC over the minutes of the run."""
from __future__ import annotations

import json
from pathlib import Path

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 720, 300, 52, 34, 40
LOSS_COLOUR, AUC_COLOUR = "#8a8f98", "#1a6dd4"


def _polyline(points: list[tuple[float, float]], colour: str) -> str:
    text = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{text}" fill="none" stroke="{colour}" stroke-width="2"/>'


def draw_curve(log: Path, svg: Path) -> None:
    """Draws log.jsonl; does nothing if the log has no line yet. Both measures share the axis 0…1."""
    lines = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    if not lines:
        return
    end = max(line["minutes"] for line in lines) or 1.0
    plot_width, plot_height = WIDTH - LEFT - 20, HEIGHT - TOP - BOTTOM

    def place(minutes: float, value: float) -> tuple[float, float]:
        return LEFT + plot_width * minutes / end, TOP + plot_height * (1 - value)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
             'font-size="12" role="img"><title>Training loss and validation AUC over time</title>',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>']
    for tenth in range(0, 11, 2):
        x, y = place(0, tenth / 10)
        parts.append(f'<line x1="{x}" x2="{WIDTH - 20}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e3e5e8"/>'
                     f'<text x="{x - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#555">{tenth / 10:.1f}</text>')
    for minute in range(0, int(end) + 1, 10):
        x, y = place(minute, 0)
        parts.append(f'<text x="{x:.1f}" y="{y + 18:.1f}" text-anchor="middle" fill="#555">{minute}</text>')
    parts.append(f'<text x="{LEFT + plot_width / 2}" y="{HEIGHT - 6}" text-anchor="middle" fill="#555">minutes</text>')
    parts.append(_polyline([place(line["minutes"], min(1, line["loss"])) for line in lines if "loss" in line], LOSS_COLOUR))
    aucs = [place(line["minutes"], line["validation_auc"]) for line in lines if "validation_auc" in line]
    parts.append(_polyline(aucs, AUC_COLOUR))
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{AUC_COLOUR}"/>' for x, y in aucs]
    parts.append(f'<text x="{LEFT}" y="20" fill="{AUC_COLOUR}">AUC on validation groups</text>'
                 f'<text x="{LEFT + 190}" y="20" fill="{LOSS_COLOUR}">training loss (nats, augmented)</text></svg>')
    svg.write_text("\n".join(parts) + "\n")
