"""Which categories are watched together, and who may see what is found in them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Family:
    """Categories whose matters are counted together.

    What a restricted family shows is seen by community secretaries alone, by community, without
    examples and without counts below five.
    """

    code: str
    name: str
    categories: frozenset[str]
    restricted: bool


@dataclass(frozen=True, slots=True)
class Families:
    """The families with the version of their list."""

    version: str
    note: str
    least_a_day: int
    by_code: Mapping[str, Family]

    def of_category(self, category: str | None) -> str | None:
        """Return the code of the family that a category belongs to, None for one in no family.

        >>> families().of_category("09012")
        'fire'
        """
        found = (each.code for each in self.by_code.values() if category in each.categories)
        return next(found, None)


@cache
def families() -> Families:
    """Return the families that ship."""
    raw = files("weijiayuan").joinpath("data", "governance", "families.toml").read_text("utf-8")
    content = tomllib.loads(raw)
    known = [
        Family(
            code=each["code"],
            name=each["name"],
            categories=frozenset(each["categories"]),
            restricted=each.get("restricted", False),
        )
        for each in content["families"]
    ]
    return Families(
        version=content["version"],
        note=content["note"],
        least_a_day=content["least_a_day"],
        by_code={each.code: each for each in known},
    )
