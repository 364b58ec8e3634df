"""`python -m benchmarks.fuzz [--times N] [--seed S]`: what nobody meant, at every door, counted.

Seeds that are right are cut, doubled, spliced and flipped, then given to uploads, sheets, papers,
pushes and JSON doors; lists are asked with values that nobody would. Told is how often each door
was tried and what it answered. A 500, an exception that is no refusal of ours, or an answer that
took more than three seconds of processor time is a fault, and ends the command with an error.
"""

import argparse
import io
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from tests.engines import SqliteEngine, settings_for
from tests.factories.accounts import make_resident, make_staff, token_of
from tests.files.pictures import as_bytes, scene
from weijiayuan.accounts.rules import Role
from weijiayuan.app import create_app
from weijiayuan.files import photo_sanitizing, spreadsheet_reading, spreadsheet_writing
from weijiayuan.files.spreadsheet_reading import Unreadable
from weijiayuan.kernel.errors import DomainError
from weijiayuan.web.blueprint import open_to_all

LONGEST_SECONDS = 3.0
ODD = [
    "",
    "0",
    "-1",
    "1e999",
    "null",
    "%00",
    "\U0001f600" * 40,
    "9" * 400,
    "a" * 5_000,
    "[]",
    "{}",
]
ODD += [
    "2026-13-40",
    "9999-12-31T23:59:59Z",
    "../../etc/passwd",
    "' OR 1=1 --",
    "<x/>",
    "NaN",
    "\u202e",
]
VALUES = [
    None,
    True,
    -1,
    0,
    1e308,
    2**70,
    "",
    "a" * 3_000,
    "\x00",
    "二〇二六",
    [],
    {},
    [[[[]]]],
    {"a": None},
]


@dataclass
class Door:
    """One door: how often it was tried, what it said, and what it should not have."""

    name: str
    said: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def try_once(self, given: object, ask: Callable[[], str]) -> None:
        began = time.thread_time()
        try:
            said = ask()
        except (DomainError, Unreadable) as refused:
            said = f"refused: {type(refused).__name__}"
        except Exception as error:  # noqa: BLE001  # whatever it is, it is what we look for
            said = f"{type(error).__name__}"
            self.faults.append(f"{said}: {error!s:.120} for {given!r:.200}")
        if time.thread_time() - began > LONGEST_SECONDS:
            self.faults.append(f"took {time.thread_time() - began:.1f} s for {given!r:.200}")
        if said in {"500", "501", "502", "504"}:
            self.faults.append(f"{said} for {given!r:.300}")
        self.said[said] += 1


def spoiled(seed: bytes, by: random.Random) -> bytes:
    """A seed with one to four things done to it."""
    raw = bytearray(seed)
    for _ in range(by.randint(1, 4)):
        if not raw:
            break
        at, upto = sorted(by.randrange(len(raw) + 1) for _ in range(2))
        how = by.randrange(6)
        if how == 0:
            del raw[at : min(upto, at + 400)]
        elif how == 1:
            raw[at:at] = raw[at : min(upto, at + 400)] * by.randint(1, 8)
        elif how == 2:
            raw[at:at] = by.randbytes(by.randint(1, 64))
        elif how == 3:
            del raw[at:]
        else:
            for _ in range(by.randint(1, 16)):
                raw[by.randrange(len(raw))] = by.choice([0, 0x7F, 0xFF, by.randrange(256)])
    return bytes(raw)


def spoiled_json(body: object, by: random.Random) -> object:
    """A body with one or two of its values changed for what nobody would send."""
    made = json.loads(json.dumps(body))
    for _ in range(by.randint(1, 2)):
        if not isinstance(made, dict) or not made:
            return by.choice(VALUES)
        name = by.choice(list(made))
        inner = isinstance(made[name], dict) and by.random() < 0.5
        made[name] = spoiled_json(made[name], by) if inner else by.choice(VALUES)
    return made


def pictures() -> list[bytes]:
    kinds = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
    return [as_bytes(scene(160, 120), kind) for kind in kinds]


def sheets() -> list[bytes]:
    rows = [["5栋1单元101", "88.5", "王小明", "", ""], ["5栋1单元102", "90", "李梅", "", ""]]
    heads = ["房号", "面积", "业主", "未售", "代表"]
    csv = "\n".join(",".join(row) for row in [heads, *rows])
    xlsx = spreadsheet_writing.as_xlsx("名册", heads, rows)
    return [xlsx, csv.encode(), csv.encode("gb18030"), csv.encode("utf-16")]


def parsers(times: int, by: random.Random) -> Iterator[Door]:
    """What reads bytes, without HTTP around it."""
    photo, sheet = Door("photos, by the cleaner"), Door("sheets, by the reader")
    for number in range(times):
        raw = spoiled(by.choice(pictures()) if number % 50 == 0 else PICTURES[number % 6], by)
        photo.try_once(raw, lambda raw=raw: str(photo_sanitizing.clean(raw).width > 0))
        raw = spoiled(SHEETS[number % len(SHEETS)], by)
        sheet.try_once(
            raw, lambda raw=raw: str(bool(spreadsheet_reading.cells_of(raw, heading="房号")))
        )
    yield from (photo, sheet)


