"""MobileNetV2: shapes, its gradients in half precision, and the ImageNet weights' file form."""
import base64
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from training.networks.mobilenet import MobileDetector, read_imagenet
from training.networks.registry import build


def imagenet_layers(network: MobileDetector) -> list[tuple[str, str, tuple[int, ...], bool]]:
    """(convolution's name, normalisation's name, kernel shape as TensorFlow stores it, is it depthwise) of every layer."""
    found = []

    def add(conv: str, norm: str, layer: torch.nn.Module, depthwise: bool = False) -> None:
        outputs, inputs, height, width = layer.conv.weight.shape
        found.append((conv, norm, (height, width, outputs, 1) if depthwise else (height, width, inputs, outputs), depthwise))

    extractor = network.extractor
    add("Conv1", "bn_Conv1", extractor.stem)
    for number, block in enumerate(extractor.blocks):
        name = "expanded_conv" if number == 0 else f"block_{number}"
        if number:
            add(f"{name}_expand", f"{name}_expand_BN", block.expand)
        add(f"{name}_depthwise", f"{name}_depthwise_BN", block.depthwise, True)
        add(f"{name}_project", f"{name}_project_BN", block.project)
    add("Conv_1", "Conv_1_bn", extractor.top)
    return found


def write_imagenet(folder: Path) -> None:
    """Files in the form that the npm package has: minified scripts, names without quotes, numbers without a leading zero."""
    rng = np.random.default_rng(0)
    entries, data = [], b""
    for conv, norm, shape, depthwise in imagenet_layers(MobileDetector()):
        fan = shape[0] * shape[1] * (1 if depthwise else shape[2])
        limit = (6 / fan) ** 0.5
        channels = shape[2] if depthwise else shape[3]
        kernel = "depthwise_kernel" if depthwise else "kernel"
        for name, lowest, width, size in (
            (f"{conv}/{kernel}", -limit, 2 * limit, shape), (f"{norm}/gamma", 0.5, 1.0, (channels,)), (f"{norm}/beta", -0.3, 0.6, (channels,)),
            (f"{norm}/moving_mean", -0.3, 0.6, (channels,)), (f"{norm}/moving_variance", 0.5, 1.5, (channels,)),
        ):
            data += rng.integers(0, 256, int(np.prod(size)), dtype=np.uint8).tobytes()
            numbers = [f"{value:.9f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.9f}" for value in (lowest, width / 255)]
            sides = ",".join(map(str, size))
            entries.append(f'{{name:"{name}",shape:[{sides}],dtype:"float32",quantization:{{min:{numbers[0]},scale:{numbers[1]},dtype:"uint8"}}}}')
    listed = ",".join(entries)
    (folder / "model.min.js").write_text(
        f'!function(e){{e.exports={{modelTopology:{{trainable:!0}},weightsManifest:[{{paths:["group1-shard1of1"],weights:[{listed}]}}]}}}}()')
    (folder / "group1-shard1of1.min.js").write_text(
        f'!function(e){{throw new Error("Cannot find module");e.exports="{base64.b64encode(data).decode()}"}}()')


class MobileNetTest(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(0)
        self.faces = torch.rand(2, 3, 128, 128) * 2 - 1

    def test_shapes_and_a_feature_that_is_never_negative(self) -> None:
        network = MobileDetector().eval()
        with torch.no_grad():
            logit, feature, mask = network(self.faces)
        self.assertEqual((logit.shape, feature.shape, mask.shape), ((2,), (2, 128), (2, 8, 8)))
        self.assertGreaterEqual(float(feature.min()), 0)

    def test_bfloat16_has_nearly_the_gradients_of_float32(self) -> None:
        network = MobileDetector()
        gradients = []
        for half in (False, True):
            network.zero_grad()
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
                logit, _, _ = network.eval()(self.faces)
            logit.float().sum().backward()
            gradients.append(torch.cat([p.grad.reshape(-1) for p in network.extractor.parameters() if p.grad is not None]))
        self.assertGreater(float(torch.cosine_similarity(*gradients, dim=0)), 0.9)

    def test_starts_from_the_weights_of_the_scripts(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            write_imagenet(Path(name))
            tensors, network = read_imagenet(Path(name)), build("mobilenet", Path(name))
        stem, block = network.extractor.stem, network.extractor.blocks[5]
        np.testing.assert_array_equal(stem.conv.weight.detach().permute(2, 3, 1, 0), tensors["Conv1/kernel"])
        np.testing.assert_array_equal(block.depthwise.conv.weight.detach().permute(2, 3, 0, 1), tensors["block_5_depthwise/depthwise_kernel"])
        np.testing.assert_array_equal(block.depthwise.norm.running_var, tensors["block_5_depthwise_BN/moving_variance"])

    def test_the_scripts_hold_every_tensor(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            write_imagenet(Path(name))
            tensors = read_imagenet(Path(name))
            self.assertEqual(len(tensors), 5 * len(imagenet_layers(MobileDetector())))
            self.assertEqual(tensors["block_3_depthwise/depthwise_kernel"].shape, (3, 3, 144, 1))
            self.assertTrue((tensors["bn_Conv1/moving_variance"] >= 0.499).all())
            (Path(name) / "model.min.js").write_text("!function(){}()")
            with self.assertRaisesRegex(ValueError, "no weights manifest"):
                read_imagenet(Path(name))

    def test_other_networks_do_not_start_from_imagenet(self) -> None:
        with self.assertRaisesRegex(ValueError, "does not start from ImageNet"):
            build("plain-cnn", Path("nowhere"))
        with self.assertRaisesRegex(ValueError, "no network 'other'"):
            build("other")


if __name__ == "__main__":
    unittest.main()
