"""The refusals a domain can give. They carry a code and facts, never a status or a sentence."""

from typing import ClassVar


class DomainError(Exception):
    """A refusal with a stable `code` (`domain.reason`) and the facts its sentence needs."""

    code: ClassVar[str]

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts


class NotFound(DomainError):
    """What was named does not exist, or not for this caller."""


class NotSignedIn(DomainError):
    """Nobody, or nobody we still know, is asking."""


class Forbidden(DomainError):
    """The caller may not do this."""


class Refused(DomainError):
    """A rule, or the state of things, says no."""


class Malformed(DomainError):
    """What was sent cannot be meant: right in form, impossible in content.

    The fact `fields` (path to sentence codes) may name the places.
    """


class Incomplete(DomainError):
    """Something that every such request must carry is missing."""


class Busy(DomainError):
    """The service, or something it leans on, cannot answer now.

    The fact `retry_after` says after how many seconds asking again makes sense.
    """
