"""Exports a checkpoint for the extension: `python3 -m training.export --checkpoint … --out models/detector`.

Writes the tfjs layers-model, its golden vectors and its calibration; with --test also the test report and the model card.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from .calibrate import (CALIBRATION_VIEWS, feature_statistics, fit_temperature, high_threshold, low_threshold, measures,
                        outcome_rates, probabilities)
from .checkpoint import load_average
from .crop import CROP_SCALE, INPUT_SIZE
from .curve import draw_curve
from .evaluate import evaluate_test, evaluate_timit, evaluate_utkface, groups_at, score_utkface
from .fold import FoldedDetector, fold
from .golden import write_golden
from .layers_model import write_layers_model
from .manifest import Face, count_parts, indices_of, read_manifest
from .model_card import write_card
from .picture_store import open_store
from .runtime import prepare_cpu
from .scoring import score

NOT_CHECKED = {"checksums.json", "MODEL_CARD.md"}


def calibrate(network: nn.Module, pictures: np.ndarray, faces: list[Face], data: Path, version: str) -> dict[str, Any]:
    """The contents of calibration.json, fitted on the validation groups with the weights that ship."""
    indices = indices_of(faces, "validation")
    fake, groups = groups_at(faces, indices)
    scored = {view.name: score(network, pictures, indices, view) for view in CALIBRATION_VIEWS}
    logits = np.concatenate([pair[0] for pair in scored.values()])
    all_fake = np.tile(fake, len(scored))
    temperature, bias = fit_temperature(logits, all_fake)
    temperature, bias = round(temperature, 6), round(bias, 6)
    p = probabilities(logits, temperature, bias)
    # Genuine faces from other cameras score higher than those of the training set: the threshold has to hold for both.
    elsewhere = probabilities(score_utkface(network, data, fitting=True)[0], temperature, bias)
    manipulated = max(high_threshold(p[~all_fake]), high_threshold(elsewhere))
    thresholds = {"manipulated": manipulated, "noSign": low_threshold(p[all_fake])}
    validation: dict[str, Any] = {}
    for name, (view_logits, _) in scored.items():
        view_p = probabilities(view_logits, temperature, bias)
        validation[name] = measures(view_logits, fake, groups, view_p) | outcome_rates(view_p, fake, thresholds)
    return {
        "version": 1,
        "modelVersion": version,
        "temperature": temperature,
        "bias": bias,
        "thresholds": thresholds,
        "fittedOn": "DFDC validation groups, half real and half fake, under the views: " + ", ".join(scored)
                    + "; the threshold for manipulated also on UTKFace reals",
        "validation": validation,
        "feature": feature_statistics(np.concatenate([pair[1] for pair in scored.values()])),
    }


def write_checksums(models: Path) -> None:
    """SHA-256 of every file below `models` but the checksums and the card."""
    files = sorted(path for path in models.rglob("*") if path.is_file() and path.name not in NOT_CHECKED)
    sums = {path.relative_to(models).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    (models / "checksums.json").write_text(json.dumps(sums, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models/detector"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder that holds manifest.csv")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "ff-train", help="scratch, about 5 GB")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--test", action="store_true", help="report the test groups: once, for the final weights")
    chosen = parser.parse_args()
    prepare_cpu(chosen.threads)

    network, checkpoint = load_average(chosen.checkpoint)
    folded = fold(network)
    shipped = FoldedDetector(*folded)
    date = datetime.now(timezone.utc).strftime("%Y%m%d")
    metadata = {"inputSize": INPUT_SIZE, "cropScale": CROP_SCALE, "inputRange": [-1, 1], "outputs": ["fake_logit", "feature"],
                "trainedOn": "dfdc-faces", "trainingSamples": checkpoint["samples"]}
    version = write_layers_model(chosen.out, *folded, date, metadata)
    write_golden(chosen.out, shipped)

    faces = read_manifest(chosen.data, "dfdc-faces")
    pictures = open_store(chosen.data, faces, chosen.work)
    calibration = calibrate(shipped, pictures, faces, chosen.data, version)
    (chosen.out / "calibration.json").write_text(json.dumps(calibration, indent=1) + "\n")
    report: dict[str, Any] = {"modelVersion": version, "split": count_parts(faces), "validation": calibration["validation"]}
    if chosen.test:
        report["test"] = evaluate_test(shipped, pictures, faces, calibration)
        report["dfTimitZeroShot"] = evaluate_timit(shipped, chosen.data, calibration)
        report["utkFaceReals"] = evaluate_utkface(shipped, chosen.data, calibration)
    models = chosen.out.parent
    (models / "evaluation.json").write_text(json.dumps(report, indent=1) + "\n")
    draw_curve(chosen.work / "log.jsonl", models / "training-curve.svg")
    write_card(models / "MODEL_CARD.md", report, calibration, checkpoint)
    write_checksums(models)
    print(json.dumps({"version": version, "validation": calibration["validation"]["nominal"],
                      **{name: report[name] for name in ("test", "dfTimitZeroShot", "utkFaceReals") if name in report}}, indent=1))


if __name__ == "__main__":
    main()
