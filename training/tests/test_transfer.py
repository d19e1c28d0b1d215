"""A transfer learns damages that it is shown, and what it writes is what the extension reads."""
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from training.adapt.transfer import Seen, Transfer, fit, tensors_of
from training.export.transfer import write
from training.signal.damage import STRENGTHS, Damage, draw_damages

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
        transfer, report = fit(clean, torch.arange(400) % 2 == 0, sets, code=4, experts=4, directions=30)
        self.assertLess(report["squaredError"], 0.2 * report["squaredMove"])
        new, site = cloud(50, 3), damaged(cloud(150, 4), 0.5)
        shown = transfer.show(new, transfer.code_of(site))
        truth = damaged(new, 0.5)
        self.assertLess(float(((shown - truth) ** 2).mean()), 0.1 * float(((new - truth) ** 2).mean()))

    def test_measures_grain_that_no_face_tells(self) -> None:
        clean = cloud(400, 1)
        sets = []
        for number, strength in enumerate(np.linspace(0, 0.9, 40)):
            faces = torch.arange(400)[(torch.arange(400) // 2 + number) % 2 == 0]
            grain = torch.zeros(200, VALUES)
            grain[:, 3] = torch.randn(200, generator=torch.Generator().manual_seed(number))
            sets.append(Seen(damaged(clean[faces], float(strength)) + grain, faces))
        transfer, _ = fit(clean, torch.arange(400) % 2 == 0, sets, code=4, experts=4, directions=30)
        strongest = int(transfer.grain_spread.mean(0).argmax())
        self.assertGreater(abs(float(transfer.grain[strongest, 3])), 0.95)

    def test_means_of_another_kind_lie_further_off(self) -> None:
        clean, fake = cloud(400, 1), torch.arange(400) % 2 == 0
        rng = np.random.default_rng(2)
        sets = [Seen(damaged(clean[faces], float(strength)), faces) for strength in np.linspace(0, 0.9, 40)
                for faces in [torch.from_numpy(rng.choice(400, 220, replace=False))]]
        transfer, _ = fit(clean, fake, sets, code=4, experts=4, directions=30)

        def off(site: torch.Tensor) -> float:
            code = transfer.code_of(site)
            left = ((site - transfer.show(cloud(200, 9), code)) / transfer.spread).mean(0) - transfer.residual_mean
            along = transfer.residual_axes @ left
            return float(((along / transfer.residual_spread) ** 2).sum() + ((left ** 2).sum() - (along ** 2).sum()) / transfer.residual_rest ** 2)

        other = cloud(200, 5)
        other[:, 1::2] += 1.5 * torch.sign(torch.randn(VALUES // 2, generator=torch.Generator().manual_seed(6)))
        self.assertGreater(off(damaged(other, 0.5)), 4 * off(damaged(cloud(200, 5), 0.5)))

    def fitted(self) -> Transfer:
        clean = cloud(200, 1)
        sets = [Seen(damaged(clean[50:150], strength), torch.arange(50, 150)) for strength in (0.0, 0.1, 0.2, 0.3, 0.4)]
        return fit(clean, torch.arange(200) % 2 == 0, sets, code=2, experts=2, directions=8)[0]

    def test_code_ends_where_the_damages_end(self) -> None:
        transfer = self.fitted()
        code = transfer.code_of(damaged(cloud(200, 1), 1.0) * 10)
        self.assertTrue(bool((code <= transfer.high).all() and (code >= transfer.low).all()))

    def test_writes_every_tensor_in_half_precision(self) -> None:
        transfer = self.fitted()
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
