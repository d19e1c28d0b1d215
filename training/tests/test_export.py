"""The graph that ships computes what was trained, and the exported files have the layout that tfjs reads."""
import hashlib
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from training.export.checksums import write_checksums
from training.export.export import MAXIMUM_BYTES
from training.export.golden import write_golden
from training.export.layers_model import write_layers_model
from training.export.model_card import write_card
from training.networks.checkpoint import load_average
from training.networks.efficientnet import LiteDetector
from training.networks.graph import Graph, fold, graph_of
from training.networks.inputs import normalise
from training.networks.judge import Judge
from training.networks.mobilenet import MobileDetector
from training.networks.plain_cnn import STAGES, Detector
from training.networks.registry import NETWORKS
from training.networks.shipped import ShippedNetwork
from training.signal.crop import COMPARED_SIZE, INPUT_SIZE


def multiply_accumulates(stages: tuple[tuple[int, ...], ...] = STAGES) -> int:
    """Multiply-accumulates of the convolutions for one face."""
    side, inputs, total = COMPARED_SIZE // 2, 3, 0
    for widths in stages:
        for width in widths:
            total += side * side * 9 * inputs * width
            inputs = width
        side //= 2
    return total


def with_statistics(network: torch.nn.Module) -> torch.nn.Module:
    """Random normalisation statistics, unlike a new network's."""
    for module in network.eval().modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.uniform_(-0.5, 0.5)
            module.running_var.uniform_(0.5, 2)
            module.weight.data.uniform_(0.5, 2)
            module.bias.data.uniform_(-0.5, 0.5)
    return network


def some_network(kind: type = LiteDetector) -> torch.nn.Module:
    torch.manual_seed(0)
    return with_statistics(kind())


class GraphTest(unittest.TestCase):
    def test_a_folded_convolution_equals_convolution_and_normalisation(self) -> None:
        block = some_network().extractor.blocks[6].depthwise
        maps = torch.randn(2, block.conv.in_channels, 10, 10)
        kernel, bias = fold(block.conv, block.norm)
        folded = torch.nn.functional.conv2d(block.pad(maps), kernel, bias, block.conv.stride, block.conv.padding, groups=block.conv.groups)
        self.assertTrue(torch.allclose(folded, block.norm(block.conv(block.pad(maps))), atol=1e-4))

    def test_the_graph_computes_what_the_network_does_up_to_float16(self) -> None:
        for kind in (LiteDetector, MobileDetector, Detector):
            network = some_network(kind)
            faces = torch.rand(4, 3, 128, 128) * 2 - 1
            with torch.no_grad():
                expected = network(faces)
            for before, after in zip(expected, ShippedNetwork(graph_of(network))(faces)):
                if before is None:
                    self.assertIsNone(after)
                else:
                    self.assertLess(float((before - after).abs().mean()), 0.02 * max(0.1, float(before.abs().mean())))

    def test_a_face_and_its_mirror_image_get_one_answer(self) -> None:
        network = Judge(ShippedNetwork(graph_of(some_network())))
        faces = torch.rand(3, 3, INPUT_SIZE, INPUT_SIZE) * 2 - 1
        logits, features, masks = network(faces)
        turned_logits, turned_features, turned_masks = network(faces.flip(3))
        torch.testing.assert_close(logits, turned_logits)
        torch.testing.assert_close(features, turned_features)
        torch.testing.assert_close(masks, turned_masks.flip(2), rtol=1e-4, atol=1e-6)
        self.assertFalse(torch.allclose(masks, turned_masks, rtol=0, atol=1e-6))

    def test_it_stays_small_enough_for_the_browser(self) -> None:
        graph = graph_of(some_network())
        self.assertLessEqual(graph.bytes(), MAXIMUM_BYTES)
        self.assertLessEqual(graph.multiply_accumulates(INPUT_SIZE), 400e6)

    def test_multiply_accumulates_are_those_of_the_plain_network(self) -> None:
        dense = 128 * 64 + 64
        self.assertEqual(graph_of(some_network(Detector)).multiply_accumulates(128), multiply_accumulates() + dense)

    def test_networks_for_comparison_do_not_ship(self) -> None:
        with self.assertRaises(TypeError):
            graph_of(torch.nn.Linear(2, 2))
        self.assertIn("mobilenet", NETWORKS)


