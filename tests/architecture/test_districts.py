"""Nothing in the program is about one district: what is stands in the district's own folder."""

import re
from pathlib import Path

import pytest

from weijiayuan.district.profile import DISTRICTS, folder_of, read_profile

ROOT = Path(__file__).parents[2]
PLACES_OF_CODE = [
    ("weijiayuan", "*.py"),
    ("weijiayuan", "messages.toml"),
    ("static/host", "*.js"),
    ("static/host", "*.html"),
    ("static/console", "*.js"),
    ("static/console", "*.html"),
    ("miniprogram", "*.js"),
    ("miniprogram", "*.wxml"),
    ("miniprogram", "*.json"),
]
SHIPPED = sorted(path.parent.name for path in DISTRICTS.glob("*/district.toml"))


def words_of(district):
    own = read_profile(folder_of(district))
    return re.compile(f"{own.code}|{own.short_name}|{own.id}", re.IGNORECASE)


@pytest.mark.parametrize("district", SHIPPED)
@pytest.mark.parametrize(("folder", "pattern"), PLACES_OF_CODE)
def test_no_code_names_a_district(district, folder, pattern):
    named = words_of(district)
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted((ROOT / folder).rglob(pattern))
        if "vendor" not in path.parts
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if named.search(line)
    ]
    assert found == []
