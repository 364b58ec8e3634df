"""Which clocks run on a matter or an order."""

from enum import StrEnum


class ClockKind(StrEnum):
    ACCEPT = "accept"
    SIGN = "sign"
    RESOLVE = "resolve"
    VERIFY = "verify"
    WAIT = "wait"
    REVIEW = "review"
    REPLY = "reply"
    ORDER_SIGN = "order_sign"
    ORDER_CONTEST = "order_contest"
    ORDER_REPORT_IN = "order_report_in"
    ORDER_DONE = "order_done"
    ORDER_ACCEPT = "order_accept"
