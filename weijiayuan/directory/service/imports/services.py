"""Lists of services: what each row would do, and doing it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from weijiayuan.db import db
from weijiayuan.directory.models import Organisation, Service
from weijiayuan.directory.queries import import_targets
from weijiayuan.directory.queries.need_taxonomy import tree
from weijiayuan.directory.rules.entry_spreadsheet import Row
from weijiayuan.directory.rules.near_duplicates import Known, NearIndex, plain
from weijiayuan.directory.rules.service_eligibility import rulebook
from weijiayuan.directory.rules.vocabulary import HOW_WORDS, How, Standing
from weijiayuan.directory.service.imports.import_plan import (
    PlannedRow,
    code_for,
    refuse_near,
    refuse_repeated,
)
from weijiayuan.directory.service.imports.import_source import Sender
from weijiayuan.directory.service.imports.reference_resolution import Named

WORDS = {
    "code": "编号",
    "name": "名称",
    "text": "内容",
    "who": "对象",
    "list_no": "清单序号",
    "fees": "收费说明",
    "minutes": "办理分钟",
    "how_often": "频次",
    "quality": "质量标准",
    "complaints": "投诉电话",
    "phone": "电话",
}
UNKNOWN: dict[str, Any] = dict.fromkeys(WORDS.keys() - {"code", "name", "text"}, "") | {
    "list_no": None,
    "minutes": None,
    "papers": [],
    "cost_fen": None,
    "rule": None,
}
"""What becomes of the invented facts of a sample that the true list does not name."""


def plan(rows: Sequence[Row], _sender: Sender) -> list[PlannedRow]:
    """Return what each row would do; the services are locked."""
    stored = {each.id: each for each in import_targets.all_to_change(Service)}
    organisations = Named(
        (each, (each.code, each.name)) for each in import_targets.all_entries(Organisation)
    )
    index = NearIndex(known_of(each) for each in stored.values())
    made = [PlannedRow(row, errors=list(row.errors)) for row in rows]
    for each in made:
        each.stored_id = _meant(each.row, stored.values(), index)
    refuse_repeated(made)
    numbers = {one.list_no: one for one in stored.values()}
    for each in made:
        service = stored.get(each.stored_id) if each.stored_id else None
        if service is None:
            known = _known_row(each.row)
            refuse_near(each, known, index.near(known))
            index.add(known)
        _compare(each, service, organisations)
        _check_number(each, numbers)
    return made


def known_of(service: Service) -> Known:
    """Return a service as it is compared: with those of its need."""
    return Known(service.name, service.need, None, id=service.id, is_sample=service.is_sample)


def _known_row(row: Row) -> Known:
    need = _need(row.values.get("need", ""))
    return Known(row.values.get("name", ""), need, None, row=row.number)


def _need(word: str) -> str | None:
    """Return the need of this id or name."""
    found = (each.id for each in tree().needs.values() if word in {each.id, each.name})
    return next(found, None)


def _meant(row: Row, stored: Any, index: NearIndex) -> UUID | None:
    """Return the service that a row means: by its number, the sample in its place, or its name."""
    code, number = row.values.get("code"), row.values.get("list_no")
    for each in stored:
        if code == each.code or (each.is_sample and number and number == each.list_no):
            found: UUID = each.id
            return found
    same = index.same(_known_row(row))
    return same.id if same and (same.is_sample or code is None) else None


def _compare(planned: PlannedRow, stored: Service | None, organisations: Named[Any]) -> None:
    """Note what a row changes of its service."""
    wanted = dict(planned.row.values)
    if stored is None:
        given = planned.row.values.get("code")
        known = _known_row(planned.row)
        wanted["code"] = given or code_for("S", [known.community, plain(known.name)])
    elif stored.is_sample:
        wanted = UNKNOWN | wanted
        planned.replaces_sample()
    for name, column in WORDS.items():
        if name in wanted:
            planned.will(name, column, now=getattr(stored, name, ""), after=wanted[name])
    _compare_meaning(planned, stored, wanted)
    if word := wanted.get("organisation"):
        found = organisations.one(word)
        if found is None:
            planned.refuse("单位", organisations.missing(word, "单位"))
        elif stored is None or stored.organisation_id != found.id:
            planned.will("organisation_id", "单位", now=None, after=found.id, words=lambda _: word)
    if stored is not None and stored.standing is Standing.GONE:
        planned.refuse("编号", "这项服务已停办，不能再用这个编号")


def _compare_meaning(
    planned: PlannedRow, stored: Service | None, wanted: Mapping[str, Any]
) -> None:
    """Compare what stands for something: need, way, cost, papers, and for whom it is."""
    if "need" in wanted:
        need = _need(wanted["need"])
        if need is None:
            planned.refuse("需要", f"没有“{wanted['need']}”这一类需要")
        else:
            names = {each.id: each.name for each in tree().needs.values()}
            planned.will("need", "需要", now=stored and stored.need, after=need, words=names.get)
    if "how" in wanted:
        how = How(wanted["how"])
        planned.will("how", "方式", now=stored and stored.how, after=how, words=HOW_WORDS.get)
    if "cost_fen" in wanted:
        now = stored.cost_fen if stored else None
        planned.will("cost_fen", "费用", now=now, after=wanted["cost_fen"], words=_yuan)
    if "papers" in wanted:
        brought = stored.papers if stored else []
        planned.will("papers", "材料", now=brought, after=wanted["papers"], words="、".join)
    if "rule" in wanted:
        _compare_rule(planned, stored, wanted["rule"])


def _yuan(fen: int) -> str:
    return f"{fen / 100:g}元" if fen else "免费"


def _compare_rule(planned: PlannedRow, stored: Service | None, word: str | None) -> None:
    policies = rulebook().pack.policies.values()
    rule = next((each.id for each in policies if word in {each.id, each.name}), None)
    if word and rule is None:
        planned.refuse("适用规则", f"没有“{word}”这条规则")
    else:
        planned.will("rule", "适用规则", now=stored.rule if stored else None, after=rule)


def _check_number(planned: PlannedRow, numbers: dict[int | None, Service]) -> None:
    """Refuse a place on the list that another service has."""
    number = planned.row.values.get("list_no")
    holder = numbers.get(number) if number is not None else None
    if holder is not None and holder.id != planned.stored_id:
        planned.refuse("清单序号", f"第{holder.list_no}项已经是“{holder.name}”")


def write(planned: PlannedRow, sender: Sender) -> None:
    """Do what a row would do."""
    values = planned.values
    if "need" in values:
        values["alliance"] = tree().needs[values["need"]].alliance
    if planned.stored_id is None:
        service = Service(source=sender.source, **values)
        db.session.add(service)
    else:
        service = db.session.get_one(Service, planned.stored_id)
        for name, value in values.items():
            setattr(service, name, value)
        service.source = sender.source
    service.changed_at = sender.now
