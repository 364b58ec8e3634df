"""One check of lawfulness at every door, times that leave time, and rounds that end in the open."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.commons.people import crowd, make_ballot, make_roll, make_space
from weijiayuan.accounts.rules import Role
from weijiayuan.commons import periodic_tasks
from weijiayuan.commons.models import Ballot, CommonsMeeting, Secrecy
from weijiayuan.commons.rules.states import MeetingState
from weijiayuan.commons.service import ballot_notices
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.notices.models import Notice

BASE = "/api/v1/commons"
CERTAIN = "欠费住户门禁停用，每天罚款五十"
DOUBTFUL = "外卖小哥一个都不许进，谁叫的谁自己下来拿"


@pytest.fixture
def estate(client):
    """An estate of six owners and its roll."""
    people, space = crowd(6), make_space()
    return space, make_roll(space, people), people


def asked(space, **more):
    now = clock.now()
    usual = {
        "space_id": str(space.id),
        "rule": "owners_ordinary",
        "question": "要不要在北门装雨棚",
        "opens_at": (now + timedelta(hours=1)).isoformat(),
        "closes_at": (now + timedelta(days=16)).isoformat(),
    }
    return usual | more


def spending(space, **more):
    closes = clock.now() + timedelta(days=3)
    usual = {
        "space_id": str(space.id),
        "title": "微实事",
        "budget_fen": 100_000,
        "closes_at": closes.isoformat(),
        "projects": [{"title": "修凳子", "cost_fen": 1000}],
    }
    return usual | more


def meeting(space, **more):
    starts = clock.now() + timedelta(days=3)
    usual = {
        "space_id": str(space.id),
        "kind": "parlour",
        "title": "会客厅",
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=1)).isoformat(),
        "place": "架空层",
    }
    return usual | more


def project(title):
    return [{"title": title, "cost_fen": 1000}]


DOORS = {
    "question": lambda space, text: ("ballots", asked(space, question=text)),
    "explanation": lambda space, text: ("ballots", asked(space, explanation=text)),
    "round": lambda space, text: ("spendings", spending(space, title=text)),
    "project": lambda space, text: ("spendings", spending(space, projects=project(text))),
    "meeting": lambda space, text: ("meetings", meeting(space, title=text)),
}


@pytest.mark.parametrize("door", DOORS)
def test_what_nobody_can_decide_comes_in_at_no_door(estate, as_desk, door):
    path, body = DOORS[door](estate[0], CERTAIN)
    refused = as_desk(Role.SECRETARY).post(f"{BASE}/{path}", json=body)
    assert (refused.status_code, refused.json["code"]) == (409, "commons.unlawful")
    assert "第" in refused.json["detail"]


@pytest.mark.parametrize("door", DOORS)
def test_what_is_doubted_waits_for_a_second_person_at_every_door(estate, as_desk, door):
    space = estate[0]
    one, two = as_desk(Role.SECRETARY), as_desk(Role.COMMITTEE)
    path, body = DOORS[door](space, DOUBTFUL)
    held = one.post(f"{BASE}/{path}", json=body)
    assert (held.status_code, held.json["code"]) == (409, "commons.doubtful_text")
    assert {each["rule"] for each in held.json["findings"]} == {"no_riders"}

    looks = f"{BASE}/text-reviews"
    texts = {"space_id": str(space.id), "texts": [DOUBTFUL, "要不要在北门装雨棚"]}
    [waiting] = one.post(looks, json=texts).json["items"]
    own = one.post(f"{looks}/{waiting['id']}/decide", json={"passed": True, "words": "没有问题的"})
    assert own.json["code"] == "commons.second_person_needed"
    [shown] = two.get(f"{looks}?space={space.id}").json["items"]
    assert (shown["text"], shown["state"]) == (DOUBTFUL, "asked")
    assert one.post(f"{BASE}/{path}", json=body).json["code"] == "commons.doubtful_text"
    decide = {"passed": True, "words": "只是问大家，不是规定"}
    assert two.post(f"{looks}/{waiting['id']}/decide", json=decide).json["state"] == "passed"
    assert one.post(f"{BASE}/{path}", json=body).status_code == 201
    elsewhere = DOORS[door](make_space(name="另一个花园"), DOUBTFUL)
    if elsewhere[0] != "ballots":
        again = one.post(f"{BASE}/{elsewhere[0]}", json=elsewhere[1])
        assert again.json["code"] == "commons.doubtful_text"


def test_what_a_second_person_does_not_pass_stays_out(estate, as_desk):
    space = estate[0]
    one, two = as_desk(Role.SECRETARY), as_desk(Role.COMMITTEE)
    texts = {"space_id": str(space.id), "texts": [DOUBTFUL]}
    [waiting] = one.post(f"{BASE}/text-reviews", json=texts).json["items"]
    decide = {"passed": False, "words": "骑手也要进来送药"}
    path = f"{BASE}/text-reviews/{waiting['id']}/decide"
    assert two.post(path, json=decide).json["state"] == "refused"
    assert two.post(path, json=decide | {"passed": True}).json["code"] == "commons.request_decided"
    held = one.post(f"{BASE}/ballots", json=asked(space, question=DOUBTFUL))
    assert held.json["code"] == "commons.doubtful_text"


def test_the_title_of_a_covenant_is_read_like_its_clauses(estate, as_desk):
    desk = as_desk(Role.COMMITTEE)
    body = {"space_id": str(estate[0].id), "kind": "promise", "clauses": ["不乱扔垃圾"]}
    made = desk.post(f"{BASE}/covenants", json=body | {"title": CERTAIN}).json
    assert {each["clause"] for each in made["findings"]} == {0}
    opened = desk.post(f"{BASE}/covenants/{made['id']}/open")
    assert opened.json["code"] == "commons.clauses_blocked"


def test_a_demand_for_the_unlawful_is_refused_or_read_first(estate, as_resident):
    space, _, people = estate
    body = {"space_id": str(space.id), "kind": "owners"}
    refused = as_resident(people[0]).post(f"{BASE}/demands", json=body | {"reason": CERTAIN})
    assert refused.json["code"] == "commons.unlawful"
    held = as_resident(people[0]).post(f"{BASE}/demands", json=body | {"reason": DOUBTFUL})
    assert held.json["state"] == "held"


def test_minutes_decide_nothing_unlawful_and_tell_of_it_once_it_was_seen(estate, as_desk):
    space = estate[0]
    one, two = as_desk(Role.SECRETARY), as_desk(Role.COMMITTEE)
    made = one.post(f"{BASE}/meetings", json=meeting(space)).json["id"]
    path = f"{BASE}/meetings/{made}/minutes"
    decided = {"words": "到会六户", "items": [ending(made, text="外卖小哥一个都不许进")]}
    assert one.post(path, json=decided).json["code"] == "commons.doubtful_text"
    said = {"words": "有人提出乱停车罚款两百，大家没有同意", "items": [ending(made, text="画车位")]}
    assert one.post(path, json=said).json["code"] == "commons.doubtful_text"
    texts = {"space_id": str(space.id), "texts": [said["words"]]}
    [waiting] = one.post(f"{BASE}/text-reviews", json=texts).json["items"]
    decide = {"passed": True, "words": "只是记录，没有通过"}
    two.post(f"{BASE}/text-reviews/{waiting['id']}/decide", json=decide)
    assert one.post(path, json=said).json["code"] == "commons.too_early"


def ending(item, **more):
    return {"item_id": item, "said": "都说了", "kind": "rule", "owner": "楼长"} | more


def test_nobody_votes_on_what_nobody_could_have_known_of(estate, as_desk):
    space, desk, now = estate[0], as_desk(Role.COMMITTEE), clock.now()

    def put(opens, closes, **more):
        times = {"opens_at": (now + opens).isoformat(), "closes_at": (now + closes).isoformat()}
        return desk.post(f"{BASE}/ballots", json=asked(space, **times, **more))

    hour, day = timedelta(hours=1), timedelta(days=1)
    past = put(-20 * day, 16 * day)
    assert past.json["code"] == "commons.times_unfit"
    second = put(hour, hour + timedelta(seconds=1))
    assert (second.status_code, second.json["code"]) == (409, "commons.vote_too_short")
    assert "物业管理条例第14条" in second.json["detail"]
    assert put(hour, 15 * day - hour).json["code"] == "commons.vote_too_short"
    wish = put(hour, 2 * hour, rule="deliberation", question="要不要换灯")
    assert wish.json["code"] in {"commons.vote_too_short", "commons.roll_not_found"}
    just = put(timedelta(seconds=-30), 15 * day + hour)
    assert just.status_code == 201
    assert just.json["opens_at"] >= now.isoformat()[:19]
    short = desk.post(
        f"{BASE}/spendings",
        json=spending(space, closes_at=(now + timedelta(minutes=5)).isoformat()),
    )
    assert short.json["code"] == "commons.times_unfit"


def test_a_vote_at_a_meeting_is_open_while_it_is_held(estate, as_desk):
    space, desk = estate[0], as_desk(Role.COMMITTEE)
    starts = clock.now() + timedelta(days=16)
    called = meeting(
        space,
        kind="owners",
        called_by=["业主委员会"],
        starts_at=starts.isoformat(),
        ends_at=(starts + timedelta(hours=2)).isoformat(),
    )
    made = desk.post(f"{BASE}/meetings", json=called).json["id"]
    body = asked(space, meeting_id=made, opens_at=starts.isoformat())
    early = (starts + timedelta(minutes=5)).isoformat()
    assert desk.post(f"{BASE}/ballots", json=body | {"closes_at": early}).json["code"] == (
        "commons.times_unfit"
    )
    held = (starts + timedelta(minutes=30)).isoformat()
    assert desk.post(f"{BASE}/ballots", json=body | {"closes_at": held}).status_code == 201


@pytest.fixture
def at_meeting(estate, as_desk):
    """An owners' meeting in sixteen days with a vote in its two hours; who keeps them."""
    space, desk = estate[0], as_desk(Role.COMMITTEE)
    starts = clock.now() + timedelta(days=16)
    ends = (starts + timedelta(hours=2)).isoformat()
    called = meeting(
        space,
        kind="owners",
        called_by=["业主委员会"],
        starts_at=starts.isoformat(),
        ends_at=ends,
    )
    made = desk.post(f"{BASE}/meetings", json=called).json["id"]
    times = {"opens_at": starts.isoformat(), "closes_at": ends}
    body = asked(space, meeting_id=made, **times)
    ballot = desk.post(f"{BASE}/ballots", json=body).json["id"]
    return SimpleNamespace(desk=desk, meeting=made, ballot=ballot, body=body)


