"""Log lines as JSON, without what must not be in them."""

import logging
import sys
from typing import Any
from uuid import UUID

import structlog

SECRET = frozenset(
    {"phone", "name", "nickname", "id_number", "openid", "token", "text", "address", "ip"}
    | {"receipt", "password", "otp", "code"}
)


def init_logging(level: int = logging.INFO) -> None:
    """Send every logger's lines to standard error, one JSON object a line."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_secrets,
        structlog.processors.format_exc_info,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)


def hide_secrets(_logger: Any, _method: str, line: dict[str, Any]) -> dict[str, Any]:
    """Blank the values of fields that may hold something of a person."""
    return {name: "***" if name in SECRET else _plain(value) for name, value in line.items()}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
