"""The labelled applications as the service receives them."""

from copy import deepcopy
from functools import cache
from pathlib import Path

import yaml

from tests.districts import GUANGMING
from weijiayuan.kernel.identity_numbers import CHECK_LETTERS, check_letter
from weijiayuan.places.district_files import sheet

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦"
GIVEN = ("小明", "小红", "小军", "小丽")
FOLDER = Path(__file__).parent / "labelled"


@cache
def _load(name):
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


def cases(name):
    """Return the applications of one list."""
    return [application(case, number) for number, case in enumerate(_load(f"{name}.yaml"))]


def application(case, number=0):
    bases = _load("bases.yaml")
    answers = deepcopy(bases[case["kind"]])
    if "at" in case:
        answers["place"] = _centre_of(case["at"])
    for path, value in case.get("set", {}).items():
        _put(answers, path, value)
    if "many_shareholders" in case:
        answers |= _many(case["many_shareholders"], answers["capital_fen"])
    return case | {
        "kind": case["kind"],
        "answers": _wired(answers),
        "lookups": bases["lookups"] | case.get("look", {}),
        "on": case.get("day", bases["day"]),
        "number": number,
    }


@cache
def _centre_of(community):
    rows = sheet(GUANGMING, "territory.json")["communities"]
    lng, lat = next(row["centre_gcj02"] for row in rows if row["name"] == community)
    return {"lng": lng, "lat": lat, "datum": "gcj02"}


def _put(answers, path, value):
    holder, *rest = answers, *path.split(".")
    for step in rest[:-1]:
        holder = holder[int(step)] if step.isdigit() else holder[step]
    holder[rest[-1]] = None if value == "unknown" else value


def _many(count, capital):
    each = capital // count
    rows = [
        {
            "name": f"{SURNAMES[n % len(SURNAMES)]}{GIVEN[n // len(SURNAMES)]}",
            "kind": "person",
            "contribution_fen": each,
            "means": "cash",
        }
        for n in range(count - 1)
    ]
    me = {"name": "林志远", "kind": "person", "means": "cash"}
    rows.append(me | {"contribution_fen": capital - each * (count - 1)})
    return {"shareholders": [row | {"due_on": "2030-01-01"} for row in rows]}


def _wired(value):
    if isinstance(value, dict):
        return {key: _wired(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_wired(each) for each in value]
    if isinstance(value, str) and value.startswith("@"):
        return id_number(value[1:11], is_wrong=value.endswith("!"))
    return value.isoformat() if hasattr(value, "isoformat") else value


def id_number(born, *, is_wrong=False, order="001"):
    """Return a number that checks, for a birth date; or one whose last digit is wrong."""
    body = "440301" + born.replace("-", "") + order
    right = check_letter(body)
    return body + (right if not is_wrong else next(c for c in CHECK_LETTERS if c != right))


def proposed_revocation(speaker, uscc):
    """Return what a head names to decide the newest proposal to revoke a licence."""
    items = speaker.get("/api/v1/approvals/revocations").json["items"]
    return {"proposal": next(each["id"] for each in items if each["uscc"] == uscc)}


def proposed_at_desk(speaker, application):
    """Return what a second person names of what a first one proposed for an application."""
    found = speaker.get(f"/api/v1/approvals/queue/{application['id']}").json
    return {"proposal": found["proposal"]["id"]}
