"""The classes that ship as data (`weijiayuan/data/sensing/`)."""

import tomllib
from functools import cache
from importlib.resources import files

from weijiayuan.sensing.rules.class_reading import read
from weijiayuan.sensing.rules.device_classes import Classes


@cache
def shipped() -> Classes:
    """Return the classes that ship."""
    raw = files("weijiayuan").joinpath("data", "sensing", "classes.toml").read_text("utf-8")
    return read(tomllib.loads(raw))
