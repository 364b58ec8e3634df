"""What a yes to mediation is to: a version that was read. Another table is asked for anew.

Whoever agrees to talk with one neighbour has not agreed to talk with his lawyer beside him.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.errors import ConsentChanged
from weijiayuan.appeals.models import Mediation, MediationParty
from weijiayuan.appeals.rules.invitation_answers import Step
from weijiayuan.appeals.rules.sides import LABELS
from weijiayuan.appeals.rules.states import LIVE_MEDIATIONS, MediationState
from weijiayuan.appeals.service import disputed_covenant_clauses, mediation_invitations
from weijiayuan.appeals.service.mediation_notices import tell_side
from weijiayuan.db import db
from weijiayuan.kernel.line_differences import differences, in_words

RIGHTS = (
    "调解自愿：可以不同意，也可以随时结束。",
    "可以选调解员，也可以要求换人。",
    "说的话保密，让步不作为以后打官司的证据。",
    "不收费。调不成会告诉您别的路。",
)
MOST_KEPT = 20


def lines_of(mediation: Mediation) -> list[str]:
    """Return what a side reads before it agrees: about what, with whom, and its rights."""
    clause = disputed_covenant_clauses.shown(mediation.clause_code)
    about = (
        [f"有争议的是{clause['covenant']}第{clause['number']}条：{clause['text']}"]
        if clause
        else []
    )
    people = [_line(party) for party in queries.parties_of(mediation.id)]
    return [f"调解的事：{mediation.title}", *about, *people, *RIGHTS]


def _line(party: MediationParty) -> str:
    guardian = f"，监护人{party.guardian}" if party.guardian else ""
    agent = f"，代理人{party.agent}" if party.agent else ""
    return f"{LABELS[party.side]}：{party.name}{guardian}{agent}"


def version_of(lines: Sequence[str]) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()[:32]


def shown(mediation: Mediation, party: MediationParty | None) -> dict[str, Any]:
    """Return what a yes would be to now, and what is otherwise than when this side said one."""
    lines = lines_of(mediation)
    agreed = party.consent_version if party else None
    before = _known(mediation).get(agreed or "")
    return {
        "version": version_of(lines),
        "lines": lines,
        "changed": differences(before, lines) if before else [],
    }


def check(mediation: Mediation, read: str) -> None:
    """Raise `ConsentChanged`, with what is otherwise, unless what stands now is what was read."""
    lines = lines_of(mediation)
    if read == version_of(lines):
        return
    changed = differences(_known(mediation).get(read, []), lines)
    raise ConsentChanged(changed=in_words(changed), findings=changed)


def keep(mediation: Mediation) -> None:
    """Keep what the sides were shown until now, before it changes."""
    lines = lines_of(mediation)
    known = _known(mediation) | {version_of(lines): lines}
    former = list(known.items())[-MOST_KEPT:]
    mediation.former = json.dumps(former, ensure_ascii=False)


def _known(mediation: Mediation) -> dict[str, list[str]]:
    return dict(json.loads(mediation.former)) if mediation.former else {}


def ask_anew(mediation: Mediation, parties: Sequence[MediationParty], *, now: datetime) -> None:
    """Ask those again who said yes to something else, and tell them; nothing stays half signed."""
    queries.drop_unsigned(mediation.id)
    if mediation.state in LIVE_MEDIATIONS and mediation.state is not MediationState.OPENED:
        mediation.move_to(MediationState.OPENED)
    for party in parties:
        if party.consented_at is None:
            continue
        party.consented_at = None
        mediation_invitations.note(party, Step.ASKED_ANEW, now=now)
        db.session.flush()
        changed = in_words(shown(mediation, party)["changed"])
        facts = {"number": mediation.number, "changed": changed or "当事人的情况有变"}
        tell_side(mediation, party, "consent_anew", facts, cause=version_of([changed]), now=now)
