"""The pack that ships with the service."""

from functools import cache
from pathlib import Path

from weijiayuan.welfare.benefits.adviser import Adviser
from weijiayuan.welfare.benefits.pack import read_pack

FOLDER = Path(__file__).parent / "pack"


@cache
def shipped() -> Adviser:
    """Return an adviser on the shipped pack, read once per process."""
    return Adviser(read_pack(FOLDER))