def test_a_vote_is_called_off_with_its_meeting_and_none_is_put_to_it_again(at_meeting):
    path = f"{BASE}/meetings/{at_meeting.meeting}/cancel"
    assert at_meeting.desk.post(path, json={"reason": "会场停电"}).status_code == 200

    shown = at_meeting.desk.get(f"{BASE}/ballots/{at_meeting.ballot}").json
    assert (shown["state"], shown["cancel_reason"]) == ("cancelled", "会议取消：会场停电")
    again = at_meeting.desk.post(f"{BASE}/ballots", json=at_meeting.body)
    assert again.json["code"] == "commons.meeting_unfit"


def test_a_meeting_is_not_called_off_over_votes_that_are_cast(at_meeting):
    path = f"{BASE}/meetings/{at_meeting.meeting}/cancel"
    with transaction():
        db.session.get_one(Ballot, UUID(at_meeting.ballot)).opens_at = clock.now()
    refused = at_meeting.desk.post(path, json={"reason": "到场的人太少"})
    assert refused.json["code"] == "commons.ballot_at_meeting"
    draft = at_meeting.desk.get(f"{BASE}/meetings/{at_meeting.meeting}/draft").json
    assert draft["state"] == "noticed"


def test_votes_left_by_meetings_called_off_before_are_found(at_meeting):
    with transaction():
        held = db.session.get_one(CommonsMeeting, UUID(at_meeting.meeting))
        held.state = MeetingState.CANCELLED

    with transaction():
        assert "1 ballots" in periodic_tasks.call_off_with_meetings(clock.now())
    shown = at_meeting.desk.get(f"{BASE}/ballots/{at_meeting.ballot}").json
    assert shown["state"] == "cancelled"
    assert periodic_tasks.call_off_with_meetings(clock.now()) == ""


