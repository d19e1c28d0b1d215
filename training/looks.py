"""What looking twice and the suspicious fields gain on validation faces: `python3 -m training.looks --checkpoint …` prints Markdown."""
from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import torch
from torch import nn

from .checkpoint import load_average
from .held_out import SEEN_NAME, HeldOut
from .judge import SUSPICIOUS_FIELDS
from .metrics import auc
from .network import inputs_of
from .runtime import prepare_cpu
from .scoring import BATCH, H264, NOMINAL, SHIFTED_VIEWS
from .sources import open_sources

VIEWS = (NOMINAL, *(view for view in SHIFTED_VIEWS if view.codec == H264[34] and view.shrink == 1))


@torch.no_grad()
def logits_by_step(network: nn.Module, faces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Logits [count] of the face alone, with its mirror image, and with its suspicious fields. faces: uint8 [count, 3, 128, 128]."""
    inputs = inputs_of(faces)
    (alone, _, mask), (turned, _, turned_mask) = network(inputs), network(inputs.flip(3))
    twice = 0.5 * (alone + turned)
    fields = 0.5 * (mask + turned_mask.flip(2))
    return alone, twice, twice + fields.flatten(1).topk(SUSPICIOUS_FIELDS).values.mean(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=Path("training/weights/mobilenet.pt"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder that holds manifest.csv")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "ff-train", help="scratch, about 5 GB")
    chosen = parser.parse_args()
    prepare_cpu(2)
    network = load_average(chosen.checkpoint)[0].to(memory_format=torch.channels_last)
    held_out = HeldOut(open_sources(chosen.data, chosen.work), "validation")
    print("| faces | number | the face alone | and its mirror image | and its fields |\n|---|---|---|---|---|")
    for name, (pictures, fake, groups) in held_out.sets.items():
        # Half of the largest set, as in calibration.
        kept = [place for place in range(len(pictures)) if name != SEEN_NAME or sum(map(ord, groups[place])) % 2 == 0]
        for view in VIEWS:
            steps = [logits_by_step(network, torch.from_numpy(view.show([pictures[place] for place in kept[first:first + BATCH]])).permute(0, 3, 1, 2))
                     for first in range(0, len(kept), BATCH)]
            values = [auc(torch.cat(step).numpy(), fake[kept]) for step in zip(*steps)]
            print(f"| {name}, {view.name} | {len(kept)} | " + " | ".join(f"{value:.3f}" for value in values) + " |", flush=True)


if __name__ == "__main__":
    main()
