"""Rules of addresses that start quickly.

Werkzeug writes two functions for every rule, by which an address is built from its parts. That is
nine tenths of making the application, and nearly no process ever builds an address.
"""

from collections.abc import Callable

from werkzeug.routing import Rule


class LateBuildingRule(Rule):
    """A rule whose builder is made when somebody first builds an address by it."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002  # as Werkzeug calls it
        made: list[Callable[..., tuple[str, str]]] = []

        def build(rule: LateBuildingRule, **parts: object) -> tuple[str, str]:
            if not made:
                made.append(super()._compile_builder(append_unknown))
            return made[0](rule, **parts)

        return build
