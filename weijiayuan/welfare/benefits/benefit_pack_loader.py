"""Reading a pack of benefits: the engine's loader with the form of benefits."""

from collections.abc import Mapping
from pathlib import Path

from weijiayuan.rules_engine.pack import loader
from weijiayuan.rules_engine.pack.model import Pack
from weijiayuan.welfare.benefits.benefit_schema import BENEFITS


def read_pack(folder: Path) -> Pack:
    """Return the pack in a folder, or raise `PackInvalid` with everything that is wrong."""
    return loader.read_pack(folder, BENEFITS)


def salvage(files: Mapping[str, str]) -> loader.Readable:
    """Return what can be read of these texts, with every slip in them."""
    return loader.salvage(files, BENEFITS)


def read_files(files: Mapping[str, str]) -> Pack:
    """Return the pack made of these texts, by path inside the pack."""
    return loader.read_files(files, BENEFITS)
