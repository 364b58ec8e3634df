"""What is published about the people of a district, from the `population.toml` of its folder."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Census:
    """How many people there are, how many with the local register, and how many in each street."""

    residents: int
    local_register: int
    local_choice: str
    streets: tuple[str, ...]
    street_people: tuple[int, ...]
    published_streets: tuple[str, ...]
    """The streets whose own figure is published; the others share what is left."""

    @property
    def local_share(self) -> float:
        """Return the share of those with the local household register."""
        return self.local_register / self.residents


@cache
def read_census(folder: Path) -> Census:
    """Read the figures of a district's folder."""
    table = tomllib.loads((folder / "population.toml").read_text("utf-8"))
    return Census(
        residents=table["residents"],
        local_register=table["local_register"],
        local_choice=table["local_choice"],
        streets=tuple(table["streets"]),
        street_people=tuple(table["streets"].values()),
        published_streets=tuple(table["published_streets"]),
    )
