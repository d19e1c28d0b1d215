"""Packed weights unpack to what was packed, and the landmark network reads them, here small random ones."""
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from training.networks.landmarks import LandmarkNetwork, find_landmarks, landmarks_of
from training.networks.packed_weights import unpack

WIDTHS = (4, 6, 8, 10)


class PackedWeightsTest(unittest.TestCase):
    def test_affine_bytes_and_plain_floats(self) -> None:
        plain = np.float32([1.5, -2.25])
        entries = [
            {"name": "a", "shape": [2, 2], "dtype": "float32", "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1.0}},
            {"name": "b", "shape": [2], "dtype": "float32"},
        ]
        tensors = unpack(entries, bytes([0, 1, 2, 255]) + plain.tobytes())
        np.testing.assert_allclose(tensors["a"], [[-1, -0.5], [0, 126.5]])
        np.testing.assert_array_equal(tensors["b"], plain)
        self.assertEqual({str(tensor.dtype) for tensor in tensors.values()}, {"float32"})

    def test_too_few_and_too_many_bytes_are_refused(self) -> None:
        entries = [{"name": "a", "shape": [3], "dtype": "float32", "quantization": {"dtype": "uint8", "scale": 1.0, "min": 0.0}}]
        with self.assertRaisesRegex(ValueError, "end before 'a'"):
            unpack(entries, bytes(2))
        with self.assertRaisesRegex(ValueError, "1 bytes"):
            unpack(entries, bytes(4))


def write_network(folder: Path) -> None:
    """A landmark model's files with few channels and random weights, half of them packed to bytes."""
    rng = np.random.default_rng(0)
    entries, data = [], b""

    def add(name: str, *shape: int, packed: bool = True) -> None:
        nonlocal data
        entry = {"name": name, "shape": list(shape), "dtype": "float32"}
        if packed:
            entry["quantization"] = {"dtype": "uint8", "scale": 0.004, "min": -0.5}
            data += rng.integers(0, 256, int(np.prod(shape)), dtype=np.uint8).tobytes()
        else:
            data += rng.normal(0, 0.1, shape).astype(np.float32).tobytes()
        entries.append(entry)

    inputs = 3
    for block, width in enumerate(WIDTHS):
        for layer in range(4):
            name = f"dense{block}/conv{layer}"
            if block == layer == 0:
                add(f"{name}/filters", 3, 3, inputs, width)
            else:
                add(f"{name}/depthwise_filter", 3, 3, inputs, 1)
                add(f"{name}/pointwise_filter", 1, 1, inputs, width)
            add(f"{name}/bias", width, packed=False)
            inputs = width
    add("fc/weights", inputs, 136, packed=False)
    add("fc/bias", 136, packed=False)
    (folder / "face_landmark_68_model.bin").write_bytes(data)
    manifest = [{"paths": ["face_landmark_68_model.bin"], "weights": entries}]
    (folder / "face_landmark_68_model-weights_manifest.json").write_text(json.dumps(manifest))


class LandmarkNetworkTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        write_network(self.folder)
        self.network = LandmarkNetwork(self.folder)
        self.pictures = np.random.default_rng(1).integers(0, 256, (3, 224, 224, 3), dtype=np.uint8)

    def test_sixty_eight_points_a_face_whatever_is_beside_it(self) -> None:
        points = find_landmarks(self.pictures, self.network)
        self.assertEqual((points.shape, points.dtype), ((3, 68, 2), np.float32))
        np.testing.assert_allclose(find_landmarks(self.pictures[1:2], self.network)[0], points[1], atol=1e-5)
        self.assertFalse(np.allclose(points[0], points[1]))
        self.assertEqual(find_landmarks(self.pictures[:0], self.network).shape, (0, 68, 2))

    def test_the_first_layer_is_tensorflows_strided_convolution(self) -> None:
        maps = torch.rand(1, 3, 112, 112)
        weight = self.network.names["dense0/conv0/filters"]
        answer = self.network._layer(maps, "dense0/conv0", 2)
        self.assertEqual(tuple(answer.shape), (1, WIDTHS[0], 56, 56))
        at_corner = (maps[0, :, :3, :3] * weight[0]).sum() + self.network.names["dense0/conv0/bias"][0]
        self.assertAlmostEqual(float(answer[0, 0, 0, 0]), float(at_corner), places=4)

    def test_found_once_and_kept(self) -> None:
        np.save(self.folder / "landmarks-set.npy", np.ones((3, 68, 2), np.float32))
        self.assertTrue((landmarks_of(self.pictures, self.folder, "set", self.folder) == 1).all())
        found = landmarks_of(self.pictures[:2], self.folder, "set", self.folder)
        np.testing.assert_allclose(found, find_landmarks(self.pictures[:2], self.network), atol=1e-5)
        np.testing.assert_array_equal(np.load(self.folder / "landmarks-set.npy"), found)


if __name__ == "__main__":
    unittest.main()
