"""Every danger that a matter tells of, kept whole: which leads, what else, and whom to call."""

from collections.abc import Iterable
from typing import Any, Self

from weijiayuan.danger import Danger, advice_of, kinds, name_of

RESCUE = "119"


class ToldDanger:
    """The dangers of one matter, the gravest first, with every number that was said."""

    def __init__(
        self, told: Iterable[str], call: Iterable[str] = (), family: str | None = None
    ) -> None:
        known = kinds()
        wanted = set(told)
        self.kinds = tuple(kind for kind in known if kind in wanted)
        ours = (number for kind in self.kinds for number in known[kind].call)
        self.call = tuple(dict.fromkeys([*call, *ours]))
        self.family = family

    @classmethod
    def of(cls, matter: Any) -> Self:
        """Return what is kept with a matter: all of it, or the one kind that an older one has."""
        kept = matter.danger_told or {}
        leading = [matter.danger] if matter.danger else []
        if not leading or matter.danger not in kept.get("kinds", ()):
            return cls(leading)
        return cls(kept["kinds"], kept["call"], kept.get("family"))

    @classmethod
    def recognised(cls, found: Danger | None) -> Self:
        return cls(found.kinds, found.call, found.family) if found else cls(())

    @property
    def needs_rescue(self) -> bool:
        """Tell whether it is fire, gas, a collapse, somebody trapped: whoever saves lives goes."""
        return RESCUE in self.call

    def __or__(self, other: "ToldDanger") -> "ToldDanger":
        calls = (*self.call, *other.call)
        return ToldDanger((*self.kinds, *other.kinds), calls, self.family or other.family)

    def __bool__(self) -> bool:
        return bool(self.kinds)

    def keep(self, matter: Any, *, leading: str | None = None) -> None:
        """Write it to a matter. `leading`: the kind that stands first, else the gravest."""
        matter.danger = leading or (self.kinds[0] if self.kinds else None)
        matter.danger_told = (
            {"kinds": list(self.kinds), "call": list(self.call), "family": self.family}
            if self.kinds
            else None
        )

    def words(self, leading: str | None) -> tuple[str, str]:
        """Return its name and what to do, `leading` first."""
        ordered = [kind for kind in dict.fromkeys((leading, *self.kinds)) if kind]
        return name_of(ordered, self.family), advice_of(ordered, self.family)
