"""Granting a licence: the name is taken and the licence written in the transaction that approves.

Sealing comes after the commit and may be repeated: a process that dies in between leaves a licence
that nobody is shown, and the job beside it seals it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from weijiayuan.approvals.errors import ApplicationIncomplete
from weijiayuan.approvals.models import Application, ConsentTo, Licence, LicenceChange
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import consents as asked_queries
from weijiayuan.approvals.queries import licence_transfers
from weijiayuan.approvals.rulebook_in_force import ground
from weijiayuan.approvals.rules.address_normalization import KEY_VERSION
from weijiayuan.approvals.rules.people_in_application import number_of
from weijiayuan.approvals.rules.states import LicenceState
from weijiayuan.approvals.service import (
    consent_requests,
    licence_sealing,
    name_reservations,
    notifications,
)
from weijiayuan.approvals.service.automatic_decisions import Decided
from weijiayuan.approvals.service.blind_indexes import identity_mark, operator_mark
from weijiayuan.db import db
from weijiayuan.gateways.setup import registry
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import readable_code

CODE_LENGTH = 12
PENDING = "PENDING-"
ORGANISATIONS = {"individual": "个人经营", "family": "家庭经营"}
KINDS = {"individual": "个体工商户", "company": "有限责任公司"}
BY_LAW = (
    "（依法须经批准的项目，经相关部门批准后方可开展经营活动，"
    "具体经营项目以批准文件或者许可证件为准）"
)


def grant(
    application: Application, answers: Mapping[str, Any], decided: Decided, *, now: datetime
) -> Licence:
    """Write the licence of an approved application. It is sealed after the commit."""
    before = queries.current_of(application.changes_uscc) if application.changes_uscc else None
    if before is not None:
        before.is_current, before.live_key = False, None
        name_reservations.pass_on_or_free(before, application, answers, now=now)
        db.session.flush()
    licence = _licence(application, answers, decided, before, now=now)
    check_paper(licence.printed, answers)
    db.session.add(licence)
    db.session.flush()
    db.session.add(
        LicenceChange(
            licence_id=licence.id,
            what="changed" if before else "issued",
            state=LicenceState.ACTIVE,
            by=application.decided_by,
        )
    )
    if before is not None and before.resident_id != licence.resident_id:
        _pass_over(before, licence, now)
    consent_requests.ask(application, decided.asked, now=now)
    consent_requests.settle(application, now=now)
    licence_sealing.seal_later(licence)
    return licence


def check_paper(paper: Mapping[str, Any], answers: Mapping[str, Any]) -> None:
    """Raise `ApplicationIncomplete` unless the paper says all that it must, and all that was asked.

    What is read here is the paper, not the answers: what stands in them may not reach it.
    """
    catalogue = ground().catalogue
    unknown = [code for code in answers["scopes"] if code not in catalogue]
    if unknown or not all(text.strip() for row in paper["rows"] for text in row):
        raise ApplicationIncomplete


def _licence(
    application: Application,
    answers: Mapping[str, Any],
    decided: Decided,
    before: Licence | None,
    *,
    now: datetime,
) -> Licence:
    """Return the first licence of a business, or the next version of the one before."""
    serial = queries.next_number("licence")
    version = before.version + 1 if before else 1
    today = clock.local_date(now)
    return Licence(
        application_id=application.id,
        resident_id=_holder(application, answers, before),
        kind=application.kind,
        uscc=before.uscc if before else _number(application, serial),
        version=version,
        code=readable_code(CODE_LENGTH),
        status_index=serial,
        printed=printed(
            application.kind,
            answers,
            on=today,
            founded_on=_founded_on(before) or today,
            version=version,
        ),
        address_key=ground().places.key(answers["address"]),
        key_version=KEY_VERSION,
        issued_on=today,
        is_sample=registry().gives_samples,
        live_key=decided.live_key,
        operator_mark=operator_mark(answers),
    )


def _holder(application: Application, answers: Mapping[str, Any], before: Licence | None) -> UUID:
    """Return whose account the licence is in: a new representative's who agreed to be it."""
    name = answers.get("legal_representative") or ""
    if application.kind != "company" or before is None or not name:
        return application.resident_id
    number = number_of(name, answers, ground().lexicon.script)
    said = asked_queries.of_application(application.id, ConsentTo.APPLICATION)
    found = said.get(identity_mark(name, number)) if number else None
    return (found.resident_id if found else None) or application.resident_id


