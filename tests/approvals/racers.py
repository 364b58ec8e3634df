"""Clients that race for one name or as one person, and a process that dies before the seal."""

import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.approvals.applications import application, id_number
from tests.factories.accounts import make_resident, token_of
from weijiayuan.app import create_app
from weijiayuan.approvals.rulebook_in_force import shipped, shipped_files
from weijiayuan.approvals.service import licence_sealing, rulebook_publishing
from weijiayuan.approvals.service.rulebook_publishing import Base, Draft
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.kernel.errors import DomainError

THREADS = 4


def build(app, people):
    """So many residents, signed in; returns their tokens."""
    with app.app_context(), transaction():
        return [token_of(make_resident()) for _ in range(people)]


def answers(number, address, **more):
    case = application({"case": "", "kind": "individual"})
    place = f"深圳市光明区公明街道上村社区公园路{address + 1}号"
    return case["answers"] | {"id_number": number, "address": place} | more


def post(client, token, path, body, key):
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    return client.post(f"/api/v1/approvals/{path}", json=body, headers=headers)


def identified(client, token, number, key):
    asked = {"name": "陈阿梅", "number": number}
    assert post(client, token, "identity-checks", asked, f"id-{key}").status_code == 201


def for_one_name(settings, tokens, first):
    """Different people, different places, one name."""

    def client_of(n):
        client, number = app.test_client(), id_number("1990-05-01", order=f"{first + n:03}")
        identified(client, tokens[n], number, f"{first}-{n}")
        body = {"kind": "individual", "answers": answers(number, first + n)}
        return post(client, tokens[n], "applications", body, f"go-{first}-{n}")

    app = create_app(settings)
    return crowd(app, client_of, len(tokens))


def as_one_person(settings, token, first):
    """One person in many tabs, each with a key of its own."""

    def client_of(n):
        client, number = app.test_client(), id_number("1990-05-01")
        body = {"kind": "individual", "answers": answers(number, 1, name=None, no_name=True)}
        return post(client, token, "applications", body, f"go-{first}-{n}")

    app = create_app(settings)
    return crowd(app, client_of, THREADS)


def for_one_code(settings, tokens, code, first):
    """Different people who all got the same code of one licence."""

    def client_of(n):
        client, number = app.test_client(), id_number("1990-05-01", order=f"{first + n:03}")
        identified(client, tokens[n], number, f"{first}-{n}")
        body = {"code": code, "version": 1, "answers": answers(number, 1)}
        headers = {"Authorization": f"Bearer {tokens[n]}", "Idempotency-Key": f"take-{first}-{n}"}
        return client.post("/api/v1/licences/handovers/accept", json=body, headers=headers)

    app = create_app(settings)
    return crowd(app, client_of, len(tokens))


def offered(client, token):
    """A licence of somebody, and the code by which it is offered."""
    number = id_number("1985-03-03", order="901")
    identified(client, token, number, "old")
    body = {"kind": "individual", "answers": answers(number, 1)}
    uscc = post(client, token, "applications", body, "old").json["licence"]["uscc"]
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "offer"}
    return client.post(f"/api/v1/licences/{uscc}/handover", headers=headers).json["code"]


def crowd(app, client_of, count):
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(client_of, range(count)))
    with app.app_context():
        db.engine.dispose()
    return Counter(
        (each.status_code, each.json.get("outcome") or each.json.get("code")) for each in found
    )


def killed_before_the_seal(settings, token):
    """Be approved, and die before anything is sealed."""

    def die(_licence_id):
        os.kill(os.getpid(), signal.SIGKILL)

    licence_sealing.seal = die
    app = create_app(settings)
    client, number = app.test_client(), id_number("1990-05-01")
    identified(client, token, number, "k")
    body = {"kind": "individual", "answers": answers(number, 1)}
    post(client, token, "applications", body, "killed")


def proposed_rulebooks(app, how_many):
    """So many proposals to go back to the text that ships, each made beside the same text."""
    with app.app_context(), transaction():
        base = shipped().book.pack
        draft = Draft(shipped_files(), base.version, base.digest, Base(base.digest, 0))
        made = [rulebook_publishing.propose(draft, reason="试", by="one") for _ in range(how_many)]
        return [each.id for each in made]


def approve_rulebook(settings, version_id):
    """What became of a proposal that the head approves."""
    with create_app(settings).app_context():
        try:
            with transaction():
                now = clock.now()
                return rulebook_publishing.approve(version_id, by="head", now=now).state.value
        except DomainError as refusal:
            return type(refusal).__name__
