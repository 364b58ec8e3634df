"""What people agreed on, read by services that do not know each other.

Whoever keeps agreements registers a reader; whoever needs one asks by the code that stands on it.
Nobody's name comes through.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Consent:
    """What the owners of a building said to a use of one unit (民法典 279).

    `by_paper` of those who agreed wrote it on paper, which two people typed; `bound_since` by an
    account that was bound to its unit after they were asked. `replaced`: accounts that had spoken
    and were taken off their unit. `disputed`: units that another account claims, too.
    `digest` changes whenever a word or a number of it does.
    """

    code: str
    place: str
    unit: str
    use: str
    owners: int
    agreed: int
    refused: int
    by_paper: int
    bound_since: int
    replaced: int
    disputed: int
    is_closed: bool
    digest: str

    @property
    def is_complete(self) -> bool:
        """Tell whether every owner agreed, and nobody disputes who owns."""
        return self.owners > 0 and self.agreed == self.owners and not self.disputed


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a covenant that is out of the draft. A version's words never change.

    `doubts` are what was found about it, with the articles: what a covenant cannot take is void
    (城市居民委员会组织法 31).
    """

    code: str
    covenant: str
    version: int
    number: int
    text: str
    is_in_force: bool
    doubts: tuple[str, ...]


ConsentReader = Callable[[str], Consent | None]

ClauseReader = Callable[[str], Clause | None]

_READERS: dict[str, ConsentReader] = {}
_CLAUSE_READERS: dict[str, ClauseReader] = {}


def register_consent_reader(name: str, reader: ConsentReader) -> None:
    """Let others read the consents that a service keeps."""
    _READERS[name] = reader


def consent(code: str) -> Consent | None:
    """Return the consent with this code, None where no service has one."""
    found = (reader(code) for reader in _READERS.values())
    return next((each for each in found if each is not None), None)


def register_clause_reader(name: str, reader: ClauseReader) -> None:
    """Let others read the clauses of covenants that a service keeps."""
    _CLAUSE_READERS[name] = reader


def clause(code: str) -> Clause | None:
    """Return the clause with this code, None where no service has one."""
    found = (reader(code) for reader in _CLAUSE_READERS.values())
    return next((each for each in found if each is not None), None)
