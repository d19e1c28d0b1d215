"""Training that goes on on CPUs: the folded network answers as the network does, and items are shown as often as asked."""
import json
import tempfile
import unittest
from dataclasses import asdict
from pathlib import Path
from unittest import mock

import torch
from torch import nn

from training.data.feeder import Turns
from training.networks import folded
from training.networks.checkpoint import load_average, save_weights
from training.run import refine
from training.run.fit import Settings
from training.signal.finishing import View
from training.tests.drawn_faces import some_store

KINDS = {"labelled:dfdc-faces": 0.5, "latent:portraits": 0.5}
SHIPPED = Path("training/weights/lite.pt")


def a_network() -> nn.Module:
    return load_average(SHIPPED)[0].to(memory_format=torch.channels_last)


class FoldedTest(unittest.TestCase):
    def gradients(self, network: nn.Module, faces: torch.Tensor, halves: bool) -> tuple[list[torch.Tensor], dict[str, torch.Tensor]]:
        network.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=halves):
            logits, feature, masks = network(faces)
        (logits.float().sum() + masks.float().square().mean() + feature.float().sum()).backward()
        return [logits.detach().float(), masks.detach().float()], {name: value.grad.clone() for name, value in network.named_parameters() if value.grad is not None}

    def assert_same(self, network: nn.Module, halves: bool, least: float) -> None:
        torch.manual_seed(1)
        faces = torch.rand(4, 3, 96, 96).mul(2).sub(1).contiguous(memory_format=torch.channels_last)
        # In float32: PyTorch's own bfloat16 lies further from it than the kernels.
        said, wanted = self.gradients(network, faces, halves=False)
        folded.freeze_statistics(network)
        again, found = self.gradients(network, faces, halves)
        for one, other in zip(said, again):
            torch.testing.assert_close(one, other, rtol=0.05, atol=0.02)
        self.assertEqual(set(wanted), set(found))
        for name, gradient in wanted.items():
            likeness = nn.functional.cosine_similarity(gradient.flatten(), found[name].flatten(), 0)
            self.assertGreater(float(likeness), least, name)

    def test_answers_and_gradients_are_the_networks_own(self) -> None:
        self.assert_same(a_network(), halves=folded.has_kernels(), least=0.9)

    def test_so_they_are_without_the_kernels(self) -> None:
        with mock.patch.object(folded, "has_kernels", return_value=False):
            self.assert_same(a_network(), halves=False, least=0.999)


class TurnsTest(unittest.TestCase):
    def test_an_item_is_shown_twice_before_others_are_made(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            some_store(Path(name))
            with Turns(Path(name), KINDS, 1, seed=1, shows=2, batch=3) as feeder:
                self.assertEqual(feeder.arrived, 4)
                for _ in range(8):
                    feeder.draw("labelled:dfdc-faces", feeder._rng)
                self.assertEqual(feeder.arrived, 4)
                self.assertEqual(feeder.draw("latent:portraits", feeder._rng).dataset, "portraits")
                self.assertEqual(feeder.arrived, 7)


class RefineTest(unittest.TestCase):
    def test_ends_half_way(self) -> None:
        mean = refine.half_way({"weight": torch.tensor([1.0, 3.0]), "steps": torch.tensor(4)}, {"weight": torch.tensor([2.0, 1.0]), "steps": torch.tensor(9)})
        self.assertEqual((mean["weight"].tolist(), int(mean["steps"])), ([1.5, 2.0], 9))

    def test_goes_on_from_a_checkpoint_and_keeps_the_statistics(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            some_store(folder)
            settings = asdict(Settings(network="lite", view=View(64)))
            save_weights(folder / "from.pt", {"average": a_network().state_dict(), "settings": settings, "samples": 1000})
            command = ["refine", "--work", name, "--from", str(folder / "from.pt"), "--out", str(folder / "out"), "--seconds", "2", "--threads", "1", "--rate", "1"]
            with mock.patch("sys.argv", command), mock.patch.object(refine, "MIXTURE", KINDS), mock.patch.object(refine, "ITEMS", 1):
                refine.main()
            network, contents = load_average(folder / "out" / "final.pt")
            self.assertGreater(contents["samples"], 1000)
            before, after = a_network().state_dict(), network.state_dict()
            self.assertTrue(all(torch.equal(before[key].half(), after[key].half()) for key in before if "running_" in key))
            self.assertFalse(torch.equal(before["extractor.top.conv.weight"].half(), after["extractor.top.conv.weight"].half()))
            self.assertEqual(json.loads((folder / "out" / "log.jsonl").read_text().splitlines()[-1])["samples"], contents["samples"])


if __name__ == "__main__":
    unittest.main()
