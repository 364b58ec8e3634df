"""What we ask of the state's registers and what they answer, in our words."""

from dataclasses import dataclass
from typing import Protocol


class RegistryUnreachable(Exception):
    """The registers do not answer: whatever was asked is not known."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A unified social credit code that was given out; a sample is none of anybody's."""

    uscc: str
    is_sample: bool


class Registry(Protocol):
    """The registers. Every question may raise `RegistryUnreachable`."""

    @property
    def gives_samples(self) -> bool:
        """Tell whether `issue` answers at once, without anybody being asked outside."""
        ...

    def identify(self, name: str, number: str, face: str) -> str:
        """Return `passed`, `failed` or `mismatch`: whether the face belongs to name and number.

        `face` is the token of the face check that the client made; no picture is sent or kept.
        """
        ...

    def is_barred(self, number: str) -> bool:
        """Tell whether a person may not register anything now (登记管理条例 12, 40)."""
        ...

    def issue(self, application: str, *, kind: str, division: str, serial: int) -> Issued:
        """Return the number of a new entity; asked again for one application, the same one."""
        ...
