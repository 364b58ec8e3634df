"""The endpoints of duty workers."""

from weijiayuan.appeals.api.duty import paging_queue, roster
from weijiayuan.appeals.api.duty.blueprint import duty_desk

__all__ = ["duty_desk", "paging_queue", "roster"]
