"""A state machine is a table of allowed moves and one function that consults it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from weijiayuan.kernel.errors import Refused

S = TypeVar("S", bound=StrEnum)


class IllegalMove(Refused):
    """The thing is in a state from which this move does not lead.

    `old` is that state, so that whoever answers can say what stands and who may do what next.
    """

    code = "kernel.illegal_move"


def check_move(moves: Mapping[S, frozenset[S]], old: S, new: S) -> None:
    """Raise `IllegalMove` unless the table allows to go from `old` to `new`."""
    if new not in moves[old]:
        raise IllegalMove(old=old, new=new.value, allowed=sorted(moves[old]))
