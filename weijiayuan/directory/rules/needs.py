"""The alliances of a district and the needs under them: a tree of two levels, as data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Alliance:
    """One of the alliances among whom the services are divided."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody comes for, in their own words, under one alliance."""

    id: str
    name: str
    alliance: str
    words: tuple[str, ...]

    def answers(self, asked: str) -> bool:
        """Say whether the words somebody typed mean this need."""
        return any(asked in word or word in asked for word in (self.name, *self.words))


@dataclass(frozen=True, slots=True)
class NeedTree:
    """All alliances and needs, by id, in the order of the file."""

    version: str
    source: str
    alliances: dict[str, Alliance]
    needs: dict[str, Need]

    def meant_by(self, asked: str) -> list[str]:
        """Return the ids of the needs that the words mean."""
        return [need.id for need in self.needs.values() if need.answers(asked)]


@cache
def read_needs(folder: Path) -> NeedTree:
    """Read the tree of a district's folder, once a process."""
    content = tomllib.loads((folder / "directory" / "needs.toml").read_text("utf-8"))
    alliances = {each["id"]: Alliance(each["id"], each["name"]) for each in content["alliances"]}
    needs = {
        each["id"]: Need(each["id"], each["name"], alliance["id"], tuple(each.get("words", ())))
        for alliance in content["alliances"]
        for each in alliance["needs"]
    }
    return NeedTree(content["version"], content["source"], alliances, needs)
