"""Folding changes nothing, and the exported files have the layout that tfjs reads."""
import hashlib
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from training.export import write_checksums
from training.fold import FoldedDetector, fold, fold_block
from training.golden import write_golden
from training.layers_model import write_layers_model
from training.network import STAGES, Detector, multiply_accumulates, normalise


def some_network() -> Detector:
    """Random weights and, unlike a new network's, random normalisation statistics."""
    torch.manual_seed(0)
    network = Detector().eval()
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.uniform_(-0.5, 0.5)
            module.running_var.uniform_(0.5, 2)
            module.weight.data.uniform_(0.5, 2)
            module.bias.data.uniform_(-0.5, 0.5)
    return network


class FoldTest(unittest.TestCase):
    def test_a_folded_block_equals_the_block(self) -> None:
        block = some_network().extractor.stages[1][0]
        maps = torch.randn(2, block.conv.in_channels, 10, 10)
        kernel, bias = fold_block(block)
        expected = block(maps)
        self.assertTrue(torch.allclose(torch.relu(torch.nn.functional.conv2d(maps, kernel, bias, padding=1)), expected, atol=1e-4))

    def test_the_folded_network_equals_the_network_up_to_float16(self) -> None:
        network = some_network()
        faces = torch.rand(4, 3, 128, 128) * 2 - 1
        with torch.no_grad():
            logit, feature, _ = network(faces)
            folded_logit, folded_feature = FoldedDetector(*fold(network))(faces)
        scale = float(feature.abs().mean())
        self.assertLess(float((feature - folded_feature).abs().mean()), 0.01 * scale)
        self.assertLess(float((logit - folded_logit).abs().max()), 0.01 * max(1.0, float(logit.abs().max())))

    def test_it_stays_small_enough_for_the_browser(self) -> None:
        self.assertLessEqual(multiply_accumulates(), 100e6)


class ExportTest(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.models = Path(self.folder.name)
        self.detector = self.models / "detector"
        self.folded = fold(some_network())
        self.version = write_layers_model(self.detector, *self.folded, "20000101", {"inputSize": 128, "cropScale": 1.3})
        self.model = json.loads((self.detector / "model.json").read_text())

    def test_weights_file_holds_exactly_what_the_manifest_says(self) -> None:
        data = (self.detector / "weights.bin").read_bytes()
        entries = self.model["weightsManifest"][0]["weights"]
        self.assertEqual(sum(2 * int(np.prod(entry["shape"])) for entry in entries), len(data))
        self.assertEqual({json.dumps(entry["quantization"]) for entry in entries},
                         {'{"dtype": "float16", "original_dtype": "float32"}'})
        first = np.frombuffer(data, "<f2", 3 * 3 * 3 * STAGES[0][0]).reshape(3, 3, 3, STAGES[0][0])
        np.testing.assert_array_equal(first, self.folded[0][0].kernel)

    def test_every_weight_belongs_to_a_layer_of_its_shape(self) -> None:
        layers = {layer["name"]: layer for layer in self.model["modelTopology"]["model_config"]["config"]["layers"]}
        for entry in self.model["weightsManifest"][0]["weights"]:
            name, part = entry["name"].split("/")
            config = layers[name]["config"]
            width = config.get("filters") or config.get("units")
            self.assertEqual(entry["shape"][-1], width)
            self.assertEqual(len(entry["shape"]), {"bias": 1, "kernel": 4 if "filters" in config else 2}[part])

    def test_layers_are_wired_in_a_chain_and_outputs_are_in_order(self) -> None:
        config = self.model["modelTopology"]["model_config"]["config"]
        names = [layer["name"] for layer in config["layers"]]
        for before, layer in zip(names, config["layers"][1:]):
            self.assertEqual(layer["inbound_nodes"][0][0][0], before)
        self.assertEqual([output[0] for output in config["output_layers"]], ["fake_logit", "feature"])
        self.assertEqual(config["layers"][0]["config"]["batch_input_shape"], [None, 128, 128, 3])

    def test_the_version_names_the_weights(self) -> None:
        digest = hashlib.sha256((self.detector / "weights.bin").read_bytes()).hexdigest()
        self.assertEqual(self.version, f"plain-cnn-20000101-{digest[:8]}")
        self.assertEqual(self.model["userDefinedMetadata"]["modelVersion"], self.version)

    def test_golden_vectors_are_what_the_network_answers(self) -> None:
        network = FoldedDetector(*self.folded)
        write_golden(self.detector, network)
        golden = json.loads((self.detector / "golden.json").read_text())
        inputs = np.frombuffer((self.detector / golden["inputs"]).read_bytes(), np.uint8).reshape(golden["shape"])
        with torch.no_grad():
            logits, features = network(normalise(torch.from_numpy(inputs.copy()).permute(0, 3, 1, 2)))
        np.testing.assert_allclose(logits.numpy(), golden["logits"], atol=golden["tolerance"])
        np.testing.assert_allclose(features.numpy()[:, :8], golden["featureHead"], atol=golden["tolerance"])

    def test_checksums_cover_all_but_themselves_and_the_card(self) -> None:
        (self.models / "MODEL_CARD.md").write_text("card")
        write_checksums(self.models)
        sums = json.loads((self.models / "checksums.json").read_text())
        self.assertEqual(set(sums), {"detector/model.json", "detector/weights.bin"})
        self.assertEqual(sums["detector/weights.bin"],
                         hashlib.sha256((self.detector / "weights.bin").read_bytes()).hexdigest())


if __name__ == "__main__":
    unittest.main()
