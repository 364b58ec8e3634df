"""Words that everybody reads go through one guard, whichever service shows them."""

from typing import Any

import pytest
from marshmallow import Schema, ValidationError, fields

from weijiayuan.appeals import schemas as appeals
from weijiayuan.appeals.mediation_schemas import mediation_cases
from weijiayuan.approvals.schemas import registrar_desk
from weijiayuan.directory.schemas import entry_corrections, loan_lotteries, resource_sharing
from weijiayuan.events.schemas import state_transitions
from weijiayuan.jobs.schemas import employers_and_applicants, job_fairs
from weijiayuan.markets.schemas import requests as markets
from weijiayuan.public_words import fault_in, fault_in_telephone
from weijiayuan.venues.schemas import activities, activity_participants, management, venues

DOORS: list[tuple[type[Schema], str]] = [
    (management.VenueClosureIn, "reason"),
    (management.VenueClosuresIn, "reason"),
    (management.VenueRetirementIn, "reason"),
    (management.VenueDescriptionIn, "name"),
    (management.VenueDescriptionIn, "address"),
    (management.VenueDescriptionIn, "notes"),
    (management.VenueIn, "name"),
    (management.VenueIn, "address"),
    (management.RatingAnswerIn, "text"),
    (management.AppealDecisionIn, "reason"),
    (management.AffectedDecisionIn, "reason"),
    (management.SeriesDecisionIn, "reason"),
    (venues.VenueRatingIn, "text"),
    (activity_participants.ActivityMessageIn, "text"),
    (activities.ActivityIn, "title"),
    (activities.ActivityIn, "summary"),
    (activities.ActivityIn, "place_name"),
    (activities.ActivitySessionIn, "title"),
    (activities.ActivityQuestionIn, "text"),
    (activities.CallOffIn, "reason"),
    (markets.MarketIn, "title"),
    (markets.MarketIn, "place"),
    (markets.MarketIn, "intro"),
    (markets.MoveIn, "reason"),
    (markets.CancelIn, "reason"),
    (markets.MarketMessageIn, "text"),
    (markets.OfferIn, "note"),
    (markets.LineIn, "note"),
    (markets.LineIn, "bring"),
    (markets.RatingIn, "text"),
    (job_fairs.FairIn, "name"),
    (job_fairs.FairIn, "place"),
    (entry_corrections.ClosureIn, "reason"),
    (entry_corrections.FactsIn, "address"),
    (entry_corrections.FactsIn, "note"),
    (resource_sharing.LoanRatingIn, "words"),
    (resource_sharing.LoanIn, "purpose"),
    (loan_lotteries.LoanEntryIn, "purpose"),
]
TO_ONE: list[tuple[type[Schema], str]] = [
    (state_transitions.EventRejectIn, "words"),
    (state_transitions.HandleIn, "words"),
    (state_transitions.EventCloseIn, "words"),
    (appeals.OutcomeIn, "outcome"),
    (appeals.CaseworkerReasonIn, "reason"),
    (mediation_cases.StoppedIn, "reason"),
    (mediation_cases.DisclosureIn, "text"),
    (registrar_desk.WhyIn, "reason"),
    (registrar_desk.SecondLookIn, "reason"),
    (registrar_desk.DecideRevocationIn, "reason"),
    (employers_and_applicants.DecisionIn, "reason"),
    (employers_and_applicants.ReasonIn, "reason"),
    (employers_and_applicants.RefuseIn, "reason"),
]
"""What an office writes to one resident, whose name and number may stand in it."""
PRIVATE = [
    "因李四13812345678请假关闭",
    "请联系李四，他住3栋502",
    "3栋2单元502室王建国举报",
    "因王建国（3栋2单元502室）投诉关闭",
    "微信号 wxid_zhang3888",
    "QQ 123456789",
    "请写信到 lisi1988@qq.com",
    "粤B12345的车主占道",
    "刚才那个傻逼别再来了",
    "钥匙在李四家，3栋502",
]
PLAIN = [
    "因设备检修关闭，改到党群服务中心3栋502室",
    "请联系前台0755-27402000",
    "王老师带大家剪纸",
    "5栋一楼架空层，周末不开",
    "废物利用手工课，请带旧瓶子",
    "李家庄社区公园3号门集合",
    "牛山科技公园，A3栋2楼活动室",
]


def refusals(shape: type[Schema], field: str, text: str) -> list[Any]:
    """Return what is wrong with a text in one field of a shape."""
    try:
        shape().fields[field].deserialize(text)
    except ValidationError as refused:
        return list(refused.messages)
    return []


@pytest.mark.parametrize(("shape", "field"), DOORS)
def test_what_names_somebody_is_refused_at_every_door(shape: Any, field: str):
    assert isinstance(shape().fields[field], fields.String)
    assert [text for text in PRIVATE if not refusals(shape, field, text)] == []


@pytest.mark.parametrize(("shape", "field"), TO_ONE)
def test_an_office_calls_nobody_names_at_any_door(shape: Any, field: str):
    for insult in ("您这种人 渣，别再来了", "材料是傻逼写的吗"):
        assert refusals(shape, field, insult) == ["请不要骂人"]
    plain = "李四（13812345678）交的租赁合同第2页没有签字，请补签后再交"
    assert refusals(shape, field, plain) == []


@pytest.mark.parametrize("text", PLAIN)
def test_what_names_nobody_may_stand_there(text: str):
    assert fault_in(text) is None
    assert refusals(management.VenueClosureIn, "reason", text) == []


@pytest.mark.parametrize("written", ["李四 13812345678", "找老陈", "微信 lisi"])
def test_a_column_for_a_telephone_takes_a_number_and_no_name(written: str):
    assert fault_in_telephone(written)
    assert refusals(entry_corrections.FactsIn, "phone", written)


@pytest.mark.parametrize(
    "written", ["", "0755-27402000", "27402000转801", "总机 0755-27402000、值班 13812345678"]
)
def test_numbers_of_a_desk_are_taken(written: str):
    assert fault_in_telephone(written) is None
