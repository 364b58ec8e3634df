"""Blind indexes of people and places: how rows are found again without saying whose they are."""

from collections.abc import Mapping
from typing import Any

from weijiayuan.approvals.rulebook_in_force import ground
from weijiayuan.approvals.rules.people_in_application import number_of, plain_number
from weijiayuan.db import blind_index

Answers = Mapping[str, Any]


def identity_mark(name: str, number: str) -> str:
    """Return the mark of a name and number under which an identity check is kept."""
    return blind_index(f"{''.join(name.split())}|{''.join(number.split()).upper()}")


def live_key(kind: str, answers: Answers) -> str | None:
    """Return kind, person and standard place as one mark; None while one of them is not there.

    What is traded does not count: one code more makes no other shop.
    """
    number, address = plain_number(answers), answers.get("address")
    if not number or not address:
        return None
    return blind_index(f"{kind}|{number}|{ground().places.key(address)}")


def place_mark(answers: Answers) -> str | None:
    """Return person and standard place as one mark; None while one of them is not there."""
    number, address = plain_number(answers), answers.get("address")
    if not number or not address:
        return None
    return blind_index(f"told|{number}|{ground().places.key(address)}")


def address_mark(answers: Answers) -> str | None:
    """Return the standard place as a mark; None without an address."""
    address = answers.get("address")
    return blind_index(f"house|{ground().places.key(address)}") if address else None


def operator_mark(answers: Answers) -> str | None:
    """Return the mark of who runs a business, of a company its legal representative.

    None where no number is known.
    """
    name = answers.get("legal_representative") or answers.get("operator_name") or ""
    number = number_of(name, answers, ground().lexicon.script)
    return identity_mark(name, number) if number else None
