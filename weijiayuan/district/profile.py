"""The district this service is set up for, as its folder says. Standard library only.

A folder `data/districts/NAME/` holds everything that is true of one district and of no other:
`district.toml` (this profile), `places/` (boundary, streets and communities, grids, service
points), `units.toml` (departments and what they own) and the policy pack.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

DATA = Path(str(files("weijiayuan").joinpath("data")))
DISTRICTS = DATA / "districts"
DIALLED = re.compile(r"[0-9][0-9-]{2,19}")


class BadProfile(ValueError):
    """The folder of a district does not add up. The message is for whoever keeps it."""


@dataclass(frozen=True, slots=True)
class Telephone:
    """A number that residents may call."""

    name: str
    number: str


@dataclass(frozen=True, kw_only=True, eq=False)
class DistrictProfile:
    """What is true of one district: its names and codes, and where the rest of its data lies."""

    folder: Path
    code: str
    name: str
    short_name: str
    city: str
    province: str
    source: str
    area_km2: float | None
    communities_named: int | None
    jurisdictions: tuple[str, ...]
    calendar_region: str
    minimum_wage_region: str
    policy_pack: str
    centre: tuple[float, float]
    neighbours: tuple[str, ...]
    telephones: Mapping[str, Telephone]
    community_telephones: Mapping[str, str]
    words: Mapping[str, str]

    @property
    def id(self) -> str:
        """Return the name of its folder, by which `DISTRICT` chooses it."""
        return self.folder.name

    @property
    def pack_folder(self) -> Path:
        """Return where its policy pack lies."""
        return self.folder / self.policy_pack

    def holds(self, code: str) -> bool:
        """Say whether a code of a street, community or grid is one of this district's."""
        return code.startswith(self.code)


def default_name() -> str:
    """Return the district that is served when no setting names one."""
    named: str = tomllib.loads((DISTRICTS / "districts.toml").read_text("utf-8"))["default"]
    return named


def folder_of(name: str) -> Path:
    """Return the folder of a district by its name, or by its path where it has a slash."""
    return Path(name).absolute() if "/" in name else DISTRICTS / name


@cache
def read_profile(folder: Path) -> DistrictProfile:
    """Read the profile of a district, once per process. Raises `BadProfile`."""
    try:
        table = tomllib.loads((folder / "district.toml").read_text("utf-8"))
    except FileNotFoundError as error:
        raise BadProfile(f"there is no district at {folder}") from error
    except tomllib.TOMLDecodeError as error:
        raise BadProfile(f"{folder / 'district.toml'}: {error}") from error
    try:
        return _profile(folder, table)
    except (KeyError, TypeError, ValueError) as error:
        raise BadProfile(f"{folder / 'district.toml'}: {error!r}") from error


def _profile(folder: Path, table: Mapping[str, Any]) -> DistrictProfile:
    lng, lat = table["centre_gcj02"]
    code = table["code"]
    if not (len(code) == 6 and code.isdecimal()):
        raise ValueError("code must be six digits")
    return DistrictProfile(
        folder=folder,
        code=code,
        name=table["name"],
        short_name=table["short_name"],
        city=table["city"],
        province=table["province"],
        source=table["source"],
        area_km2=table.get("area_km2"),
        communities_named=table.get("communities_named"),
        jurisdictions=tuple(table["jurisdictions"]),
        calendar_region=table["calendar_region"],
        minimum_wage_region=table["minimum_wage_region"],
        policy_pack=table["policy_pack"],
        centre=(lng, lat),
        neighbours=tuple(table["neighbours"]),
        telephones=MappingProxyType(
            {use: Telephone(**each) for use, each in table["telephones"].items()}
        ),
        community_telephones=MappingProxyType(
            _numbers(table.get("community_telephones", {}), code)
        ),
        words=MappingProxyType(dict(table["words"])),
    )


def _numbers(table: Mapping[str, Any], district: str) -> dict[str, str]:
    """Return the number of each community, by its code of twelve digits."""
    for code, number in table.items():
        if not (len(code) == 12 and code.isdecimal() and code.startswith(district)):
            raise ValueError(f"community_telephones: {code} is no community of {district}")
        if not DIALLED.fullmatch(number):
            raise ValueError(f"community_telephones: {number} is not what can be dialled")
    return dict(table)
