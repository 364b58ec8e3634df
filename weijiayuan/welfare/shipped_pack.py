"""The pack that ships with a district."""

from functools import cache
from pathlib import Path

from weijiayuan.welfare.benefits.adviser import Adviser
from weijiayuan.welfare.benefits.pack import read_pack


@cache
def shipped(folder: Path) -> Adviser:
    """Return an adviser on the pack of a folder, read once per process."""
    return Adviser(read_pack(folder))
