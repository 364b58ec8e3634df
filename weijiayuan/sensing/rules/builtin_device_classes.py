"""The classes that ship as data (`weijiayuan/data/sensing/`)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from weijiayuan.sensing.rules.device_class_parser import read
from weijiayuan.sensing.rules.device_classes import Classes


@cache
def shipped() -> Classes:
    """Return the classes that ship."""
    return read(shipped_content())


@cache
def shipped_content() -> dict[str, Any]:
    """Return what ships as a version would be written, to be changed into a draft."""
    raw = files("weijiayuan").joinpath("data", "sensing", "classes.toml").read_text("utf-8")
    return tomllib.loads(raw)
