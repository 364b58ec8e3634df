"""The desk has the telephone's four sizes of type and four steps of space, by the same names and values."""

import re

from tests.client import reading
from tests.client.test_sizes import NAMED, TYPE
from weijiayuan.client.desk_pages import CONSOLE

STEPS = ("s1", "s2", "s3", "s4")
RATIOS = ("small", "large", "huge")
FOR_THE_WALL = {"governance/wall.css", "stall/screen.css"}  # measured by the height of the screen


def value(sheet, name):
    return re.search(rf"--{name}: ([^;]+);", sheet)[1]


def test_the_desk_and_the_telephone_share_their_sizes():
    desk = (CONSOLE / "console.css").read_text("utf-8")
    phone = (reading.TREE.folder / "app.wxss").read_text("utf-8")

    for name in (*STEPS, *RATIOS):
        assert value(desk, name) == value(phone, name), name


def test_type_at_the_desk_has_named_sizes():
    found = {}
    for path in CONSOLE.rglob("*.css"):
        name = path.relative_to(CONSOLE).as_posix()
        loose = [
            size
            for size in TYPE.findall(path.read_text("utf-8"))
            if size not in NAMED and not size.endswith("%")
        ]
        if loose and name not in FOR_THE_WALL:
            found[name] = loose
    assert found == {}


def test_light_and_dark_name_the_same_colours():
    sheet = (CONSOLE / "console.css").read_text("utf-8")
    dark = [
        set(re.findall(r"--([\w-]+): #", block))
        for block in re.findall(r"\{([^{}]*color-scheme: dark;[^{}]*)\}", sheet)
    ]
    assert len(dark) == 2
    assert dark[0] == dark[1] >= {"ink", "ground", "sheet", "brand", "late", "notice"}
