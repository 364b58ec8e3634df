"""What the lists at the desk are asked for, and their pages."""

from weijiayuan.appeals import work_list_queries as lists
from weijiayuan.appeals.mediation_schemas.judicial_confirmation import CourtSessionLineOut
from weijiayuan.appeals.mediation_schemas.mediation_cases import CATEGORIES, MediationLineOut
from weijiayuan.appeals.rules.states import AppealState, ConfirmationState, MediationState, Track
from weijiayuan.appeals.schemas import AppealLineOut
from weijiayuan.web.pagination import choices_of
from weijiayuan.web.schemas import PageIn, Text, one_of, page_schema

NUMBER = {"description": "编号或它的一段"}
STANDING = {"description": "open 还没有结束的，any 全部"}


class CaseloadIn(PageIn):
    state = one_of(lists.OPEN, lists.ANY, *AppealState, load_default=lists.OPEN, metadata=STANDING)
    track = one_of(*Track, load_default=None)
    q = Text(least=1, most=40, load_default=None, metadata=NUMBER)
    sort = one_of(
        lists.URGENT,
        *choices_of(lists.APPEAL_ORDERS),
        load_default=lists.URGENT,
        metadata={"description": "urgent 危险的在前；其余按哪一列排，前面加减号是倒过来"},
    )


class MyMediationsIn(PageIn):
    state = one_of(
        lists.OPEN, lists.ANY, *MediationState, load_default=lists.ANY, metadata=STANDING
    )
    category = one_of(*CATEGORIES, load_default=None)
    q = Text(least=1, most=40, load_default=None, metadata=NUMBER)
    sort = one_of(*choices_of(lists.MEDIATION_ORDERS), load_default="-opened")


class DocketIn(PageIn):
    state = one_of(
        lists.OPEN, lists.ANY, *ConfirmationState, load_default=lists.OPEN, metadata=STANDING
    )
    q = Text(least=1, most=40, load_default=None, metadata=NUMBER)
    sort = one_of(*choices_of(lists.SESSION_ORDERS), load_default="starts")


CaseloadOut = page_schema(AppealLineOut)
MyMediationsOut = page_schema(MediationLineOut)
DocketOut = page_schema(CourtSessionLineOut)