class ExportTest(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.models = Path(self.folder.name)
        self.detector = self.models / "detector"
        self.graph: Graph = graph_of(some_network())
        self.version = write_layers_model(self.detector, self.graph, "20000101", {"inputSize": 128, "cropScale": 1.3})
        self.model = json.loads((self.detector / "model.json").read_text())

    def test_weights_file_holds_exactly_what_the_manifest_says(self) -> None:
        data = (self.detector / "weights.bin").read_bytes()
        entries = self.model["weightsManifest"][0]["weights"]
        self.assertEqual(sum(2 * int(np.prod(entry["shape"])) for entry in entries), len(data))
        self.assertEqual({json.dumps(entry["quantization"]) for entry in entries},
                         {'{"dtype": "float16", "original_dtype": "float32"}'})
        first = np.frombuffer(data, "<f2", 3 * 3 * 3 * 32).reshape(3, 3, 3, 32)
        np.testing.assert_array_equal(first, self.graph.layers[0].kernel)

    def test_every_weight_belongs_to_a_layer_of_its_shape(self) -> None:
        layers = {layer["name"]: layer for layer in self.model["modelTopology"]["model_config"]["config"]["layers"]}
        for entry in self.model["weightsManifest"][0]["weights"]:
            name, part = entry["name"].split("/")
            config, kind = layers[name]["config"], layers[name]["class_name"]
            if part == "depthwise_kernel":
                self.assertEqual((kind, entry["shape"][-1]), ("DepthwiseConv2D", 1))
            elif kind != "DepthwiseConv2D":
                self.assertEqual(entry["shape"][-1], config.get("filters") or config.get("units"))
            self.assertEqual(len(entry["shape"]), 1 if part == "bias" else 2 if kind == "Dense" else 4)

    def test_every_layer_reads_layers_before_it_and_outputs_are_in_order(self) -> None:
        config = self.model["modelTopology"]["model_config"]["config"]
        seen = {"face"}
        for layer in config["layers"][1:]:
            self.assertLessEqual({source[0] for source in layer["inbound_nodes"][0]}, seen, layer["name"])
            seen.add(layer["name"])
        self.assertEqual([output[0] for output in config["output_layers"]], ["fake_logit", "feature", "mask"])
        self.assertEqual(config["layers"][0]["config"]["batch_input_shape"], [None, INPUT_SIZE, INPUT_SIZE, 3])

    def test_the_version_names_the_weights(self) -> None:
        digest = hashlib.sha256((self.detector / "weights.bin").read_bytes()).hexdigest()
        self.assertEqual(self.version, f"efficientnet-lite0-20000101-{digest[:8]}")
        self.assertEqual(self.model["userDefinedMetadata"]["modelVersion"], self.version)

    def test_golden_vectors_are_what_the_network_answers(self) -> None:
        network = Judge(ShippedNetwork(self.graph))
        write_golden(self.detector, network)
        golden = json.loads((self.detector / "golden.json").read_text())
        inputs = np.frombuffer((self.detector / golden["inputs"]).read_bytes(), np.uint8).reshape(golden["shape"])
        with torch.no_grad():
            logits, features, masks = network(normalise(torch.from_numpy(inputs.copy()).permute(0, 3, 1, 2)))
        np.testing.assert_allclose(logits.numpy(), golden["logits"], atol=golden["tolerance"])
        np.testing.assert_allclose(masks.numpy().reshape(len(inputs), -1), golden["masks"], atol=golden["tolerance"])
        np.testing.assert_allclose(features.numpy()[:, :8], golden["featureHead"], atol=golden["tolerance"])

    def test_checksums_cover_all_but_themselves_and_the_card(self) -> None:
        (self.models / "MODEL_CARD.md").write_text("card")
        write_checksums(self.models)
        sums = json.loads((self.models / "checksums.json").read_text())
        self.assertEqual(set(sums), {"detector/model.json", "detector/weights.bin"})
        self.assertEqual(sums["detector/weights.bin"],
                         hashlib.sha256((self.detector / "weights.bin").read_bytes()).hexdigest())


class ModelCardTest(unittest.TestCase):
    def test_the_card_that_ships_is_the_one_that_an_export_would_write(self) -> None:
        report, calibration = (json.loads(Path("models", name).read_text()) for name in ("evaluation.json", "detector/calibration.json"))
        _, checkpoint = load_average(Path("training/weights/lite.pt"))
        with tempfile.TemporaryDirectory() as name:
            write_card(Path(name) / "card.md", report, calibration, checkpoint)
            self.assertEqual((Path(name) / "card.md").read_text(), Path("models/MODEL_CARD.md").read_text())


if __name__ == "__main__":
    unittest.main()
