"""The endpoints of duty workers."""

from weijiayuan.appeals.api.duty import call_queue, roster
from weijiayuan.appeals.api.duty.blueprint import duty_desk

__all__ = ["call_queue", "duty_desk", "roster"]
