"""Packages import downwards only, in the order of the README's table; no circles; every command and file that is named exists."""
import ast
import importlib
import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRAINING = ROOT / "training"
README = (TRAINING / "README.md").read_text()
# Package to what it holds, lowest first.
PACKAGES = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", README, re.M))
SOURCES = {path: ast.parse(path.read_text()) for package in PACKAGES for path in sorted((TRAINING / package).glob("*.py"))}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path) for path in SOURCES}


def imports_of(path: Path) -> set[str]:
    """Modules of this project that a module imports, by full name."""
    found: set[str] = set()
    for node in ast.walk(SOURCES[path]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parents = name_of(path).split(".")[:-node.level] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            found |= {f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base for alias in node.names}
    return {name for name in found if name.startswith("training")}


IMPORTS = {name_of(path): imports_of(path) for path in SOURCES}


class PackagesTest(unittest.TestCase):
    def test_every_package_is_in_the_table_with_its_docstring(self) -> None:
        folders = {path.parent.name for path in TRAINING.glob("*/__init__.py")} - {"tests"}
        self.assertEqual(set(PACKAGES), folders)
        for package, words in PACKAGES.items():
            self.assertEqual((TRAINING / package / "__init__.py").read_text(), f'"""{words}"""\n')

    def test_no_module_lies_outside_the_packages(self) -> None:
        self.assertEqual([path.name for path in TRAINING.glob("*.py")], ["__init__.py"])

    def test_imports_do_not_climb(self) -> None:
        order = list(PACKAGES)
        for name, imported in IMPORTS.items():
            for other in imported:
                self.assertIn(other, MODULES, f"{name} imports {other}, which is no module of a package")
                self.assertLessEqual(order.index(other.split(".")[1]), order.index(name.split(".")[1]), f"{name} imports {other}")

    def test_no_modules_import_each_other(self) -> None:
        done: set[str] = set()

        def visit(name: str, above: tuple[str, ...]) -> None:
            self.assertNotIn(name, above, " -> ".join((*above, name)))
            if name not in done:
                for other in IMPORTS[name]:
                    visit(other, (*above, name))
                done.add(name)

        for name in IMPORTS:
            visit(name, ())


class NamedTest(unittest.TestCase):
    """In all that is kept: code, documents and messages."""

    @classmethod
    def setUpClass(cls) -> None:
        listed = subprocess.run(["git", "ls-files", "*.md", "*.py", "*.ts", "*.tsx"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        cls.texts = {name: (ROOT / name).read_text() for name in listed.splitlines() if (ROOT / name).is_file()}

    def test_commands_exist(self) -> None:
        count = 0
        for name, text in self.texts.items():
            for module in re.findall(r"python3 -m (training\.[\w.]*\w)", text):
                count += 1
                path = ROOT / (module.replace(".", "/") + ".py")
                self.assertTrue(path.is_file(), f"{name} names {module}")
                self.assertIn("__main__", path.read_text(), f"{name} names {module}, which is no command")
        self.assertGreater(count, 20)

    def test_files_exist(self) -> None:
        for name, text in self.texts.items():
            for path in re.findall(r"\btraining/[\w/]+\.(?:py|pt)\b", text):
                self.assertTrue((ROOT / path).is_file() or "mobilenet" in path, f"{name} names {path}")

    def test_commands_of_the_table_exist(self) -> None:
        for package, words in re.findall(r"^\| `(\w+)` \|.*\| (`.*`) \|$", README, re.M):
            for command in re.findall(r"`(\w+)`", words):
                self.assertTrue(hasattr(importlib.import_module(f"training.{package}.{command}"), "main"), f"{package}.{command}")


if __name__ == "__main__":
    unittest.main()