def _pass_over(before: Licence, licence: Licence, now: datetime) -> None:
    """End the offer that was taken up, and tell who handed over."""
    offered = licence_transfers.open_one(licence.uscc)
    if offered is not None:
        offered.is_open = False
    notifications.tell_holder(before, "licence_handed_over", "handed_over", now=now)


def _founded_on(before: Licence | None) -> date | None:
    """Return the day of the first licence (条例 21): no change of what is registered moves it."""
    if before is None:
        return None
    return date.fromisoformat(before.printed.get("founded_on") or before.printed["issued_on"])


def _number(application: Application, serial: int) -> str:
    """Return the number: a sample at once, a real one when it is sealed."""
    if not registry().gives_samples:
        return f"{PENDING}{application.number}"
    here = ground().authority
    return (
        registry()
        .issue(application.number, kind=application.kind, division=here.division, serial=serial)
        .uscc
    )


def printed(
    kind: str, answers: Mapping[str, Any], *, on: date, founded_on: date, version: int
) -> dict[str, Any]:
    """Return what stands on the paper. No number of anybody, no home."""
    scope = scope_words(answers["scopes"])
    name = answers.get("name") or f"（未使用名称）{answers['operator_name']}"
    rows_of = _individual_rows if kind == "individual" else _company_rows
    return {
        "name": name,
        "kind": kind,
        "form": KINDS[kind],
        "organisation": answers.get("organisation") or "",
        "operator": answers.get("legal_representative") or answers["operator_name"],
        "scope": scope,
        "address": answers["address"],
        "capital_fen": answers.get("capital_fen"),
        "issued_on": on.isoformat(),
        "founded_on": founded_on.isoformat(),
        "authority": ground().authority.name,
        "permits": permit_words(answers["scopes"]),
        "version": version,
        "rows": [["名称", name], *rows_of(answers, founded_on), ["经营范围", scope]],
    }


def _individual_rows(answers: Mapping[str, Any], founded_on: date) -> list[list[str]]:
    return [
        ["类型", KINDS["individual"]],
        ["经营者", answers["operator_name"]],
        ["组成形式", ORGANISATIONS.get(answers.get("organisation") or "", "个人经营")],
        ["注册日期", founded_on.isoformat()],
        ["经营场所", answers["address"]],
    ]


def _company_rows(answers: Mapping[str, Any], founded_on: date) -> list[list[str]]:
    is_alone = len(answers.get("shareholders") or []) == 1
    return [
        ["类型", f"{KINDS['company']}（{'自然人独资' if is_alone else '自然人投资或控股'}）"],
        ["法定代表人", answers["legal_representative"]],
        ["注册资本", f"人民币 {answers['capital_fen'] / 100:,.2f} 元"],
        ["成立日期", founded_on.isoformat()],
        ["住所", answers["address"]],
    ]


def scope_words(codes: Sequence[str]) -> str:
    """Return the scope as licences say it: what is general, and what needs an approval."""
    chosen = [ground().catalogue[code] for code in codes if code in ground().catalogue]
    general = "；".join(each.text for each in chosen if each.kind == "general")
    licensed = "；".join(each.text for each in chosen if each.kind != "general")
    parts = [f"一般项目：{general}"] if general else []
    parts += [f"许可项目：{licensed}{BY_LAW}"] if licensed else []
    return "。".join(parts)


def permit_words(codes: Sequence[str]) -> str:
    """Return what is still to be done before trading: permits to get, and whom to notify."""
    chosen = [ground().catalogue[code] for code in codes if code in ground().catalogue]
    permits = [each.permit for each in chosen if each.kind == "post_permit"]
    parts = [f"经营前另办：{'、'.join(dict.fromkeys(permits))}"] if permits else []
    parts += list(dict.fromkeys(each.note for each in chosen if each.note))
    return "；".join(parts) or "没有须另办的许可"
