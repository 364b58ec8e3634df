"""The trade in a business name: which of its last letters say what it does, and what is left.

Known words are looked for first, the longest one. Where none is known, a last letter that words for
goods and dishes end in (汤, 鞋) tells the trade: no list holds every dish.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

LEAST_REST = 2  # letters that a trade name keeps when further trade words are taken off
SURELY_ALONE = 3  # so few letters without a trade word are a trade name and nothing else
LEAST_PAIR = 4  # from so many letters on two belong to the goods


@dataclass(frozen=True)
class TradeWords:
    """What trades are called."""

    industries: Mapping[str, str]
    names: Collection[str]
    """Those of them that are names of trades and make no trade name."""
    features: Collection[str]
    whole_forms: Collection[str]
    heads: Mapping[str, str]

    @cached_property
    def longest(self) -> int:
        return max(len(word) for word in [*self.industries, *self.features])

    def cut(self, core: str, form: str) -> tuple[str, str | None, bool | None]:
        """Return the trade name, the industry and whether a trade word stands behind it."""
        industry, found, rest = None, False, core
        whole = self._word_with_form(core, form)
        if whole:
            found, industry = True, self.industries[whole]
            rest = (core + form).removesuffix(whole)
        while word := self._last_word(rest):
            shorter = rest.removesuffix(word)
            if found and (len(shorter) < LEAST_REST or len(word) < LEAST_REST):
                break
            industry = industry or self.industries.get(word)
            found, rest = True, shorter
        if found:
            return rest, industry, True
        return self._by_its_head(core) or (core, None, False if len(core) <= SURELY_ALONE else None)

    def shorter(self, core: str, form: str) -> str:
        """Return the trade name that a shorter trade word leaves where the longest leaves none.

        木桶 of 木桶饭店 may be a trade name or half of a dish: a person tells.
        """
        whole = core + form
        for size in range(min(self.longest, len(whole) - LEAST_REST), 0, -1):
            rest, word = whole[:-size], whole[-size:]
            plain = word.removesuffix(form)
            is_trade = {word, plain} & self.industries.keys() or word in self.whole_forms
            if is_trade and word != form and rest not in self.names:
                return rest
        return ""

    def _by_its_head(self, core: str) -> tuple[str, str, bool] | None:
        """Return a trade that is known by its last letter alone, such as 羊蹄汤."""
        goods = LEAST_REST if len(core) >= LEAST_PAIR else 1
        if len(core) - goods < LEAST_REST or core[-1] not in self.heads:
            return None
        return core[:-goods], self.heads[core[-1]], True

    def _word_with_form(self, core: str, form: str) -> str:
        """Return a trade word that holds the form too, such as 大药房, where it says more."""
        whole = core + form
        if not form or whole not in self.industries:
            sizes = range(min(self.longest, len(whole)), len(form), -1)
            whole = next((w for s in sizes if (w := (core + form)[-s:]) in self.industries), "")
        plain = self._last_word(core)
        return whole if form and len(whole) - len(form) >= len(plain) else ""

    def _last_word(self, text: str) -> str:
        for size in range(min(self.longest, len(text)), 0, -1):
            word = text[-size:]
            if word in self.industries or word in self.features:
                return word
        return ""
