"""A decision belongs to what was read: `If-Match` names it; what changed since is refused."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from flask import request

from weijiayuan.kernel.errors import Refused

View = Callable[..., Any]
DIGITS = 16
HOW = {"description": "办理时写进 If-Match：之后有了变化就不办"}


class ChangedSinceRead(Refused):
    """What was decided about is not as it was read."""

    code = "web.changed_since_read"


def version_of(*facts: object) -> str:
    """Return what names something as it stands, by what people decide upon."""
    said = "\x1f".join(map(str, facts))
    return sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:DIGITS]


def require_read(version_now: object) -> None:
    """Raise `ChangedSinceRead` if `If-Match` names another version than there is now."""
    seen = request.headers.get("If-Match")
    if seen is not None and seen.strip('"') != str(version_now):
        raise ChangedSinceRead


def decided_as_read(version_now: Callable[..., object]) -> Callable[[View], View]:
    """Refuse a decision for whoever names, in `If-Match`, another version than there is now.

    `version_now` takes the names in the address and refuses what the view would refuse; it holds
    what it looks at until the transaction ends. Who names no version is served as ever.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def held(*args: Any, **kwargs: Any) -> Any:
            if "If-Match" in request.headers:
                require_read(version_now(**kwargs))
            return view(*args, **kwargs)

        notes = dict(getattr(view, "_apidoc", {}))
        notes["refusals"] = [*notes.get("refusals", []), ChangedSinceRead]
        held._apidoc = notes  # type: ignore[attr-defined]  # noqa: SLF001  # as `Blueprint.refuses`
        return held

    return decorated
