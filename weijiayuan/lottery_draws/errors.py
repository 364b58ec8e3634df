"""The refusals of a draw."""

from weijiayuan.kernel.errors import NotFound, Refused


class NoSuchDraw(NotFound):
    code = "draws.no_such_draw"


class DrawClosed(Refused):
    """Fact: `closes_at`, past."""

    code = "draws.closed"


class AlreadyEntered(Refused):
    code = "draws.already_entered"


class NotEntered(Refused):
    code = "draws.not_entered"


class StillOpen(Refused):
    """Nothing is drawn before the date that was published."""

    code = "draws.still_open"