def test_a_ballot_is_called_off_by_a_counter_and_a_second_and_everybody_is_told(
    estate, as_desk, as_resident
):
    space, roll, people = estate
    one, two, other = (as_desk(Role.COMMITTEE) for _ in range(3))
    ballot = make_ballot(roll, secrecy=Secrecy.NAMED, by=one.staff.id)
    as_resident(people[0]).post(f"{BASE}/ballots/{ballot.id}/votes", json={"choice": "yes"})
    path, why = f"{BASE}/ballots/{ballot.id}/cancel", {"reason": "题目写错了两个字"}
    assert two.post(path, json=why).json["code"] == "commons.not_counter"
    assert one.post(path, json={"reason": "错"}).status_code == 422
    first = one.post(path, json=why).json
    assert (first["state"], first["cancel_asked"]) == ("open", True)
    assert one.post(path, json=why).json["code"] == "commons.second_person_needed"
    kept = other.post(path, json={"reason": "没有写错，接着投", "keep": True}).json
    assert kept["cancel_asked"] is False
    one.post(path, json=why)
    done = two.post(path, json=why).json
    assert (done["state"], done["cancel_reason"]) == ("cancelled", why["reason"])
    ballot_notices.tell_cancelled(str(ballot.id))
    told = db.session.scalars(
        select(Notice.resident_id).filter_by(template="commons_ballot_cancelled")
    )
    assert set(told) == {each.id for each in people}

    same = asked(space, question=ballot.question + "？")
    silent = one.post(f"{BASE}/ballots", json=same)
    assert (silent.status_code, silent.json["code"]) == (409, "commons.asked_before")
    again = one.post(f"{BASE}/ballots", json=same | {"again_because": "改正了错字重新问"}).json
    assert again["again_because"] == "改正了错字重新问"
    assert again["earlier"]["id"] == str(ballot.id)
    assert again["earlier"]["cancel_reason"] == why["reason"]
    third = one.post(f"{BASE}/ballots", json=same | {"again_because": "改正了错字重新问"})
    assert third.json["code"] == "commons.asked_already"
    ballot_notices.tell_opening(again["id"])
    told = db.session.scalars(select(Notice.resident_id).filter_by(template="commons_ballot"))
    assert set(told) == {each.id for each in people}


