"""Structured terms: who owes what to whom by when; what is compiled from them is computable.

The text, the sums, the reminders and the application for enforcement all come from the same
terms, so none can say anything else than the others. The hash of the terms stands in all of them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from weijiayuan.appeals.rules.agreement import date_checks, money_amounts, party_names, text_checks
from weijiayuan.appeals.rules.agreement.finding_catalogue import Finding

MOST_TERMS = 60
OF_THE_TERM = frozenset({"date", "dates", "amount", "account", "sum", "who"})
"""What the fields of a term say beside its words."""


class TermKind(StrEnum):
    MONEY = "money"
    THING = "thing"
    ACT = "act"
    REFRAIN = "refrain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One duty. `what` says in words what money does not: a thing, an act, what is left alone."""

    debtor: str
    creditor: str
    kind: TermKind
    amount_fen: int | None = None
    amount_words: str = ""
    due: date | None = None
    how: str = ""
    what: str = ""
    condition: str = ""
    default: str = ""


def hash_of(terms: Sequence[Term]) -> str:
    """Return the fingerprint of the terms: what was signed is what is ruled on."""
    rows = [{**asdict(term), "due": term.due and term.due.isoformat()} for term in terms]
    plain = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()


def sentence(term: Term) -> str:
    """Write a duty as it stands in the agreement."""
    when = f"于{day_in_full(term.due)}前" if term.due else ""
    if term.condition:
        when = f"{term.condition}，{when}" if when else term.condition
    if term.kind is TermKind.MONEY:
        fen = term.amount_fen or 0
        amount = f"人民币{yuan(fen)}元（{term.amount_words or money_amounts.in_capitals(fen)}）"
        body = f"{term.debtor}{when}向{term.creditor}支付{term.what}{amount}"
    elif term.kind is TermKind.THING:
        body = f"{term.debtor}{when}向{term.creditor}交付{term.what}"
    elif term.kind is TermKind.REFRAIN:
        start = f"自{day_in_full(term.due)}起" if term.due else "自本协议签订之日起"
        body = f"{term.debtor}{start}不再{term.what.removeprefix('不再').removeprefix('不得')}"
    else:
        body = f"{term.debtor}{when}{term.what}"
    parts = [body, *(part for part in (term.how, term.default) if part)]
    return "，".join(part.strip("。；，") for part in parts) + "。"


def yuan(fen: int) -> str:
    """Write fen as yuan with separators.

    >>> yuan(1234505), yuan(500000)
    ('12,345.05', '5,000')
    """
    whole, cents = divmod(fen, 100)
    return f"{whole:,}" + (f".{cents:02}" if cents else "")


