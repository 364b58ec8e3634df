"""The number of a title however it is written: its digits and its year.

粤(2026)示例区不动产权第7652887号, 粤2026示例7652887 and 第7652887号 are one number. The place is
not compared: the titles of a community, in which alone one is looked for twice, come from one
register.
"""

import re
from dataclasses import dataclass

from weijiayuan.public_words import tight

RUN = re.compile(r"[0-9A-Z]+")
YEAR = re.compile(r"(19|20)\d\d")
YEARS = range(1980, 2080)
"""In which years a title may be of which only the digits were written down."""


@dataclass(frozen=True, slots=True)
class TitleNumber:
    """A number of a paper: the year of the register where it says one, and everything else."""

    year: str
    rest: str

    @property
    def key(self) -> str:
        """Return the one spelling."""
        return f"{self.year}/{self.rest}"

    @property
    def may_be(self) -> list[str]:
        """Return the spellings of all numbers that may be this one: one of them says no year."""
        years = ["", self.year] if self.year else ["", *map(str, YEARS)]
        return [TitleNumber(year, self.rest).key for year in years]


def read(written: str) -> TitleNumber:
    """Return a number as it is compared.

    >>> read("粤（2026）示例区不动产权第0652887号") == read("广东省2026示例 652887")
    True
    >>> read("第7652887号").key in read("粤(2026)示例区不动产权第7652887号").may_be
    True
    """
    plain = tight(written).upper()
    runs = RUN.findall(plain)
    if not runs or not any(map(str.isdecimal, plain)):
        return TitleNumber("", plain)
    *before, serial = runs
    years = [each for each in before if YEAR.fullmatch(each)]
    others = [each for each in before if each not in years[:1]]
    return TitleNumber("".join(years[:1]), "/".join([*others, serial.lstrip("0") or serial]))