def bytes_over_http(app: Flask, times: int, by: random.Random) -> Iterator[Door]:
    client = app.test_client()
    upload, paper, push = (
        Door("POST /files/anonymous"),
        Door("POST /licences/files/checks"),
        Door("POST /wechat/push"),
    )
    seal = b'{"payload":"eyJhIjoxfQ","signature":"AAAA"}.eyJhIjoxfQ.AAAA'
    pushed = b"<xml><ToUserName>a</ToUserName><Encrypt>AAAA</Encrypt></xml>"
    for number in range(times):
        raw = spoiled(PICTURES[number % 6], by)
        form = {
            "kind": by.choice(["photo", "paper", ODD[number % len(ODD)]]),
            "file": (io.BytesIO(raw), "a.jpg"),
        }
        upload.try_once(
            raw, lambda form=form: said(client.post("/api/v1/files/anonymous", data=form))
        )
        raw = spoiled(by.choice([b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF" * 4, seal]), by)
        kind = by.choice(
            ["application/pdf", "application/vc+jwt", "application/json", "text/plain"]
        )
        paper.try_once(
            raw,
            lambda raw=raw, kind=kind: said(
                client.post("/api/v1/licences/files/checks", data=raw, content_type=kind)
            ),
        )
        raw, query = (
            spoiled(pushed, by),
            {"signature": by.choice(ODD), "timestamp": by.choice(ODD), "nonce": by.choice(ODD)},
        )
        push.try_once(
            raw,
            lambda raw=raw, query=query: said(
                client.post("/wechat/push", data=raw, query_string=query)
            ),
        )
    yield from (upload, paper, push)


def json_doors(app: Flask, times: int, by: random.Random) -> Iterator[Door]:
    """Every door that anybody may post JSON to."""
    client = app.test_client()
    for rule in sorted(app.url_map.iter_rules(), key=str):
        view = app.view_functions[rule.endpoint]
        if "POST" not in rule.methods or getattr(view, "guard", None) is not open_to_all:
            continue
        if rule.arguments or "files" in rule.rule or "wechat" in rule.rule:
            continue
        door, body = Door(f"POST {rule.rule}"), names_of(app, rule.rule)
        for _ in range(times):
            sent = spoiled_json(body, by)
            door.try_once(
                sent, lambda sent=sent, rule=rule: said(client.post(rule.rule, json=sent))
            )
        yield door


def names_of(app: Flask, path: str) -> dict[str, object]:
    """The fields that a door's document names, each with a plain value."""
    spec = app.extensions["weijiayuan.fuzz.spec"]
    asked = spec["paths"].get(path, {}).get("post", {}).get("requestBody", {})
    schema = asked.get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in schema:
        schema = spec["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return {
        name: BODIES.get(name, PLAIN.get(str(facts.get("format") or facts.get("type")), "x"))
        for name, facts in schema.get("properties", {}).items()
    }


def lists(app: Flask, times: int, by: random.Random) -> Iterator[Door]:
    """Every list and page without an id, asked by a supervisor, a resident and nobody."""
    with app.app_context():
        tokens = [token_of(make_staff(Role.SUPERVISOR)), token_of(make_resident()), None]
    client, spec = app.test_client(), app.extensions["weijiayuan.fuzz.spec"]
    for path, kinds in sorted(spec["paths"].items()):
        if "get" not in kinds or "{" in path or path.endswith("/stream"):
            continue
        names = [
            each["name"] for each in kinds["get"].get("parameters", []) if each.get("in") == "query"
        ]
        door = Door(f"GET {path}")
        for number in range(times if names else 3):
            chosen = by.sample(names, min(len(names), by.randint(1, 3)))
            query = {name: by.choice(ODD) for name in chosen}
            token = tokens[number % 3]
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            door.try_once(
                query,
                lambda q=query, h=headers, p=path: said(client.get(p, query_string=q, headers=h)),
            )
        yield door


def said(answer) -> str:
    answer.close()
    return str(answer.status_code)


PICTURES, SHEETS = pictures(), sheets()
PLAIN: dict[str, object] = {
    "string": "小区门口有垃圾",
    "date": "2026-11-20",
    "date-time": "2026-11-20T08:00:00+08:00",
    "uuid": "01900000-0000-7000-8000-00000000dead",
    "integer": 3,
    "number": 1.5,
    "boolean": True,
    "array": [],
    "object": {},
}
BODIES: dict[str, object] = {
    "text": "小区门口有一堆垃圾没人清",
    "place": {"lng": 113.93, "lat": 22.75, "datum": "gcj02"},
    "answers": {"applicant": {"birth_date": "1946-11-30"}},
    "category": "06010",
}


def report(groups: dict[str, list[Door]]) -> int:
    faults = [
        f"{door.name}: {fault}"
        for doors in groups.values()
        for door in doors
        for fault in door.faults
    ]
    for name, doors in groups.items():
        total = sum((door.said for door in doors), Counter())
        told = ", ".join(f"{word} {times}" for word, times in total.most_common(8))
        print(f"{name}: {len(doors)} doors, {total.total()} tries: {told}")
    print(f"{len(faults)} faults")
    for fault in faults[:40]:
        print("  " + fault)
    return min(len(faults), 1)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz")
    parser.add_argument(
        "--times", type=int, default=40, help="for a door; parsers twenty times as often"
    )
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    by = random.Random(asked.seed)
    with tempfile.TemporaryDirectory(prefix="wjy-fuzz-") as folder:
        url = SqliteEngine(Path(folder)).fresh("fuzz")
        app = create_app(settings_for(url, Path(folder)))
        app.config["PROPAGATE_EXCEPTIONS"] = False
        app.extensions["weijiayuan.fuzz.spec"] = app.test_client().get("/openapi.json").json
        groups = {
            "parsers": list(parsers(20 * asked.times, by)),
            "bytes over HTTP": list(bytes_over_http(app, 5 * asked.times, by)),
            "open doors, JSON": list(json_doors(app, asked.times, by)),
            "lists": list(lists(app, asked.times, by)),
        }
        return report(groups)


if __name__ == "__main__":
    sys.exit(main())
