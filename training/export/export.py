"""Exports a checkpoint for the extension: `python3 -m training.export.export --checkpoint FILE --scores scores.npz`.

Writes the tfjs layers-model, golden vectors, calibration, the report of validation and test, and the model card, from what
training.measure.scores measured of the same checkpoint.
"""
from __future__ import annotations

import argparse
import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import torch

from ..measure.score_file import Scores
from ..networks.checkpoint import load_average, save_weights
from ..networks.graph import graph_of
from ..networks.judge import Judge
from ..networks.shipped import ShippedNetwork
from ..signal.crop import CROP_SCALE, INPUT_SIZE
from .calibrate import calibrate
from .checksums import write_checksums
from .golden import write_golden
from .layers_model import write_layers_model
from .model_card import write_card
from .report import report

MAXIMUM_BYTES = 12_000_000
TRAINED_ON = "dfdc-faces, openforensics, ciplab; blends and latent reconstructions of their genuine faces and of all-age-faces, portraits and utkface-real"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--scores", type=Path, required=True, help="what training.measure.scores wrote of this checkpoint")
    parser.add_argument("--grid", type=Path, help="grid.json of the comparison that chose the network")
    parser.add_argument("--out", type=Path, default=Path("models/detector"))
    parser.add_argument("--keep", type=Path, default=Path("training/weights/lite.pt"), help="where the weights go from which a run can start")
    chosen = parser.parse_args()
    network, checkpoint = load_average(chosen.checkpoint)
    graph = graph_of(network)
    if graph.bytes() > MAXIMUM_BYTES:
        parser.error(f"the weights are {graph.bytes()} bytes; more than {MAXIMUM_BYTES} do not ship")
    date = datetime.now(timezone.utc).strftime("%Y%m%d")
    metadata: dict[str, Any] = {
        "inputSize": INPUT_SIZE, "cropScale": CROP_SCALE, "inputRange": [-1, 1], "outputs": list(graph.outputs),
        "trainedOn": TRAINED_ON, "trainingSamples": checkpoint["samples"]}
    version = write_layers_model(chosen.out, graph, date, metadata)
    with torch.no_grad():
        write_golden(chosen.out, Judge(ShippedNetwork(graph)))
    scores = Scores(chosen.scores)
    calibration = calibrate(scores, version)
    (chosen.out / "calibration.json").write_text(json.dumps(calibration, indent=1) + "\n")
    models = chosen.out.parent
    said = {"modelVersion": version, "bytes": graph.bytes(), "multiplyAccumulates": graph.multiply_accumulates(INPUT_SIZE),
            "grid": json.loads(chosen.grid.read_text()) if chosen.grid else None, **report(scores, calibration)}
    (models / "evaluation.json").write_text(json.dumps(said, indent=1) + "\n")
    write_card(models / "MODEL_CARD.md", said, calibration, checkpoint)
    write_checksums(models)
    save_weights(chosen.keep, checkpoint)
    print(json.dumps({"version": version, "thresholds": calibration["thresholds"], "atThreshold": calibration["atThreshold"], "clips": said["clips"]}, indent=1))


if __name__ == "__main__":
    main()
