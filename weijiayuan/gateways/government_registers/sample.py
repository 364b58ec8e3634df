"""The registers of a machine without any: honest about being a sample, and able to be told to fail.

Which answer a number gets can be read from its order digits (the 15th to the 17th), so that every
case can be tried by hand: 777 the registers are silent about, 888 belongs to another face, 889 has
no face that fits, 999 is barred. Every other number passes.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from weijiayuan.gateways.government_registers.protocol import Issued, RegistryUnreachable
from weijiayuan.gateways.government_registers.unified_social_credit_code import sample_code

SILENT, OTHER_FACE, NO_FACE, BARRED = "777", "888", "889", "999"


@dataclass
class SampleRegistry:
    """Answers from the number alone. `state` is a file: `{"down": true}` makes it unreachable."""

    state: Path
    gives_samples: bool = True

    def identify(self, name: str, number: str, face: str) -> str:  # noqa: ARG002
        self._check_reachable()
        order = _order(number)
        if order == OTHER_FACE:
            return "mismatch"
        return "failed" if order == NO_FACE else "passed"

    def is_barred(self, number: str) -> bool:
        self._check_reachable()
        if _order(number) == SILENT:
            raise RegistryUnreachable
        return _order(number) == BARRED

    def issue(self, application: str, *, kind: str, division: str, serial: int) -> Issued:  # noqa: ARG002
        return Issued(sample_code(kind, division, serial), is_sample=True)

    def fail(self, *, down: bool) -> None:
        """Stop answering, or answer again."""
        self.state.write_text(json.dumps({"down": down}), encoding="utf-8")

    def _check_reachable(self) -> None:
        if self.state.exists() and json.loads(self.state.read_text("utf-8")).get("down"):
            raise RegistryUnreachable


def _order(number: str) -> str:
    return number[14:17]
