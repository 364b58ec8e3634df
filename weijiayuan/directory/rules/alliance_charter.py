"""When a version of the charter is in force, and when it cannot be any more. Pure."""


def is_in_force(agreed: int, members: int, *, percent: int) -> bool:
    """Say whether enough members agreed to a charter for it to be in force.

    >>> is_in_force(2, 3, percent=67), is_in_force(3, 4, percent=67)
    (False, True)
    """
    return members > 0 and agreed * 100 >= percent * members


def is_out_of_reach(refused: int, members: int, *, percent: int) -> bool:
    """Say whether so many refused that all the others together are not enough.

    >>> is_out_of_reach(1, 3, percent=67), is_out_of_reach(1, 4, percent=67)
    (True, False)
    """
    return not is_in_force(members - refused, members, percent=percent)
