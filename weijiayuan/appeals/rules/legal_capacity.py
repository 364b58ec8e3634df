"""What somebody may do alone: an identity number shows a minor, whatever was said."""

from datetime import date

from weijiayuan.kernel.identity_numbers import birth_date

ALONE_FROM, SOMETIMES_FROM = 18, 8
RANKS = ("full", "limited", "none")


def capacity_at_most(said: str, number: str | None, *, on: date) -> str:
    """Return the capacity that was said, or less where the number shows a minor (民法典 17–20).

    Below eight there is none, below eighteen it is limited. Old age takes nothing away.
    """
    born = birth_date(number, on=on) if number else None
    if born is None:
        return said
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    shown = "none" if age < SOMETIMES_FROM else "limited" if age < ALONE_FROM else "full"
    return max(said, shown, key=RANKS.index)
