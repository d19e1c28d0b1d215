"""Training batches: half reals, half fakes, a real beside its own fake wherever there is one."""
from __future__ import annotations

import numpy as np
import torch

from .augment import apply_recipe, draw_recipe
from .crop import INPUT_SIZE
from .manifest import Face, pair_up


class PairBatches(torch.utils.data.Dataset):
    """Batch number `step` is a function of (seed, step) alone, so that a resumed run goes on exactly where it stopped.

    Item: (uint8 [2 * pairs, 3, 128, 128], float32 labels [2 * pairs], 1 = fake), the reals first.
    """

    def __init__(self, pictures: np.ndarray, faces: list[Face], indices: list[int], pairs_per_batch: int, seed: int):
        self.pictures = pictures
        self.pairs, self.lone_reals, self.lone_fakes = pair_up(faces, indices)
        self.pairs_per_batch = pairs_per_batch
        self.seed = seed
        self._shuffled: tuple[int, list[tuple[int, int]]] = (-1, [])
        self.pairs_per_epoch = len(self.pairs) + min(len(self.lone_reals), len(self.lone_fakes))

    def steps_per_epoch(self) -> int:
        return self.pairs_per_epoch // self.pairs_per_batch

    def __len__(self) -> int:
        return 2**31

    def epoch_pairs(self, epoch: int) -> list[tuple[int, int]]:
        """The epoch's (real, fake) positions in random order; lone reals and lone fakes are matched at random."""
        if self._shuffled[0] == epoch:
            return self._shuffled[1]
        rng = np.random.default_rng([self.seed, 1, epoch])
        reals, fakes = rng.permutation(self.lone_reals), rng.permutation(self.lone_fakes)
        pairs = self.pairs + [(int(real), int(fake)) for real, fake in zip(reals, fakes)]
        self._shuffled = (epoch, [pairs[index] for index in rng.permutation(len(pairs))])
        return self._shuffled[1]

    def __getitem__(self, step: int) -> tuple[torch.Tensor, torch.Tensor]:
        epoch, position = divmod(step, self.steps_per_epoch())
        first = position * self.pairs_per_batch
        chosen = self.epoch_pairs(epoch)[first:first + self.pairs_per_batch]
        rng = np.random.default_rng([self.seed, 2, step])
        batch = np.empty((2, self.pairs_per_batch, INPUT_SIZE, INPUT_SIZE, 3), np.uint8)
        for place, pair in enumerate(chosen):
            recipe = draw_recipe(rng)
            for label, index in enumerate(pair):
                batch[label, place] = apply_recipe(self.pictures[index], recipe)
        faces = torch.from_numpy(batch.reshape(-1, INPUT_SIZE, INPUT_SIZE, 3)).permute(0, 3, 1, 2)
        labels = torch.arange(2, dtype=torch.float32).repeat_interleave(self.pairs_per_batch)
        return faces, labels
