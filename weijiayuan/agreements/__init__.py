"""What people agreed on, read by services that do not know each other.

Whoever keeps agreements registers a reader; whoever needs one asks by the code that stands on it.
Nobody's name comes through.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Consent:
    """What the owners of a building said to a use of one unit (民法典 279).

    `digest` changes whenever a word or a number of it does.
    """

    code: str
    place: str
    unit: str
    use: str
    owners: int
    agreed: int
    refused: int
    is_closed: bool
    digest: str

    @property
    def is_complete(self) -> bool:
        """Tell whether every owner agreed."""
        return self.owners > 0 and self.agreed == self.owners


ConsentReader = Callable[[str], Consent | None]

_READERS: dict[str, ConsentReader] = {}


def register_consent_reader(name: str, reader: ConsentReader) -> None:
    """Let others read the consents that a service keeps."""
    _READERS[name] = reader


def consent(code: str) -> Consent | None:
    """Return the consent with this code, None where no service has one."""
    found = (reader(code) for reader in _READERS.values())
    return next((each for each in found if each is not None), None)