TITLE = {"verified": True, "evidence": "title_certificate", "reference": "不动产权第7788号"}


def test_the_area_of_a_co_signer_is_what_two_people_read_on_the_title(
    client, as_desk, as_role, as_resident
):
    space, person = make_space(), as_resident()
    one, two = as_desk(Role.SECRETARY), as_desk(Role.STREET_FILING)
    begun = person.post(f"{BASE}/foundings", json={"space_id": str(space.id)}).json
    path = f"{BASE}/foundings/{begun['id']}"
    for desk in (one, two):
        desk.put(f"{path}/totals", json={"heads": 100, "area_m2": "10000"})
    made = person.post(f"{path}/co-signs", json={"unit": "1-102", "area_m2": "2500"}).json
    [waiting] = one.get(f"{path}/co-signs").json["items"]
    assert waiting["is_large"] is True
    decide = f"{BASE}/co-signs/{made['id']}/decide"
    assert one.post(decide, json=TITLE).json["code"] == "commons.proof_not_named"
    claimed = one.post(decide, json=TITLE | {"area_m2": "2500"}).json
    assert claimed["state"] == "seen"
    shown = person.get(path).json
    assert (shown["persons"], shown["claims"], shown["reached_by"]) == (0, 1, [])
    assert one.post(decide, json=TITLE | {"area_m2": "2500"}).json["code"] == (
        "commons.second_person_needed"
    )
    differs = two.post(decide, json=TITLE | {"area_m2": "89.5"})
    assert differs.json["code"] == "commons.proof_differs"
    assert two.post(decide, json=TITLE | {"area_m2": "2500"}).json["state"] == "verified"

    own = as_role(Role.SECRETARY)
    mine = own.post(f"{path}/co-signs", json={"unit": "1-103", "area_m2": "90"}).json
    refused = own.post(f"{BASE}/co-signs/{mine['id']}/decide", json=TITLE | {"area_m2": "90"})
    assert refused.json["code"] == "commons.own_request"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("选谁当业委会主任", "commons.committee_election"),
        ("选出本届业委会成员（张先生、李先生、王女士）", "commons.committee_election"),
        ("是否同意由张先生担任业委会主任", "commons.committee_election"),
        ("推举业委会新主任", "commons.committee_election"),
        ("谁当业委会主任最好", "commons.committee_election"),
        ("大家觉得谁来当小区的带头人好", "commons.doubtful_text"),
        ("给咱们小区挑个话事人", "commons.doubtful_text"),
    ],
)
def test_no_ballot_elects_by_whatever_name(estate, as_desk, question, code):
    refused = as_desk(Role.COMMITTEE).post(
        f"{BASE}/ballots", json=asked(estate[0], question=question)
    )
    assert (refused.status_code, refused.json["code"]) == (409, code)


