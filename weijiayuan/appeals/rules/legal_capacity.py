"""What somebody may do alone: an identity number shows a minor, whatever was said."""

from datetime import date

from weijiayuan.kernel.identity_numbers import birth_date

ALONE_FROM, OWN_WORK_FROM, SOMETIMES_FROM = 18, 16, 8
RANKS = ("full", "limited", "none")


def capacity_at_most(said: str, number: str | None, *, on: date) -> str:
    """Return the capacity that was said, or less where the number shows a minor (民法典 17–20).

    Below eight there is none, below eighteen it is limited. Old age takes nothing away.
    """
    age = _age(number, on=on)
    if age is None:
        return said
    shown = "none" if age < SOMETIMES_FROM else "limited" if age < ALONE_FROM else "full"
    return max(said, shown, key=RANKS.index)


def must_be_guarded(capacity: str, number: str | None, *, on: date) -> bool:
    """Tell whether a guardian must act: without full capacity, or shown to be below sixteen.

    From sixteen to eighteen somebody may live by work of their own (民法典 18), which a person
    looks at.
    """
    age = _age(number, on=on)
    if age is not None and age < ALONE_FROM:
        return capacity == "none" or age < OWN_WORK_FROM
    return capacity != "full"


def may_guard(number: str, *, on: date) -> bool:
    """Tell whether the number shows somebody of age: nobody else acts for a child."""
    age = _age(number, on=on)
    return age is not None and age >= ALONE_FROM


def _age(number: str | None, *, on: date) -> int | None:
    born = birth_date(number, on=on) if number else None
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
