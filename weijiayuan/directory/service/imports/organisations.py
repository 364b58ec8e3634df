"""Lists of organisations: what each row would do, and doing it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from weijiayuan.db import db
from weijiayuan.directory.models import Organisation
from weijiayuan.directory.queries import import_targets
from weijiayuan.directory.queries.need_taxonomy import tree
from weijiayuan.directory.rules.entry_spreadsheet import Row
from weijiayuan.directory.rules.near_duplicates import Known, NearIndex, plain
from weijiayuan.directory.rules.vocabulary import ORGANISATION_WORDS, OrganisationKind, Standing
from weijiayuan.directory.service.imports.import_plan import (
    PlannedRow,
    code_for,
    refuse_near,
    refuse_repeated,
)
from weijiayuan.directory.service.imports.import_source import Sender

WORDS = {
    "code": "编号",
    "name": "名称",
    "uscc": "统一社会信用代码",
    "phone": "电话",
    "description": "简介",
}


def plan(rows: Sequence[Row], _sender: Sender) -> list[PlannedRow]:
    """Return what each row would do; the organisations are locked."""
    stored = {each.id: each for each in import_targets.all_to_change(Organisation)}
    index = NearIndex(Known(each.name, None, None, id=each.id) for each in stored.values())
    made = [PlannedRow(row, errors=list(row.errors)) for row in rows]
    for each in made:
        each.stored_id = _meant(each.row, stored, index)
    refuse_repeated(made)
    codes = {each.uscc: each for each in stored.values() if each.uscc}
    for each in made:
        organisation = stored.get(each.stored_id) if each.stored_id else None
        if organisation is None:
            known = _known(each.row)
            refuse_near(each, known, index.near(known))
            index.add(known)
        _compare(each, organisation)
        _check_credit_code(each, codes)
    return made


def _known(row: Row) -> Known:
    return Known(row.values.get("name", ""), None, None, row=row.number)


def _meant(row: Row, stored: Mapping[UUID, Organisation], index: NearIndex) -> UUID | None:
    """Return the organisation of a row: by its number, its credit code, else its name."""
    code, credit_code = row.values.get("code"), row.values.get("uscc")
    for each in stored.values():
        if code == each.code or (code is None and credit_code and credit_code == each.uscc):
            return each.id
    same = index.same(_known(row)) if code is None else None
    return same.id if same else None


def _compare(planned: PlannedRow, stored: Organisation | None) -> None:
    """Note what a row changes of its organisation."""
    wanted = dict(planned.row.values)
    if stored is None:
        wanted["code"] = wanted.get("code") or code_for("O", [plain(wanted.get("name", ""))])
    for name, column in WORDS.items():
        if name in wanted:
            planned.will(name, column, now=getattr(stored, name, ""), after=wanted[name])
    if "kind" in wanted:
        kind = OrganisationKind(wanted["kind"])
        now = stored.kind if stored else None
        planned.will("kind", "性质", now=now, after=kind, words=ORGANISATION_WORDS.get)
    if "alliance" in wanted:
        _compare_alliance(planned, stored, wanted["alliance"])
    if stored is not None and stored.standing is Standing.GONE:
        planned.refuse("编号", "这家单位已撤销，不能再用这个编号")


def _compare_alliance(planned: PlannedRow, stored: Organisation | None, word: str) -> None:
    names = {each.id: each.name for each in tree().alliances.values()}
    short = {each: name.removesuffix("分联盟") for each, name in names.items()}
    meant = (one for one in names if word in {one, names[one], short[one]})
    found = next(meant, None)
    if found is None:
        planned.refuse("分联盟", f"只能写 {'、'.join(names.values())}")
        return
    now = stored.alliance if stored else None
    planned.will("alliance", "分联盟", now=now, after=found, words=names.get)


def _check_credit_code(planned: PlannedRow, codes: Mapping[Any, Organisation]) -> None:
    """Refuse a credit code that another organisation has; two rows of one sheet count too."""
    code = planned.row.values.get("uscc")
    holder = codes.get(code)
    if code and holder is not None and holder.id != planned.stored_id:
        planned.refuse("统一社会信用代码", f"已经是“{holder.name}”的")


def write(planned: PlannedRow, sender: Sender) -> None:
    """Do what a row would do."""
    values = planned.values
    if planned.stored_id is None:
        organisation = Organisation(**values)
        db.session.add(organisation)
    else:
        organisation = db.session.get_one(Organisation, planned.stored_id)
        for name, value in values.items():
            setattr(organisation, name, value)
    organisation.source = sender.source
    organisation.assured_on = sender.as_of
