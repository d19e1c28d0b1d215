"""Which adaptations a grid is made of."""
import unittest
from pathlib import Path

from training.adapt.adversary import AdaptSettings
from training.adapt.grid import groups_of, tasks_of
from training.adapt.task import Task

COMMON = Task(Path(), Path("crops"), None, Path(), Path("data"), Path("work"), "class", (0, 2), AdaptSettings(steps=7))


class AdaptGridTest(unittest.TestCase):
    def test_every_combination_has_a_folder_of_its_own(self) -> None:
        tasks = list(tasks_of(COMMON, {"detector": Path("d.pt")}, ["a", "b"], [(0, 2), (1, 2)], [None, 0.05], ["plain", "class"], [1, 2], Path("out")))
        self.assertEqual(len(tasks), 32)
        self.assertEqual(len({task.out for task in tasks}), 32)
        self.assertEqual([task.settings.seed for task in tasks], [1] * 16 + [2] * 16)
        self.assertEqual({task.settings.steps for task in tasks}, {7})

    def test_a_network_of_one_seed_is_adapted_with_that_seed(self) -> None:
        networks = {f"plain-cnn-{seed}": Path(f"{seed}.pt") for seed in (1, 2, 3)}
        tasks = list(tasks_of(COMMON, networks, ["a"], [(0, 2)], [None], ["class"], [1, 2, 3], Path("out")))
        self.assertEqual([(task.checkpoint.stem, task.settings.seed) for task in tasks], [("1", 1), ("2", 2), ("3", 3)])

    def test_tasks_that_start_alike_share_a_group(self) -> None:
        tasks = list(tasks_of(COMMON, {"detector": Path("d.pt")}, ["a", "b"], [(0, 2)], [0.0, 0.5], ["plain", "class"], [1, 2], Path("out")))
        groups = groups_of(tasks)
        self.assertEqual([len(group) for group in groups], [4, 4, 4, 4])
        self.assertEqual([[(task.fake_rate, task.weights) for task in group] for group in groups],
                         4 * [[(0.0, "plain"), (0.0, "class"), (0.5, "plain"), (0.5, "class")]])


if __name__ == "__main__":
    unittest.main()
