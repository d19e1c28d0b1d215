"""Exports a checkpoint for the extension: `python3 -m training.export --checkpoint … --out models/detector`.

Writes the tfjs layers-model, its golden vectors and its calibration; with --test also the test report and the model card.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np

from .calibrate import (MISSED_SHARE, Scored, feature_distance, feature_statistics, fit_temperature, measures, outcome_rates,
                        probabilities, thresholds_of, video_probabilities)
from .checkpoint import load_average, save_weights
from .crop import CROP_SCALE, INPUT_SIZE
from .curve import draw_curve
from .golden import write_golden
from .graph import Graph, ShippedNetwork, graph_of
from .held_out import REBUILT_NAME, SEEN_NAME, HeldOut, all_clips, all_views
from .layers_model import write_layers_model
from .manifest import PARTS, count_parts
from .metrics import auc
from .judge import Judge
from .model_card import write_card
from .noise import most_noise
from .runtime import prepare_cpu
from .scoring import NOMINAL
from .sharpness import least_sharpness
from .sources import open_sources
from .subgroups import false_alarms

NOT_CHECKED = {"checksums.json", "MODEL_CARD.md"}
MAXIMUM_BYTES = 8_000_000


def calibrate(held_out: HeldOut, network: Judge, version: str) -> tuple[dict[str, Any], list[Scored]]:
    """The contents of calibration.json, fitted on the validation groups with the weights that ship; and the scores it used."""
    scored = all_views(held_out, network)
    # Every set under every view weighs the same, however many faces it has: no camera and no family is the usual one.
    weights = np.concatenate([np.full(len(one.fake), 1 / len(one.fake)) for one in scored])
    temperature, bias = fit_temperature(np.concatenate([one.logits for one in scored]), np.concatenate([one.fake for one in scored]), weights)
    temperature, bias = round(temperature, 6), round(bias, 6)
    video = [(video_probabilities(frames, temperature, bias), first.fake) for frames, first in all_clips(held_out, network)]
    thresholds: dict[str, Any] = thresholds_of([(probabilities(one.logits, temperature, bias), one.fake) for one in scored])
    thresholds["video"] = thresholds_of(video)
    p, fake = np.concatenate([pair[0] for pair in video]), np.concatenate([pair[1] for pair in video])
    flagged = p >= thresholds["video"]["manipulated"]
    pictures, labels, _ = held_out.sets[SEEN_NAME]
    least, by_blur = least_sharpness(network, pictures[::3], labels[::3])
    most, by_noise = most_noise(
        network, [picture for picture, fake_one in zip(pictures[::3], labels[::3]) if fake_one],
        lambda logits: float((probabilities(logits, temperature, bias) < thresholds["noSign"]).mean()), 2 * MISSED_SHARE)
    return {
        "version": 1,
        "modelVersion": version,
        "temperature": temperature,
        "bias": bias,
        "thresholds": thresholds,
        "atThreshold": {"truePositiveRate": round(float(flagged[fake].mean()), 4),
                        "falsePositiveRate": round(float(flagged[~fake].mean()), 4), "videos": len(p)},
        "fittedOn": "validation groups, half real and half fake, all sets alike: DFDC, blends and rebuilt faces of its people, UTKFace with "
                    "blends; each face and its mirror image, under the views: "
                    + ", ".join(dict.fromkeys(one.name.partition(", ")[2] for one in scored)),
        "quality": {"minSharpness": round(least, 6), "maxNoise": round(most, 4)},
        "aucByBlur": {sigma: round(value, 4) for sigma, value in by_blur.items()},
        "missedByNoise": {sigma: round(value, 4) for sigma, value in by_noise.items()},
        # What is familiar is what was trained on; the held-out family is not.
        "feature": feature_statistics(np.concatenate([one.features for one in scored if not one.name.startswith(REBUILT_NAME)])),
    }, scored


def report_of(scored: list[Scored], calibration: dict[str, Any]) -> dict[str, Any]:
    """Measures of every set under every view."""
    feature = calibration["feature"]
    mean, std = np.array(feature["mean"]), np.array(feature["std"])
    result: dict[str, Any] = {}
    for one in scored:
        p = probabilities(one.logits, calibration["temperature"], calibration["bias"])
        numbers = measures(one.logits, one.fake, one.groups, p) | outcome_rates(p, one.fake, calibration["thresholds"])
        beyond = feature_distance(one.features, mean, std) > feature["maxDistance"]
        result[one.name] = numbers | {"beyondDistance": round(float(beyond.mean()), 4)}
    return result


def rounding(held_out: HeldOut, trained: Judge, shipped: Judge) -> dict[str, float]:
    """What float16 weights change, on the validation faces as stored."""
    before, after = held_out.score(trained, SEEN_NAME, NOMINAL, 2), held_out.score(shipped, SEEN_NAME, NOMINAL, 2)
    difference = np.abs(before.logits - after.logits)
    return {"faces": len(difference), "largestLogitChange": round(float(difference.max()), 5),
            "meanLogitChange": round(float(difference.mean()), 5),
            "aucChange": round(auc(after.logits, after.fake) - auc(before.logits, before.fake), 6)}


def score_test(graph: Graph, data: Path, work: Path) -> list[Scored]:
    """The test groups under all views, in a process of its own."""
    prepare_cpu(1)
    return all_views(HeldOut(open_sources(data, work), "test"), Judge(ShippedNetwork(graph)))


def write_checksums(models: Path) -> None:
    """SHA-256 of every file below `models` but the checksums and the card."""
    files = sorted(path for path in models.rglob("*") if path.is_file() and path.name not in NOT_CHECKED)
    sums = {path.relative_to(models).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    (models / "checksums.json").write_text(json.dumps(sums, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models/detector"))
    parser.add_argument("--keep", type=Path, help="where the weights go from which a run can start; training/weights/<network>.pt if not given")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder that holds manifest.csv")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "ff-train", help="scratch, about 5 GB")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--test", action="store_true", help="report the test groups: once, for the final weights")
    chosen = parser.parse_args()
    prepare_cpu(chosen.threads)

    network, checkpoint = load_average(chosen.checkpoint)
    graph = graph_of(network)
    if graph.bytes() > MAXIMUM_BYTES:
        parser.error(f"the weights are {graph.bytes()} bytes; more than {MAXIMUM_BYTES} do not ship")
    shipped = Judge(ShippedNetwork(graph))
    date = datetime.now(timezone.utc).strftime("%Y%m%d")
    metadata = {"inputSize": INPUT_SIZE, "cropScale": CROP_SCALE, "inputRange": [-1, 1], "outputs": list(graph.outputs),
                "trainedOn": "dfdc-faces and blends of its genuine faces and of utkface-real", "trainingSamples": checkpoint["samples"]}
    version = write_layers_model(chosen.out, graph, date, metadata)
    write_golden(chosen.out, shipped)

    sources = open_sources(chosen.data, chosen.work)
    # Each part on a core of its own: what is learned from validation is only needed to report what was scored of test.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as other:
        tested = other.submit(score_test, graph, chosen.data, chosen.work) if chosen.test else None
        held_out = HeldOut(sources, "validation")
        calibration, scored = calibrate(held_out, shipped, version)
        (chosen.out / "calibration.json").write_text(json.dumps(calibration, indent=1) + "\n")
        test_scores = tested.result() if tested else None
    report: dict[str, Any] = {
        "modelVersion": version, "bytes": graph.bytes(), "multiplyAccumulates": graph.multiply_accumulates(INPUT_SIZE),
        "split": count_parts(sources.labelled), "float16": rounding(held_out, Judge(network), shipped),
        "validation": report_of(scored, calibration)}
    if test_scores is not None:
        report["test"] = report_of(test_scores, calibration)
        report["falseAlarmsBy"] = false_alarms(shipped, HeldOut(sources, "test"), calibration)
    models = chosen.out.parent
    (models / "evaluation.json").write_text(json.dumps(report, indent=1) + "\n")
    draw_curve(chosen.checkpoint.parent / "log.jsonl", models / "training-curve.svg")
    write_card(models / "MODEL_CARD.md", report, calibration, checkpoint)
    write_checksums(models)
    keep = chosen.keep or Path("training/weights") / f"{checkpoint['settings']['network']}.pt"
    if keep.resolve() != chosen.checkpoint.resolve():
        save_weights(keep, checkpoint)
    print(json.dumps({"version": version, "float16": report["float16"], "thresholds": calibration["thresholds"],
                      "atThreshold": calibration["atThreshold"],
                      **{part: {name: numbers["auc"] for name, numbers in report[part].items()}
                         for part in PARTS if part in report}}, indent=1))


if __name__ == "__main__":
    main()
