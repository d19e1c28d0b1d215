"""Checksums of the model files."""
from __future__ import annotations

import hashlib
import json
from pathlib import Path

NOT_CHECKED = {"checksums.json", "MODEL_CARD.md"}


def write_checksums(models: Path) -> None:
    """SHA-256 of every file below `models` but the checksums and the card."""
    files = sorted(path for path in models.rglob("*") if path.is_file() and path.name not in NOT_CHECKED)
    sums = {path.relative_to(models).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    (models / "checksums.json").write_text(json.dumps(sums, indent=1) + "\n")
