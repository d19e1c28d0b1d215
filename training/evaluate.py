"""What the exported network reaches: the test groups under several views, and a set it was never trained on."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from torch import nn

from .augment import recompress
from .calibrate import feature_distance, measures, outcome_rates, probabilities
from .crop import square_crop
from .manifest import Face, indices_of, part_of, read_manifest
from .scoring import NOMINAL, ROBUSTNESS_VIEWS, View, score

# DF-TIMIT stores fakes squeezed to 299x299 and reals at 512x384; both are squeezed, widened back to 4:3, re-encoded alike.
TIMIT_SQUEEZED, TIMIT_SHAPE, TIMIT_QUALITY = 299, (512, 384), 90
# No face detector here: a square about the middle of the usual head, in shares of the frame's height.
TIMIT_CENTRE, TIMIT_SIDE = (0.50, 0.56), 0.42


def groups_at(faces: list[Face], indices: list[int]) -> tuple[np.ndarray, list[str]]:
    """(fake bool [count], group names) of the faces at `indices`."""
    return np.array([faces[index].fake for index in indices]), [faces[index].group for index in indices]


def evaluate_part(
    network: nn.Module, pictures: np.ndarray, faces: list[Face], indices: list[int], calibration: dict[str, Any]
) -> dict[str, Any]:
    """Measures per view; under the nominal view also the outcomes in words and the share beyond the feature distance."""
    fake, groups = groups_at(faces, indices)
    result: dict[str, Any] = {}
    for view in (NOMINAL, *ROBUSTNESS_VIEWS, View("half size, JPEG 70", shrink=0.5, jpeg_quality=70)):
        logits, features = score(network, pictures, indices, view)
        p = probabilities(logits, calibration["temperature"], calibration["bias"])
        result[view.name] = measures(logits, fake, groups, p) | outcome_rates(p, fake, calibration["thresholds"])
        result[view.name]["beyondDistance"] = _beyond(features, calibration)
    return result


def evaluate_test(
    network: nn.Module, pictures: np.ndarray, faces: list[Face], calibration: dict[str, Any]
) -> dict[str, Any]:
    """The test groups, which chose nothing: neither the checkpoint nor the calibration."""
    indices = indices_of(faces, "test")
    if any(part_of(faces[index].group) != "test" for index in indices):
        raise AssertionError("a group outside the test part was about to be reported as test")
    return evaluate_part(network, pictures, faces, indices, calibration)


def timit_face(path: Path) -> np.ndarray:
    """A DF-TIMIT frame, equalised and cut roughly where its face is: uint8 [side, side, 3]."""
    frame = Image.open(path).convert("RGB")
    if frame.size != (TIMIT_SQUEEZED, TIMIT_SQUEEZED):
        frame = frame.resize((TIMIT_SQUEEZED, TIMIT_SQUEEZED), Image.BILINEAR)
    frame = frame.resize(TIMIT_SHAPE, Image.BILINEAR)
    pixels = recompress(np.asarray(frame), TIMIT_QUALITY)
    height, width = pixels.shape[:2]
    return square_crop(pixels, TIMIT_CENTRE[0] * width, TIMIT_CENTRE[1] * height, TIMIT_SIDE * height)


def evaluate_timit(network: nn.Module, data: Path, calibration: dict[str, Any]) -> dict[str, Any]:
    """Zero-shot on DF-TIMIT (low quality): a method and a camera never trained on, with a rough crop."""
    faces = read_manifest(data, "df-timit-lq")
    pictures = np.stack([timit_face(data / face.path) for face in faces])
    indices = list(range(len(faces)))
    fake, groups = groups_at(faces, indices)
    logits, features = score(network, pictures, indices)
    p = probabilities(logits, calibration["temperature"], calibration["bias"])
    result = measures(logits, fake, groups, p) | outcome_rates(p, fake, calibration["thresholds"])
    return result | {"beyondDistance": _beyond(features, calibration)}


def score_utkface(network: nn.Module, data: Path, fitting: bool) -> tuple[np.ndarray, np.ndarray]:
    """(logits, features) of genuine faces of many ages and origins from other cameras, the whole aligned picture.

    None of them was trained on. Four in five (`fitting`) take part in choosing the threshold for "manipulated"; the others report.
    """
    faces = [face for face in read_manifest(data, "utkface-real") if (part_of(face.group) == "train") == fitting]
    pictures = np.stack([np.asarray(Image.open(data / face.path).convert("RGB")) for face in faces])
    return score(network, pictures, list(range(len(faces))))


def evaluate_utkface(network: nn.Module, data: Path, calibration: dict[str, Any]) -> dict[str, Any]:
    """False alarms on the UTKFace pictures that did not take part in the calibration."""
    logits, features = score_utkface(network, data, fitting=False)
    p = probabilities(logits, calibration["temperature"], calibration["bias"])
    return {
        "reals": len(p), "falseAlarms": round(float((p >= calibration["thresholds"]["manipulated"]).mean()), 4),
        "aboveHalf": round(float((p > 0.5).mean()), 4), "medianProbability": round(float(np.median(p)), 4),
        "beyondDistance": _beyond(features, calibration)}


def _beyond(features: np.ndarray, calibration: dict[str, Any]) -> float:
    """Share of faces farther from the validation features than the calibrated limit."""
    feature = calibration["feature"]
    distance = feature_distance(features, np.array(feature["mean"]), np.array(feature["std"]))
    return round(float((distance > feature["maxDistance"]).mean()), 4)
