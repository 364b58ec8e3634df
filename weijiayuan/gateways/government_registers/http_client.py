"""The registers over HTTP: JSON in and out under a bearer token. What fails is not known."""

from dataclasses import dataclass, field
from typing import Any

import requests

from weijiayuan.gateways.government_registers.protocol import Issued, RegistryUnreachable

TIMEOUTS = (2.0, 5.0)


@dataclass(frozen=True)
class RegistryOverHttp:
    """One object per process; threads may share it."""

    base: str
    token: str = field(repr=False)
    gives_samples: bool = False

    def identify(self, name: str, number: str, face: str) -> str:
        asked = {"name": name, "number": number, "face": face}
        return str(self._ask("identity-checks", asked)["result"])

    def is_barred(self, number: str) -> bool:
        return bool(self._ask("bars", {"number": number})["barred"])

    def issue(self, application: str, *, kind: str, division: str, serial: int) -> Issued:  # noqa: ARG002
        asked = {"application": application, "kind": kind, "division": division}
        return Issued(str(self._ask("codes", asked)["uscc"]), is_sample=False)

    def _ask(self, what: str, asked: dict[str, Any]) -> dict[str, Any]:
        try:
            answer = requests.post(
                f"{self.base}/{what}",
                json=asked,
                headers={"Authorization": f"Bearer {self.token}"},
                timeout=TIMEOUTS,
            )
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise RegistryUnreachable from error
        return found


@dataclass(frozen=True)
class NoRegistry:
    """No registers are connected: nothing about a person is known, and no number given out."""

    gives_samples: bool = False

    def identify(self, name: str, number: str, face: str) -> str:  # noqa: ARG002
        raise RegistryUnreachable

    def is_barred(self, number: str) -> bool:  # noqa: ARG002
        raise RegistryUnreachable

    def issue(self, application: str, *, kind: str, division: str, serial: int) -> Issued:  # noqa: ARG002
        raise RegistryUnreachable
