"""光速办: a check in process and over HTTP, a licence to its sealed PDF, names among 200,000."""

import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import insert

from benchmarks.load import drive, request
from benchmarks.measure import Row, against_bare, say
from benchmarks.servers import Running
from tests.approvals.applications import application, cases, id_number
from tests.factories.accounts import make_resident, token_of
from weijiayuan.app import create_app
from weijiayuan.approvals import decision_views
from weijiayuan.approvals.models import NameKey, RegisteredName
from weijiayuan.approvals.preliminary_check import check
from weijiayuan.approvals.queries.business_names import neighbours
from weijiayuan.approvals.rulebook_in_force import ground, shipped
from weijiayuan.approvals.rules.name_similarity import keys_of
from weijiayuan.db import db, reading, transaction
from weijiayuan.kernel import clock
from weijiayuan.web import json as wire

ON = date(2026, 11, 28)
NAMES = 200_000
PORTION = 5_000
LETTERS = "福顺达旺兴隆盛源鑫宏泰和美好家乐万佳吉祥平安康宁金玉满堂春夏秋冬梅兰竹菊云海天星月日"
APPLICATIONS = 40


def measures(product: Running, bare: Running) -> Iterator[Row]:
    case = application({"case": "", "kind": "individual"})
    asked = {key: case[key] for key in ("kind", "answers", "lookups")} | {"on": ON.isoformat()}
    posts = [request("POST", "/api/v1/approvals/checks", body=json.dumps(asked).encode())]
    yield against_bare("POST /approvals/checks", product, bare, posts)
    rate = drive(product.port, posts, connections=16, seconds=4).per_second
    yield Row("checks over HTTP", f"{rate:,.0f}/s", "≥ 2,000/s", rate >= 2_000)
    assert product.settings is not None
    app = create_app(product.settings)
    with app.app_context():
        yield from _checks()
        say(f"{NAMES:,} names")
        _fill()
        yield from _names()
    yield from _licences(app)


def _checks() -> Iterator[Row]:
    whole = [*cases("auto"), *cases("correct"), *cases("human")]
    waits = [_milliseconds(lambda case=case: _checked(case)) for case in whole * 5]
    yield Row(
        "a check in process, p95 of the 120, processor time", _ms(waits), "≤ 5 ms", _p95(waits) <= 5
    )


def _checked(case: dict) -> bytes:
    with reading():
        found = check(shipped(), case["kind"], case["answers"], case["lookups"], on=ON)
        shown = decision_views.check_facts(found, shipped(), case["kind"], case["answers"], ON)
        return wire.dump_bytes(shown)


def _fill() -> None:
    drawn, seen = random.Random(1), set()
    while len(seen) < NAMES:
        seen.add("".join(drawn.choice(LETTERS) for _ in range(drawn.choice((3, 4, 4, 5)))))
    ordered = sorted(seen)
    for start in range(0, NAMES, PORTION):
        rows = [_row(trade) for trade in ordered[start : start + PORTION]]
        keys = [_key(row["id"], key) for row in rows for key in keys_of(row["trade_name"])]
        with transaction():
            db.session.execute(insert(RegisteredName), rows)
            db.session.execute(insert(NameKey), keys)


def _row(trade: str) -> dict:
    return {
        "id": uuid4(),
        "created_at": clock.now(),
        "authority": ground().authority.division,
        "trade_name": trade,
        "industry": "62",
        "name": f"{trade}餐饮店",
        "state": "registered",
        "is_standing": True,
        "is_sample": True,
    }


def _key(name_id: UUID, key: str) -> dict:
    return {"id": uuid4(), "created_at": clock.now(), "name_id": name_id, "key": key}


def _names() -> Iterator[Row]:
    drawn, here = random.Random(2), ground().authority.division
    trades = [
        "".join(drawn.choice(LETTERS) for _ in range(drawn.choice((2, 3, 4)))) for _ in range(400)
    ]
    waits = [_milliseconds(lambda trade=trade: _searched(trade, here)) for trade in trades]
    what = f"name search among {NAMES:,}, same and alike, p95, processor time"
    yield Row(what, _ms(waits), "≤ 20 ms", _p95(waits) <= 20)


def _searched(trade: str, authority: str) -> object:
    with reading():
        return neighbours(trade, "62", authority, on=ON)


def _licences(app) -> Iterator[Row]:
    with app.app_context(), transaction():
        tokens = [token_of(make_resident(openid=f"bench-{uuid4()}")) for _ in range(APPLICATIONS)]
    waits = [_milliseconds(lambda n=n: _licensed(app, tokens[n], n)) for n in range(APPLICATIONS)]
    what = "application to sealed PDF, one after another, p95, processor time"
    yield Row(what, _ms(waits[2:]), "≤ 1,000 ms", _p95(waits[2:]) <= 1_000)


def _licensed(app, token: str, n: int) -> None:
    client, number = app.test_client(), id_number("1990-05-01", order=f"{100 + n:03}")
    headers = {"Authorization": f"Bearer {token}"}
    place = f"深圳市光明区公明街道上村社区公园路{n + 1}号"
    given = {"id_number": number, "name": None, "no_name": True, "address": place}
    answers = application({"case": "", "kind": "individual"})["answers"] | given
    who = {"name": answers["operator_name"], "number": number}
    for path, body in (
        ("identity-checks", who),
        ("applications", {"kind": "individual", "answers": answers}),
    ):
        key = {"Idempotency-Key": f"{path}-{n}-{uuid4()}"[:64]}
        said = client.post(f"/api/v1/approvals/{path}", json=body, headers=headers | key)
        assert said.status_code == 201, said.json
    uscc = said.json["licence"]["uscc"]
    pdf = client.get(f"/api/v1/licences/{uscc}.pdf", headers=headers)
    assert pdf.data.startswith(b"%PDF-")


def _milliseconds(work: Callable[[], object]) -> float:
    """Measure by processor time: others at work on the machine do not count."""
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1000


def _p95(waits: list[float]) -> float:
    return sorted(waits)[int(0.95 * len(waits))]


def _ms(waits: list[float]) -> str:
    return f"{_p95(waits):.1f} ms (median {statistics.median(waits):.1f})"
