"""Four sizes of type and four of spacing, each with a name, so that pages look alike and grow together."""

import re

from tests.client import reading

TYPE = re.compile(r"font-size: ([^;}]+)")
NAMED = {"var(--small)", "var(--fs)", "var(--large)", "var(--huge)"}
SPACE = re.compile(r"(?<![\w-])(?:padding|margin|gap)[a-z-]*: ([^;}]+)")
LOOSE = re.compile(r"(?<![\w.-])(?:[3-9]|[1-9]\d)px")


def unnamed(sheet):
    """What a sheet says in sizes of its own."""
    spaces = [space for space in SPACE.findall(sheet) if LOOSE.search(space)]
    return [size for size in TYPE.findall(sheet) if size not in NAMED] + spaces


def test_type_and_spacing_have_named_sizes():
    sheets = {
        path: (reading.TREE.folder / path).read_text("utf-8") for path in reading.files(".wxss")
    }
    assert {path: found for path, sheet in sheets.items() if (found := unnamed(sheet))} == {}


def test_a_size_of_its_own_is_found():
    sheet = (
        ".a { font-size: 14px; gap: 7px } .b { font-size: calc(var(--fs) * 1.1); margin: 0 -1px }"
    )
    assert unnamed(sheet) == ["14px", "calc(var(--fs) * 1.1)", "7px "]