@pytest.mark.parametrize("question", ["要不要成立业委会", "是否同意提前换届业委会"])
def test_whether_there_is_a_committee_may_be_asked(estate, as_desk, question):
    put = as_desk(Role.COMMITTEE).post(f"{BASE}/ballots", json=asked(estate[0], question=question))
    assert put.status_code == 201, put.json


def test_a_meeting_that_elects_waits_for_a_second_person(estate, as_desk):
    one, two = as_desk(Role.COMMITTEE), as_desk(Role.SECRETARY)
    space = estate[0]
    begins = clock.now() + timedelta(days=20)
    body = {
        "space_id": str(space.id),
        "kind": "owners",
        "title": "选举业委会主任",
        "called_by": ["业主委员会"],
        "starts_at": begins.isoformat(),
        "ends_at": (begins + timedelta(hours=1)).isoformat(),
        "place": "党群中心",
    }
    assert one.post(f"{BASE}/meetings", json=body).json["code"] == "commons.doubtful_text"
    texts = {"space_id": str(space.id), "texts": [body["title"]]}
    [waiting] = one.post(f"{BASE}/text-reviews", json=texts).json["items"]
    passed = {"passed": True, "words": "业主大会现场选，不在网上选"}
    two.post(f"{BASE}/text-reviews/{waiting['id']}/decide", json=passed)
    assert one.post(f"{BASE}/meetings", json=body).status_code == 201


def test_no_project_costs_more_than_there_is_to_spend(estate, as_desk):
    dear = spending(estate[0], projects=[{"title": "修凳子", "cost_fen": 100_001}])
    refused = as_desk(Role.SECRETARY).post(f"{BASE}/spendings", json=dear)
    assert (refused.status_code, refused.json["code"]) == (409, "commons.project_too_dear")
