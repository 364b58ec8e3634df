"""The pack that ships with a district."""

from functools import cache
from pathlib import Path

from weijiayuan.welfare.benefits.adviser import Adviser
from weijiayuan.welfare.benefits.benefit_pack_loader import read_pack


@cache
def shipped(folder: Path) -> Adviser:
    """Return an adviser on the pack of a folder, read once per process."""
    return Adviser(read_pack(folder))


def whole_folder(folder: Path) -> dict[str, str]:
    """Return every file of a pack by its path, worked cases too."""
    paths = sorted(folder.rglob("*.yaml"))
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
