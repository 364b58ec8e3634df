"""The audit trail: append-only, each entry sealed to the one before it."""

from weijiayuan.audit.service import record

__all__ = ["record"]
