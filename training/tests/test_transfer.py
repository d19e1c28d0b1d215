"""A transfer learns damages that it is shown, and what it writes is what the extension reads."""
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from training.transfer import Damage, STRENGTHS, Seen, Transfer, draw_damages, fit, tensors_of, write

VALUES = 40


def cloud(count: int, seed: int) -> torch.Tensor:
    return torch.randn(count, VALUES, generator=torch.Generator().manual_seed(seed))


def damaged(faces: torch.Tensor, strength: float) -> torch.Tensor:
    """Half of the values fade towards something else."""
    moved = faces.clone()
    moved[:, ::2] = (1 - strength) * moved[:, ::2] + 3 * strength
    return moved


class TransferTest(unittest.TestCase):
    def test_damages_are_drawn_alike_and_within_their_strengths(self) -> None:
        self.assertEqual(draw_damages(7), draw_damages(7))
        drawn = [damage for number in range(200) for damage in draw_damages(number)]
        self.assertEqual({damage.kind for damage in drawn}, set(STRENGTHS))
        for damage in drawn:
            low, high = STRENGTHS[damage.kind]
            self.assertTrue(low <= damage.strength <= high, damage)

    def test_every_damage_takes_pictures_of_any_side(self) -> None:
        picture = np.random.default_rng(0).integers(0, 256, (145, 145, 3)).astype(np.uint8)
        for kind, (low, _) in STRENGTHS.items():
            with self.subTest(kind):
                seen = Damage(kind, float(low))(picture)
                self.assertEqual((seen.dtype, seen.ndim), (np.uint8, 3))
                self.assertFalse(np.array_equal(seen, picture[:144, :144]))

    def test_shows_a_face_as_a_set_looks(self) -> None:
        clean = cloud(400, 1)
        rng = np.random.default_rng(2)
        sets = []
        for strength in np.linspace(0, 0.9, 40):
            faces = torch.from_numpy(rng.choice(400, 220, replace=False))
            sets.append(Seen(damaged(clean[faces], float(strength)), faces))
        transfer, report = fit(clean, torch.arange(400) % 2 == 0, sets, torch.nn.Identity(), steps=400)
        self.assertLess(report["squaredError"], 0.2 * report["squaredMove"])
        new, site = cloud(50, 3), damaged(cloud(150, 4), 0.5)
        with torch.no_grad():
            shown = transfer(new, transfer.code_of(site).expand(50, -1))
        truth = damaged(new, 0.5)
        self.assertLess(float(((shown - truth) ** 2).mean()), 0.1 * float(((new - truth) ** 2).mean()))

    def test_code_ends_where_the_damages_end(self) -> None:
        clean = cloud(200, 1)
        transfer = Transfer(clean, [damaged(clean, strength) for strength in (0.0, 0.2, 0.4)], code=2)
        code = transfer.code_of(damaged(clean, 1.0) * 10)
        self.assertTrue(bool((code <= transfer.high).all() and (code >= transfer.low).all()))

    def test_writes_every_tensor_in_half_precision(self) -> None:
        clean = cloud(200, 1)
        transfer = Transfer(clean, [damaged(clean, strength) for strength in (0.0, 0.2, 0.4)], code=2, hidden=8)
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), transfer, "net-1")
            described = json.loads((Path(folder) / "transfer.json").read_text())
            data = np.frombuffer((Path(folder) / "transfer.bin").read_bytes(), "<f2")
        self.assertEqual(described["modelVersion"], "net-1")
        position = 0
        for entry, (name, values) in zip(described["weights"], tensors_of(transfer).items(), strict=True):
            self.assertEqual((entry["name"], entry["shape"]), (name, list(values.shape)))
            stored = data[position:position + values.size].astype(np.float32).reshape(values.shape)
            np.testing.assert_allclose(stored, values, rtol=1e-3, atol=1e-4)
            position += values.size
        self.assertEqual(position, data.size)


if __name__ == "__main__":
    unittest.main()
