"""Pictures for the tests: textured backgrounds with a drawn face, and where its 68 landmarks are. No data set is read."""
from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from training.data.manifest import part_of
from training.data.pack import WHOLE
from training.data.store import Store
from training.run.fit import DATASETS
from training.signal.blend import blend

SIDE = 224
LABELLED_SETS = ("dfdc-faces", "openforensics", "ciplab")


def _arc(centre: tuple[float, float], radii: tuple[float, float], first: float, last: float, count: int) -> np.ndarray:
    """Points on an ellipse, angles in degrees, clockwise from the right as pictures count."""
    angles = np.radians(np.linspace(first, last, count))
    return np.stack([centre[0] + radii[0] * np.cos(angles), centre[1] + radii[1] * np.sin(angles)], 1)


def landmarks(rng: np.random.Generator | None = None) -> np.ndarray:
    """A frontal face's landmarks float32 [68, 2], shares of the picture's side, a little moved and scaled if `rng` is given."""
    points = np.concatenate([
        _arc((0.5, 0.47), (0.3, 0.4), 178, 2, 17),
        _arc((0.36, 0.36), (0.1, 0.05), 190, 350, 5), _arc((0.64, 0.36), (0.1, 0.05), 190, 350, 5),
        np.stack([np.full(4, 0.5), np.linspace(0.42, 0.56, 4)], 1), _arc((0.5, 0.57), (0.06, 0.03), 170, 10, 5),
        _arc((0.36, 0.43), (0.06, 0.025), 180, 480, 6), _arc((0.64, 0.43), (0.06, 0.025), 180, 480, 6),
        _arc((0.5, 0.72), (0.11, 0.045), 180, 510, 12), _arc((0.5, 0.72), (0.07, 0.015), 180, 495, 8),
    ])
    if rng is not None:
        points = 0.5 + (points - 0.5) * rng.uniform(0.85, 1.1) + rng.uniform(-0.03, 0.03, 2)
    return points.astype(np.float32)


def _field(rng: np.random.Generator, cells: int, spread: float) -> np.ndarray:
    """Smooth random colours float32 [224, 224, 3] about 0."""
    return cv2.resize(rng.normal(0, spread, (cells, cells, 3)).astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)


def draw_face(rng: np.random.Generator, points: np.ndarray) -> np.ndarray:
    """uint8 [224, 224, 3]: smooth colours and fine texture, a skin-coloured face with brows, eyes, nose and mouth."""
    def filled(canvas: np.ndarray, part: slice, colour: np.ndarray) -> None:
        hull = cv2.convexHull((points[part] * SIDE).round().astype(np.int32))
        cv2.fillConvexPoly(canvas, hull, colour.tolist())

    face = np.full((SIDE, SIDE, 3), rng.uniform(40, 200, 3), np.float32)
    cv2.ellipse(face, (SIDE // 2, int(0.45 * SIDE)), (int(0.31 * SIDE), int(0.43 * SIDE)), 0, 0, 360, rng.uniform((120, 90, 70), (220, 180, 160)).tolist(), -1)
    for part, low, high in ((slice(17, 22), 30, 90), (slice(22, 27), 30, 90), (slice(36, 42), 10, 60), (slice(42, 48), 10, 60),
                            (slice(27, 36), 100, 150), (slice(48, 60), 90, 160)):
        filled(face, part, rng.uniform(low, high, 3))
    face = cv2.GaussianBlur(face, (0, 0), 1.2)
    textured = face + _field(rng, 7, 14) + _field(rng, 56, 7) + rng.normal(0, 4, face.shape)
    return np.clip(textured, 0, 255).astype(np.uint8)


def some_people(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Pictures uint8 [count, 224, 224, 3] and landmarks float32 [count, 68, 2], shares of the side."""
    rng = np.random.default_rng(seed)
    points = np.stack([landmarks(rng) for _ in range(count)])
    return np.stack([draw_face(rng, shape) for shape in points]), points


def some_store(folder: Path, people: int = 30) -> Store:
    """A store of drawn faces in all data sets of the detector, with fakes of the labelled ones and reconstructions; groups of all parts."""
    pictures, points = some_people(people)
    rng = np.random.default_rng(3)
    fakes = [blend(picture, shape * SIDE, rng)[1] for picture, shape in zip(pictures, points)]
    rows = [(name, fake, number) for name in DATASETS for fake in ((False, True) if name in LABELLED_SETS else (False,)) for number in range(people)]
    files = [cv2.imencode(".jpg", (fakes if fake else pictures)[number][:, :, ::-1], (cv2.IMWRITE_JPEG_QUALITY, 95))[1].tobytes() for _, fake, number in rows]
    (folder / "pictures.bin").write_bytes(b"".join(files))
    groups = [f"g{number}" for _, _, number in rows]
    genuine = np.array([place for place, (_, fake, _) in enumerate(rows) if not fake])
    np.savez(folder / "index.npz", offset=np.cumsum([0, *map(len, files)]), latent_of=genuine, dataset=np.array([name for name, _, _ in rows]),
             group=np.array(groups), part=np.array([part_of(group) for group in groups]), fake=np.array([fake for _, fake, _ in rows]), margin=np.full(len(rows), WHOLE))
    np.save(folder / "landmarks.npy", np.stack([points[number] for _, _, number in rows]))
    np.save(folder / "latent.npy", np.stack([[pictures[number], cv2.GaussianBlur(pictures[number], (0, 0), 1)] for _, fake, number in rows if not fake]))
    return Store(folder)
