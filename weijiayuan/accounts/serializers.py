"""How requests of two administrators are shown."""

from datetime import datetime

from weijiayuan.accounts.models import DualControlRequest, RequestState


def request_shown(asked: DualControlRequest, *, now: datetime) -> dict[str, object]:
    """Show a request; one whose time is over has lapsed, whether or not it was closed yet."""
    late = asked.state is RequestState.WAITING and asked.expires_at <= now
    return {
        "id": asked.id,
        "kind": asked.kind,
        "staff": asked.staff,
        "duties": [
            {"role": role, "territory_kind": kind, "territory_code": code}
            for role, kind, code in asked.duties
        ],
        "asked_by": asked.asker,
        "asked_at": asked.created_at,
        "expires_at": asked.expires_at,
        "state": RequestState.LAPSED if late else asked.state,
        "decided_by": asked.decider,
        "decided_at": asked.decided_at,
        "reason": asked.reason,
        "used_at": asked.code_used_at,
    }


def in_halves(half: str | None) -> str | None:
    """Return half a code as it is written down.

    >>> in_halves("ABCD2345"), in_halves(None)
    ('ABCD-2345', None)
    """
    return f"{half[:4]}-{half[4:]}" if half else None
