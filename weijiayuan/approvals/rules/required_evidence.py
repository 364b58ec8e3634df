"""Which paper settles what: where the law ties a rule to a paper, a reason alone does not lift it.

By condition of the rulebook, and by fact where a thin rulebook left it to the floor.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from weijiayuan.approvals.rules.reference_data import Scope

PLACE, IDENTITY, PERMIT = "place_paper", "identity_seen", "permit_paper"
SETTLED_BY: Mapping[str, tuple[str, ...]] = {
    IDENTITY: ("p2_passed", "p2_fresh", "p6_kind", "floor_identity", "floor_id_kind"),
    PLACE: (
        *("a3_use", "a3_told", "a3_home", "a5_upper", "t2_place"),
        *("floor_address_use", "floor_dwelling_told", "floor_home_apart", "floor_upper_room"),
    ),
    PERMIT: ("s2_open", "floor_pre_permit"),
    "income_paper": ("p1_minor", "floor_age"),
    "people_paper": ("p8_agreed", "p6_others", "floor_agreed", "floor_others_local"),
    "guardian_paper": ("c1_age", "p10_age", "p11_partners"),
    "authority_paper": ("p9_self", "c7_self", "floor_by_self"),
    "resolution_paper": ("g1_owners", "g1_capital", "g2_resolved", "floor_owners_kept"),
    "valuation_paper": ("c2_cash", "floor_means"),
    "charter_paper": ("c3_charter", "floor_charter"),
    "owner_paper": ("c1_people", "c10_inside"),
}
WORDS = {
    IDENTITY: "怎样核对本人身份",
    PLACE: "场所用途的证明（住宅：本栋其他业主的同意书）",
    PERMIT: "前置批准文件的文号和日期",
    "income_paper": "以自己的劳动收入为主要生活来源的证明",
    "people_paper": "写到的各人的同意和身份材料",
    "guardian_paper": "监护人的身份和同意，或者有完全民事行为能力的证明",
    "authority_paper": "委托书和代理人的身份",
    "resolution_paper": "股东会决议、股权转让协议或者全体家庭成员的同意",
    "valuation_paper": "非货币出资的评估作价",
    "charter_paper": "全体股东签署的章程",
    "owner_paper": "单位、境外股东或者受益所有人的证明",
}
OTHER = "other"
FILED_BY_APPLICANT: Mapping[str, str] = {
    kind: words for kind, words in WORDS.items() if kind != IDENTITY
} | {OTHER: "其他材料"}
"""What an applicant hands in: who somebody is, a registrar sees or a face check says."""
IDENTITY_SEEN = {"in_person": "本人到场核对", "face": "人脸核验通过", "notarised": "身份证明已公证"}
LABELS = {
    IDENTITY: "身份",
    PLACE: "场所",
    PERMIT: "批准文件",
    "income_paper": "收入",
    "people_paper": "各人同意",
    "guardian_paper": "监护",
    "authority_paper": "委托",
    "resolution_paper": "决议",
    "valuation_paper": "评估",
    "charter_paper": "章程",
    "owner_paper": "股东",
}
NUMBER = re.compile(r"[0-9０-９]{3,}|[一二三四五六七八九十〇]{2,}号")
DAY = re.compile(r"(?:19|20)[0-9]{2}\s*[-年./]\s*[01]?[0-9]\s*[-月./]\s*[0-3]?[0-9]")


def needed(open_conditions: Iterable[str]) -> list[str]:
    """Return what has to be named before an officer may lift what stands open."""
    found = set(open_conditions)
    return [kind for kind, conditions in SETTLED_BY.items() if found.intersection(conditions)]


def asked(kinds: Iterable[str], open_rulings: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what an officer fills in for each of `kinds`: its words, and which rules ask for it.

    `numbered` papers are named by number and date; `choices` is what may be said, None of a text.
    """
    return [
        {
            "name": kind,
            "label": WORDS[kind],
            "rules": sorted({each["rule"] for each in open_rulings if each["id"] in conditions}),
            "numbered": kind == PERMIT,
            "choices": IDENTITY_SEEN if kind == IDENTITY else None,
        }
        for kind in kinds
        for conditions in [SETTLED_BY[kind]]
    ]


def has_permits(answers: Mapping[str, Any], catalogue: Mapping[str, Scope]) -> bool:
    """Tell whether a paper with a number is on file for every item that takes one (条例 14)."""
    needing = [
        code
        for code in answers.get("scopes") or []
        if code in catalogue and catalogue[code].kind == "pre_permit"
    ]
    filed = {
        paper["scope"]
        for paper in answers.get("pre_papers") or []
        if NUMBER.search(paper.get("number") or "")
    }
    return filed.issuperset(needing)


def is_as_filed(text: str, answers: Mapping[str, Any]) -> bool:
    """Tell whether the permits that an officer names are those that the applicant filed.

    >>> filed = {"pre_papers": [{"number": "深教 2026001 号"}]}
    >>> [is_as_filed(each, filed) for each in ("深教2026001号，2026年3月1日", "川教9999号")]
    [True, False]
    """
    said = _bare(text)
    return all(
        _bare(paper.get("number") or "") in said for paper in answers.get("pre_papers") or []
    )


def _bare(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKC", text) if each.isalnum()).upper()


def is_named(kind: str, text: str | None) -> bool:
    """Tell whether a paper is named so that it can be found: a permit with number and date.

    >>> [is_named("permit_paper", each) for each in ("应急字2026001号，2026年3月1日", "已看")]
    [True, False]
    """
    if not text:
        return False
    return kind != PERMIT or bool(DAY.search(text) and NUMBER.search(DAY.sub("", text)))


def missing(needs: Sequence[str], given: Mapping[str, str | None]) -> list[str]:
    """Return what has to be named and is not."""
    return [each for each in needs if not is_named(each, given.get(each))]