def day_in_full(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def compiled(terms: Sequence[Term]) -> str:
    """Return the numbered text of the agreement."""
    return "\n".join(f"{number}. {sentence(term)}" for number, term in enumerate(terms, start=1))


def totals(terms: Sequence[Term]) -> dict[str, int]:
    """Return what each owes each in all, in fen, by `debtor→creditor`."""
    owed: dict[str, int] = {}
    for term in terms:
        if term.kind is TermKind.MONEY:
            name = f"{term.debtor}→{term.creditor}"
            owed[name] = owed.get(name, 0) + (term.amount_fen or 0)
    return owed


def application_for_enforcement(terms: Sequence[Term], missed: Sequence[int]) -> str:
    """Return what is asked of the court where terms (by number, from 1) were not performed."""
    asked = [terms[number - 1] for number in missed]
    fen = sum(term.amount_fen or 0 for term in asked if term.kind is TermKind.MONEY)
    lines = [f"请求强制执行第{number}项：{sentence(terms[number - 1])}" for number in missed]
    if fen:
        lines.append(f"执行标的合计人民币{yuan(fen)}元（{money_amounts.in_capitals(fen)}）。")
    return "\n".join(lines)


def findings(
    terms: Sequence[Term],
    *,
    text: str,
    parties: Mapping[str, Mapping[str, Any]],
    total_fen: int | None,
    on: date,
) -> list[Finding]:
    """Return what is wrong with terms, with a text, or with both."""
    found = [one for term in terms for one in _of_term(term, parties, on)]
    found += _of_sums(terms, total_fen)
    found += _of_parties(parties)
    whole = "\n".join(part for part in (text, compiled(terms)) if part)
    named = party_names.in_order(parties) if parties else party_names.in_text(text)
    by_words = text_checks.findings(whole, named, on=on)
    parts = (part for term in terms for part in (term.what, term.condition, term.default) if part)
    by_words += [
        one
        for part in parts
        for one in text_checks.findings(part, named, on=on)
        if one.kind not in OF_THE_TERM
    ]
    seen = {one.kind for one in found}
    guarded = any(facts.get("guardian") for facts in parties.values())
    authorised = any(facts.get("authority") for facts in parties.values())
    for one in by_words:
        if (one.kind == "capacity" and guarded) or (one.kind == "authority" and authorised):
            continue
        if one.kind not in seen or text:
            found.append(one)
    return list({(one.kind, one.at): one for one in found}.values())


def _of_term(term: Term, parties: Mapping[str, Mapping[str, Any]], on: date) -> list[Finding]:
    said, found = sentence(term)[:40], list[Finding]()
    named = party_names.called(parties)
    for name in (term.debtor, term.creditor) if parties else ():
        if not party_names.is_one_of(name, named):
            found.append(Finding("third_party", name))
    if term.debtor == term.creditor:
        found.append(Finding("who", said, "债务人和债权人是同一人"))
    if term.kind is TermKind.MONEY:
        found += _of_money(term, said)
    elif not term.what:
        found.append(Finding("vague", said, "没有写明做什么"))
    if term.due is None and term.kind is not TermKind.REFRAIN:
        found.append(Finding("condition" if term.condition else "date", said))
    if term.due is not None and not on <= term.due <= date(
        on.year + date_checks.LATEST_YEARS, 12, 31
    ):
        found.append(
            Finding("dates", day_in_full(term.due), "早于今天" if term.due < on else "太遥远")
        )
    return found


def _of_money(term: Term, said: str) -> list[Finding]:
    found = []
    fen = term.amount_fen
    if fen is None or fen <= 0:
        return [Finding("amount", said)]
    if fen >= text_checks.MOST_FEN:
        found.append(Finding("amount", said, "金额不合常理"))
    if term.amount_words:
        words = money_amounts.read_fen(term.amount_words)
        if words is not None and words != fen:
            found.append(Finding("amount_words", term.amount_words, f"大写是{yuan(words)}元"))
    if not term.how:
        found.append(Finding("account", said))
    return found


def _of_sums(terms: Sequence[Term], total_fen: int | None) -> list[Finding]:
    money = [term for term in terms if term.kind is TermKind.MONEY]
    found = []
    paid = sum(term.amount_fen or 0 for term in money)
    if total_fen is not None and paid != total_fen:
        detail = f"总数{yuan(total_fen)}元，各笔相加{yuan(paid)}元，相差{abs(total_fen - paid)}分"
        found.append(Finding("sum", f"{len(money)}笔", detail))
    pairs: dict[tuple[str, str], list[date]] = {}
    for term in money:
        if term.due:
            pairs.setdefault((term.debtor, term.creditor), []).append(term.due)
    if any(days != sorted(days) for days in pairs.values()):
        found.append(Finding("dates", "分期", "分期的日期没有先后有序"))
    return found


def _of_parties(parties: Mapping[str, Mapping[str, Any]]) -> list[Finding]:
    found = []
    for name, facts in parties.items():
        if facts.get("agent") and not facts.get("authority"):
            found.append(Finding("authority", name))
        if facts.get("capacity") in ("limited", "none") and not facts.get("guardian"):
            found.append(Finding("capacity", name))
    return found
