"""The services a market can serve: about fifty kinds, kept as data beside this room."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Service:
    """One kind of service, with what a menu line takes from it when it says nothing itself."""

    id: str
    name: str
    group: str
    group_name: str
    minutes: int
    bring: str
    min_age: int | None
    max_age: int | None

    @property
    def per_person(self) -> timedelta:
        """How long one person takes, planned."""
        return timedelta(minutes=self.minutes)


@cache
def services() -> Mapping[str, Service]:
    """Return the catalogue by id, in the order of the file."""
    text = files("weijiayuan.markets").joinpath("catalogue.toml").read_text("utf-8")
    data = tomllib.loads(text)
    return {key: _service(key, row, data["groups"]) for key, row in data["services"].items()}


def find(word: str) -> Service | None:
    """Return the service with this id or this Chinese name.

    >>> find("haircut") is find("义剪")
    True
    """
    return services().get(word) or _by_name().get(word)


def meant_by(words: str) -> tuple[str, ...]:
    """Return the ids of the services that somebody who types this looks for.

    >>> meant_by("磨剪刀"), meant_by("剪个头"), meant_by("离婚")
    (('knife-sharpening',), ('haircut',), ())
    """
    return tuple(
        key
        for key, service in services().items()
        if words in service.name or (key in _spoken() and _spoken()[key].search(words))
    )


@cache
def _spoken() -> Mapping[str, re.Pattern[str]]:
    text = files("weijiayuan.markets").joinpath("catalogue.toml").read_text("utf-8")
    return {key: re.compile(pattern) for key, pattern in tomllib.loads(text)["words"].items()}


def name_of(service_id: str) -> str:
    """Return the Chinese name, also for a kind that has since left the catalogue."""
    known = services().get(service_id)
    return known.name if known else service_id


@cache
def _by_name() -> Mapping[str, Service]:
    return {service.name: service for service in services().values()}


def _service(key: str, row: dict[str, object], groups: dict[str, str]) -> Service:
    ages = row.get("ages", (None, None))
    return Service(
        id=key,
        name=str(row["name"]),
        group=str(row["group"]),
        group_name=groups[str(row["group"])],
        minutes=int(str(row["minutes"])),
        bring=str(row["bring"]),
        min_age=ages[0],  # type: ignore[index]
        max_age=ages[1],  # type: ignore[index]
    )
