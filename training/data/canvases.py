"""Cuts faces with a margin out of pictures: `python3 -m training.data.canvases --more DIR --model FILE --out FILE`.

Faces are found by the BlazeFace that ships (MediaPipe, full range); of each picture the largest and most central one is taken.
Writes a pickled list for training.data.pack; it may not enter the repository.
"""
from __future__ import annotations

import argparse
import csv
import pickle
import random
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from .pack import CANVAS

# Longest side in which a set's faces are kept, px.
LIMIT = {"openforensics": 256, "ciplab": 320, "all-age-faces": 256, "portraits": 256}
MOST_ALL_AGE_FACES = 6000
LEAST_SIDE, CONFIDENCE, QUALITY = 70, 0.5, 92
# The detector misses a face that fills its picture, so a border is added.
BORDER = 0.25

_detector: Any = None
_more = Path()


def _start(model: Path, more: Path) -> None:
    global _detector, _more
    from mediapipe.tasks.python import BaseOptions, vision
    cv2.setNumThreads(1)
    _more = more
    _detector = vision.FaceDetector.create_from_options(
        vision.FaceDetectorOptions(base_options=BaseOptions(model_asset_path=str(model)), min_detection_confidence=CONFIDENCE))


def _find(picture: np.ndarray) -> list[tuple[float, float, float, float]]:
    import mediapipe
    found = _detector.detect(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(picture)))
    boxes = (one.bounding_box for one in found.detections)
    return [(box.origin_x, box.origin_y, box.width, box.height) for box in boxes]


def square(picture: np.ndarray, centre: tuple[float, float], side: float) -> np.ndarray:
    """A square about `centre` (x, y), edges replicated beyond the picture."""
    height, width = picture.shape[:2]
    count = int(round(side))
    rows, columns = (np.clip(np.arange(count) + int(round(middle - side / 2)), 0, most - 1) for middle, most in ((centre[1], height), (centre[0], width)))
    return picture[rows[:, None], columns[None]]


def _cut(row: dict[str, str]) -> dict[str, Any] | None:
    picture = cv2.imread(str(_more / row["path"]))
    if picture is None:
        return None
    height, width = picture.shape[:2]
    boxes = _find(picture[:, :, ::-1])
    if not boxes:
        border = int(BORDER * max(height, width))
        around = cv2.copyMakeBorder(picture[:, :, ::-1], border, border, border, border, cv2.BORDER_REPLICATE)
        boxes = [(x - border, y - border, w, h) for x, y, w, h in _find(around)]
    if not boxes:
        return None
    x, y, w, h = max(boxes, key=lambda box: box[2] - 0.5 * np.hypot(box[0] + box[2] / 2 - width / 2, box[1] + box[3] / 2 - height / 2))
    side = max(w, h)
    if side < LEAST_SIDE:
        return None
    canvas = square(picture, (x + w / 2, y + h / 2), side * CANVAS)
    limit = LIMIT[row["dataset"]]
    if canvas.shape[0] > limit:
        canvas = cv2.resize(canvas, (limit, limit), interpolation=cv2.INTER_AREA)
    colour = float(np.abs(canvas.astype(int) - canvas.mean(2, keepdims=True)).mean())
    return {"set": row["dataset"], "fake": row["label"] == "fake", "group": row["group"], "grey": colour,
            "jpg": cv2.imencode(".jpg", canvas, (cv2.IMWRITE_JPEG_QUALITY, QUALITY))[1].tobytes()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--more", type=Path, required=True, help="folder with the sets and their manifest.csv")
    parser.add_argument("--model", type=Path, required=True, help="public/models/face/face-detector.tflite, which npm run assets makes")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    with open(chosen.more / "manifest.csv", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["dataset"] in LIMIT]
    random.Random(1).shuffle(rows)
    ages = [row for row in rows if row["dataset"] == "all-age-faces"][:MOST_ALL_AGE_FACES]
    rows = [row for row in rows if row["dataset"] != "all-age-faces"] + ages
    with Pool(chosen.processes, _start, (chosen.model, chosen.more)) as pool:
        found = [one for one in pool.imap_unordered(_cut, rows, chunksize=32) if one]
    chosen.out.write_bytes(pickle.dumps(found))
    print(len(found), "of", len(rows))


if __name__ == "__main__":
    main()
