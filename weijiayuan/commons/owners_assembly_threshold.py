"""How many owners may ask for a first assembly here: the city's own rule, or not known."""

import tomllib
from dataclasses import dataclass
from fractions import Fraction

from weijiayuan.commons.rules.decision_rules import Measure
from weijiayuan.commons.rules.vote_counting import Weight
from weijiayuan.district.current_district import district


@dataclass(frozen=True, slots=True)
class FoundingThreshold:
    """A share of heads or of area; any one of the measures is enough."""

    share: Fraction
    any_of: tuple[Measure, ...]
    article: str

    def needed(self, everybody: Weight) -> dict[Measure, int]:
        """Return the least that is enough by each measure (heads, 0.01 m²)."""
        return {each: -(-(self.share * everybody.of(each)) // 1) for each in self.any_of}

    def reached_by(self, signed: Weight, everybody: Weight) -> list[Measure]:
        """Return by which measures there are enough."""
        needed = self.needed(everybody)
        return [
            each
            for each in self.any_of
            if everybody.of(each) > 0 and signed.of(each) >= needed[each]
        ]


def here() -> FoundingThreshold | None:
    """Return the rule of this district's city, or None where nobody has entered it."""
    path = district().folder / "founding.toml"
    if not path.exists():
        return None
    kept = tomllib.loads(path.read_text("utf-8"))
    measures = tuple(Measure(each) for each in kept["any_of"])
    return FoundingThreshold(Fraction(kept["share"]), measures, kept["article"])
