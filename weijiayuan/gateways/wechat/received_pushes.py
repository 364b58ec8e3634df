"""What WeChat pushed to us, each thing once: kept here, so that every floor can ask for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model, db, insert_new
from weijiayuan.gateways.wechat.protocol import Suggestion
from weijiayuan.kernel.ids import new_token

MEDIA_CHECK = "wxa_media_check"


class WeChatPush(Model):
    """One push. `mark` is what stays the same when WeChat repeats it."""

    __tablename__ = "wechat_pushes"

    mark: Mapped[str] = mapped_column(unique=True)
    event: Mapped[str]
    trace_id: Mapped[str | None] = mapped_column(index=True)
    suggestion: Mapped[Suggestion | None]
    label: Mapped[int | None]


def keep(message: dict[str, Any]) -> bool:
    """Keep a push, in the transaction at hand; say whether it is new."""
    is_check = message.get("Event") == MEDIA_CHECK
    row = {
        "mark": mark_of(message),
        "event": str(message.get("Event", message.get("MsgType", "")))[:64],
        "trace_id": str(message["trace_id"])[:128] if "trace_id" in message else None,
        "suggestion": suggestion_of(message) if is_check else None,
        "label": label_of(message) if is_check else None,
    }
    return insert_new(WeChatPush, [row]) == 1


def verdicts() -> Select[str | None, Suggestion | None, int | None]:
    """Return the question for WeChat's verdicts on pictures: `trace_id`, `suggestion`, `label`.

    Whoever keeps traces joins it to them, in whatever order trace and verdict came. A picture
    that WeChat could not fetch is for a person to judge: `REVIEW`.
    """
    columns = (WeChatPush.trace_id, WeChatPush.suggestion, WeChatPush.label)
    return select(*columns).where(WeChatPush.event == MEDIA_CHECK)


def delete_before(moment: datetime, *, limit: int) -> int:
    """Delete what was pushed before a moment, at most `limit`; return how much there was."""
    old = db.session.scalars(
        select(WeChatPush.id).where(WeChatPush.created_at < moment).limit(limit)
    ).all()
    db.session.execute(delete(WeChatPush).where(WeChatPush.id.in_(old)))
    return len(old)


def mark_of(message: dict[str, Any]) -> str:
    """Return what names a push: its trace, its message id, or who did what when."""
    for name in ("trace_id", "MsgId"):
        if message.get(name):
            return f"{name}:{message[name]}"[:200]
    parts = [str(message.get(name, "")) for name in ("FromUserName", "CreateTime", "Event")]
    return f"event:{':'.join(parts)}"[:200] if any(parts) else f"odd:{new_token()}"


def suggestion_of(message: dict[str, Any]) -> Suggestion:
    result = message.get("result")
    suggested = result.get("suggest") if isinstance(result, dict) else None
    return Suggestion(suggested) if suggested in list(Suggestion) else Suggestion.REVIEW


def label_of(message: dict[str, Any]) -> int | None:
    result = message.get("result")
    label = result.get("label") if isinstance(result, dict) else None
    return label if isinstance(label, int) and abs(label) < 2**31 else None
