"""No group straddles the split, and a fake's partner is its own original."""
import unittest

from training.data.manifest import PARTS, Face, count_parts, indices_of, pair_up, part_of


def some_faces(groups: int) -> list[Face]:
    """Groups with both kinds, with a real only and with fakes only."""
    faces = []
    for number in range(groups):
        if number % 7:
            faces.append(Face(f"real/{number}.jpg", False, f"g{number}"))
        if number % 5:
            faces.append(Face(f"fake/{number}.jpg", True, f"g{number}"))
    return faces


class SplitTest(unittest.TestCase):
    def test_parts_are_disjoint_by_group_and_cover_everything(self) -> None:
        faces = some_faces(3000)
        groups = [{faces[i].group for i in indices_of(faces, part)} for part in PARTS]
        for first in range(3):
            for second in range(first):
                self.assertFalse(groups[first] & groups[second])
        self.assertEqual(sum(len(indices_of(faces, part)) for part in PARTS), len(faces))
        self.assertEqual(sum(part["reals"] + part["fakes"] for part in count_parts(faces).values()), len(faces))

    def test_shares(self) -> None:
        parts = [part_of(f"g{number}") for number in range(20000)]
        for part, share in zip(PARTS, (0.8, 0.1, 0.1)):
            self.assertAlmostEqual(parts.count(part) / len(parts), share, delta=0.01)

    def test_known_groups_never_move(self) -> None:
        # The shipped weights were trained on this split; another hash would leak test groups into training.
        self.assertEqual([part_of(f"g{number}") for number in range(12)], EXPECTED)

    def test_pairs_share_their_group(self) -> None:
        faces = some_faces(100)
        pairs, reals, fakes = pair_up(faces, list(range(len(faces))))
        self.assertTrue(all(faces[r].group == faces[f].group and not faces[r].fake and faces[f].fake for r, f in pairs))
        self.assertEqual(sorted([i for pair in pairs for i in pair] + reals + fakes), list(range(len(faces))))


EXPECTED = ["train"] * 5 + ["test", "train", "train", "test", "train", "train", "test"]

if __name__ == "__main__":
    unittest.main()
