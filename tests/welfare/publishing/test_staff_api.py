"""Two officers publish: a proposal, the differences, an approval, the new answer, the way back."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from tests.engines import ONE_DATABASE
from tests.welfare.publishing.desk import (
    PATH,
    approve,
    checked,
    edited,
    elder_allowance,
    findings,
    newer,
    propose,
    raised,
)
from weijiayuan.accounts.rules import Role
from weijiayuan.audit.models import AuditEntry
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.welfare.models import Proposal, ProposalState
from weijiayuan.welfare.pack_in_force import NAME


def test_what_one_proposes_is_in_force_when_another_approves_and_can_be_taken_back(
    client, first, second, whole
):
    old = elder_allowance(client)

    proposed = propose(first, raised(whole))

    assert proposed.status_code == 201, proposed.json
    assert any("gaoling_bands" in line for line in proposed.json["differences"])
    (touched,) = proposed.json["touched"]
    assert (touched["policy"], touched["gain"], touched["lose"]) == ("gaoling", 0, 0)
    assert touched["amount"] > 0
    assert elder_allowance(client) == old

    published = approve(second, proposed.json)

    assert published.status_code == 201, published.json
    new = elder_allowance(client)
    assert new == (21000, published.json["sha256"])
    assert elder_allowance(client, pack=old[1]) == old
    listed = first.get(f"{PATH}/packs").json["items"]
    assert [item["sha256"] for item in listed] == [new[1], old[1]]
    for item in listed:
        kept = first.get(f"{PATH}/packs/{item['id']}/files").json["files"]
        assert kept.keys() == whole.keys()

    back = second.post(f"{PATH}/packs/{listed[1]['id']}/rollback", json={"reason": "标准录错了"})
    assert back.status_code == 201, back.json
    assert elder_allowance(client) == new
    assert approve(first, back.json).status_code == 201
    assert elder_allowance(client) == old

    noted = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("welfare.%")))
    assert set(noted) == {
        "welfare.pack_proposed",
        "welfare.pack_published",
        "welfare.pack_rolled_back",
    }


def test_nobody_approves_or_rejects_what_they_proposed(first, second, whole):
    proposal = propose(first, raised(whole)).json
    path = f"{PATH}/proposals/{proposal['id']}"

    assert approve(first, proposal).json["code"] == "welfare.own_proposal"
    assert first.post(f"{path}/reject", json={"note": "想一想"}).status_code == 422
    refused = first.post(f"{path}/reject", json={"note": "再想一想"})
    assert refused.json["code"] == "welfare.own_proposal"
    assert second.post(f"{path}/withdraw", json={}).json["code"] == "welfare.not_own_proposal"
    assert (
        second.post(f"{path}/reject", json={"note": "来源不是官方的"}).json["state"] == "rejected"
    )
    assert approve(second, proposal).json["code"] == "welfare.proposal_decided"


def test_the_database_itself_keeps_one_from_deciding_alone(first, whole):
    proposal = propose(first, raised(whole)).json
    alone = {"state": ProposalState.APPROVED, "decided_by": proposal["by"]}

    with pytest.raises(IntegrityError):
        db.session.execute(update(Proposal).values(**alone))
    db.session.rollback()


def test_an_author_takes_a_proposal_back(first, second, whole):
    proposal = propose(first, raised(whole)).json

    withdrawn = first.post(f"{PATH}/proposals/{proposal['id']}/withdraw", json={})

    assert withdrawn.json["state"] == "withdrawn"
    assert approve(second, proposal).json["code"] == "welfare.proposal_decided"
    open_ones = first.get(f"{PATH}/proposals?state=open").json["items"]
    assert proposal["id"] not in [each["id"] for each in open_ones]


def test_of_two_proposals_on_one_pack_the_second_is_out_of_date(client, first, second, whole):
    one = propose(first, raised(whole, 210)).json
    other = propose(first, newer(raised(whole, 220))).json

    assert approve(second, one).status_code == 201

    assert approve(second, other).json["code"] == "welfare.proposal_outdated"
    assert elder_allowance(client)[0] == 21000


def test_a_pack_is_in_force_from_its_day_on(app, client, first, second, whole):
    tomorrow = clock.local_date(clock.now()) + timedelta(days=1)
    proposal = propose(first, raised(whole), in_force_on=tomorrow.isoformat()).json

    published = approve(second, proposal)

    assert published.json["in_force_on"] == tomorrow.isoformat()
    assert elder_allowance(client)[0] == 20000
    app.extensions[NAME].look_again()
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert elder_allowance(client)[0] == 21000


def test_the_case_of_seventy_two_thousand_yuan_is_refused_in_every_way(first, whole):
    """One officer once put 70: 2000 in force within seconds, with its cases left out."""
    wrong = newer(edited(whole, "policies/gaoling.yaml", ("{70: 200,", "{70: 2000,")))
    assert "cases/gaoling.yaml:" in findings(propose(first, wrong))

    without = {name: text for name, text in wrong.items() if name != "cases/gaoling.yaml"}
    told = findings(propose(first, without))
    assert "gaoling_bands 两遍不一样" in told
    assert "政策 gaoling 缺少" in told


def test_a_version_must_rise_and_every_figure_must_be_pinned_by_a_case(first, whole):
    same = raised(whole)
    same["pack.yaml"] = whole["pack.yaml"]
    assert "version:应高于现行的" in findings(propose(first, same))

    name = "cases/gaoling.yaml"
    lines = [line for line in whole[name].splitlines() if "amount: 300" not in line]
    loose = newer(whole | {name: "\n".join(lines) + "\n"})
    assert "政策 gaoling 的案例看不出" in findings(propose(first, loose))


def test_the_pack_in_force_is_no_proposal(first, whole):
    assert propose(first, whole).json["code"] == "welfare.nothing_to_change"
    current = first.get(f"{PATH}/packs/current/files").json
    assert current["files"] == whole


def test_one_slip_is_named_alone_and_not_with_all_that_follows_from_it(first, whole):
    slip = edited(whole, "facts.yaml", ("is_local: {", "is_local: [{"))

    told = findings(propose(first, slip)).splitlines()

    assert len(told) == 1
    assert told[0].startswith("facts.yaml:")


def test_an_unknown_placeholder_is_refused(first, whole):
    wrong = newer(
        edited(whole, "policies/gaoling.yaml", ("年满{gaoling_age}周岁", "年满{gaoling_aeg}周岁"))
    )

    assert "{gaoling_aeg}" in findings(propose(first, wrong))


def test_a_pack_with_a_mistake_is_refused_with_file_and_line(first, whole):
    newer = raised(whole)
    wrong = edited(newer, "policies/ui.yaml", ("expr: registered", "expr: registred"))

    assert "policies/ui.yaml:" in findings(propose(first, wrong))
    assert "policies/ui.yaml:" in checked(first, wrong)["findings"][0]["text"]


def test_while_a_pack_is_checked_nobodys_writing_waits(app, first, whole, monkeypatch):
    """The check runs outside any transaction: it once held SQLite's only writer for seconds."""
    held = []

    def looked(*given, **more):
        held.append(db.session().in_transaction())
        return checked(*given, **more)

    from weijiayuan.welfare.publishing import service  # noqa: PLC0415

    checked = service.checked
    monkeypatch.setattr(service, "checked", looked)
    assert propose(first, raised(whole)).status_code == 201
    assert held == [False]


@ONE_DATABASE
@pytest.mark.parametrize(
    "path",
    [
        "packs/checks",
        "proposals",
        "proposals/{}/approve",
        "proposals/{}/reject",
        "proposals/{}/withdraw",
        "packs/{}/rollback",
        "packs/{}/call-off",
    ],
)
def test_only_policy_officers_may(as_resident, as_role, path):
    path = path.format("01890000-0000-7000-8000-000000000000")
    for somebody in (as_resident(), as_role(Role.SECRETARY)):
        assert somebody.post(f"{PATH}/{path}", json={}).status_code == 403
