"""The states of an appeal, a mediation and a confirmation, and the moves between them. Pure."""

from enum import StrEnum


class AppealState(StrEnum):
    RECEIVED = "received"
    TRIAGED = "triaged"
    IN_HAND = "in_hand"
    SETTLED = "settled"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


APPEAL_NAMES = {
    AppealState.RECEIVED: "已受理，待分流",
    AppealState.TRIAGED: "已分流，待办理",
    AppealState.IN_HAND: "办理中",
    AppealState.SETTLED: "已化解",
    AppealState.HANDED_OVER: "已移交",
    AppealState.CLOSED: "已结束，已告知其他途径",
    AppealState.WITHDRAWN: "已撤回",
    AppealState.REOPENED: "重新办理",
}
_A = AppealState
APPEAL_MOVES = {
    _A.RECEIVED: frozenset({_A.TRIAGED, _A.WITHDRAWN}),
    _A.TRIAGED: frozenset({_A.IN_HAND, _A.HANDED_OVER, _A.SETTLED, _A.CLOSED, _A.WITHDRAWN}),
    _A.IN_HAND: frozenset({_A.SETTLED, _A.HANDED_OVER, _A.CLOSED, _A.WITHDRAWN}),
    _A.REOPENED: frozenset({_A.TRIAGED, _A.IN_HAND, _A.SETTLED, _A.HANDED_OVER, _A.CLOSED}),
    _A.SETTLED: frozenset({_A.REOPENED}),
    _A.HANDED_OVER: frozenset({_A.REOPENED}),
    _A.CLOSED: frozenset({_A.REOPENED}),
    _A.WITHDRAWN: frozenset(),
}
OPEN_APPEALS = (_A.RECEIVED, _A.TRIAGED, _A.IN_HAND, _A.REOPENED)


class Track(StrEnum):
    """What triage makes of an appeal."""

    INFORMATION = "information"
    MEDIATION = "mediation"
    DEPARTMENT = "department"
    PETITION = "petition"
    LEGAL = "legal"
    PSYCH = "psych"
    EMERGENCY = "emergency"


class MediationState(StrEnum):
    OPENED = "opened"
    CONSENTED = "consented"
    TALKING = "talking"
    AGREED = "agreed"
    SIGNING = "signing"
    SIGNED = "signed"
    FAILED = "failed"
    PERFORMED = "performed"
    MISSED = "missed"


MEDIATION_NAMES = {
    MediationState.OPENED: "等双方同意调解",
    MediationState.CONSENTED: "双方已同意，等调解员披露利害关系",
    MediationState.TALKING: "调解中",
    MediationState.AGREED: "条款已写好，待签名",
    MediationState.SIGNING: "签名中",
    MediationState.SIGNED: "协议已生效",
    MediationState.FAILED: "调解未成，已告知其他途径",
    MediationState.PERFORMED: "已履行",
    MediationState.MISSED: "没有按期履行",
}
_M = MediationState
MEDIATION_MOVES = {
    _M.OPENED: frozenset({_M.CONSENTED, _M.FAILED}),
    _M.CONSENTED: frozenset({_M.TALKING, _M.OPENED, _M.FAILED}),
    _M.TALKING: frozenset({_M.AGREED, _M.CONSENTED, _M.OPENED, _M.FAILED}),
    _M.AGREED: frozenset({_M.SIGNING, _M.TALKING, _M.CONSENTED, _M.OPENED, _M.FAILED}),
    _M.SIGNING: frozenset({_M.SIGNED, _M.TALKING, _M.CONSENTED, _M.OPENED, _M.FAILED}),
    _M.SIGNED: frozenset({_M.PERFORMED, _M.MISSED}),
    _M.PERFORMED: frozenset(),
    _M.MISSED: frozenset({_M.PERFORMED}),
    _M.FAILED: frozenset(),
}
LIVE_MEDIATIONS = (_M.OPENED, _M.CONSENTED, _M.TALKING, _M.AGREED, _M.SIGNING)
IN_EFFECT = (_M.SIGNED, _M.PERFORMED, _M.MISSED)


class ConfirmationState(StrEnum):
    APPLYING = "applying"
    FILED = "filed"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    HEARD = "heard"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    OFFLINE = "offline"


CONFIRMATION_NAMES = {
    ConfirmationState.APPLYING: "等双方核验身份并同意",
    ConfirmationState.FILED: "已提交法院",
    ConfirmationState.ACCEPTED: "法院已受理",
    ConfirmationState.NOT_ACCEPTED: "法院不予受理",
    ConfirmationState.HEARD: "已询问双方，笔录待确认",
    ConfirmationState.CONFIRMED: "已裁定确认，可以强制执行",
    ConfirmationState.REJECTED: "裁定驳回",
    ConfirmationState.WITHDRAWN: "已撤回申请",
    ConfirmationState.OFFLINE: "已转线下办理",
}
_C = ConfirmationState
CONFIRMATION_MOVES = {
    _C.APPLYING: frozenset({_C.FILED, _C.WITHDRAWN, _C.OFFLINE}),
    _C.FILED: frozenset({_C.ACCEPTED, _C.NOT_ACCEPTED, _C.WITHDRAWN, _C.OFFLINE}),
    _C.ACCEPTED: frozenset({_C.HEARD, _C.REJECTED, _C.WITHDRAWN, _C.OFFLINE}),
    _C.HEARD: frozenset({_C.ACCEPTED, _C.CONFIRMED, _C.REJECTED, _C.WITHDRAWN, _C.OFFLINE}),
    _C.NOT_ACCEPTED: frozenset(),
    _C.CONFIRMED: frozenset(),
    _C.REJECTED: frozenset(),
    _C.WITHDRAWN: frozenset(),
    _C.OFFLINE: frozenset({_C.NOT_ACCEPTED, _C.CONFIRMED, _C.REJECTED, _C.WITHDRAWN}),
}
SITTING = (_C.APPLYING, _C.FILED, _C.ACCEPTED, _C.HEARD)
"""On the way online."""
ALIVE = (*SITTING, _C.OFFLINE)
"""Before the court, online or in its house: a second application is refused."""
IN_COURT = (_C.FILED, _C.ACCEPTED, _C.HEARD)
ENDED = (_C.NOT_ACCEPTED, _C.CONFIRMED, _C.REJECTED)
"""Decided by a judge. What is withdrawn or goes on offline was promised nothing any more."""
