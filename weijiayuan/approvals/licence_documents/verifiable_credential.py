"""The licence as a W3C verifiable credential (VC 2.0 in a JWS), and the status list.

The status list is a bit string, gzipped, as Bitstring Status List 1.0 has it: one bit a licence,
set once it has ended or was revoked. Neither holds anybody's number or home.
"""

import gzip
from collections.abc import Iterable, Mapping
from typing import Any

from weijiayuan.approvals.licence_documents.signing_keys import SealKey, octets, opened, text

BASE_CONTEXT = "https://www.w3.org/ns/credentials/v2"
TERMS = (
    *("BusinessLicence", "PublicPage", "uscc", "kind", "form", "organisation", "scope", "address"),
    *("capital_fen", "issued_on", "founded_on", "authority", "permits", "version"),
    *("sample", "pdf_sha256", "code"),
)
"""What this credential says beside the terms of VC 2.0; each has its meaning in `context`."""
LIST_BITS = 131_072
CREDENTIAL, STATUS_LIST, PROOF = "vc+jwt", "vc+jwt", "approval-proof+jws"


def context_address(issuer: str) -> str:
    """Return where the terms of these credentials are published."""
    return f"{issuer}/licences/context/v1"


def context(issuer: str) -> dict[str, Any]:
    """Return the JSON-LD context of these credentials: every term has one address."""
    place = context_address(issuer)
    return {"@context": {"@protected": True} | {term: f"{place}#{term}" for term in TERMS}}


def credential(
    facts: Mapping[str, Any], *, issuer: str, uscc: str, index: int, issued_at: str, link: str
) -> dict[str, Any]:
    """Return the credential of a licence."""
    return {
        "@context": [BASE_CONTEXT, context_address(issuer)],
        "id": f"{issuer}/licences/{uscc}/{facts['version']}",
        "type": ["VerifiableCredential", "BusinessLicence"],
        "issuer": {"id": f"{issuer}/licences/issuer", "name": facts["authority"]},
        "validFrom": issued_at,
        "credentialSubject": {"uscc": uscc, **facts},
        "credentialStatus": {
            "id": f"{list_address(issuer, index)}#{index % LIST_BITS}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(index % LIST_BITS),
            "statusListCredential": list_address(issuer, index),
        },
        "evidence": [{"type": "PublicPage", "id": link}],
    }


def list_address(issuer: str, index: int) -> str:
    """Return where the list stands that a licence's bit is in."""
    return f"{issuer}/licences/status-lists/{index // LIST_BITS}"


def status_list(ended: Iterable[int], *, issuer: str, page: int, now: str) -> dict[str, Any]:
    """Return the credential of one page of the status list; `ended` are the licences' indexes."""
    return {
        "@context": [BASE_CONTEXT],
        "id": f"{issuer}/licences/status-lists/{page}",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": {"id": f"{issuer}/licences/issuer"},
        "validFrom": now,
        "credentialSubject": {
            "id": f"{issuer}/licences/status-lists/{page}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(ended),
        },
    }


def encoded(ended: Iterable[int]) -> str:
    """Return the bits as multibase base64url of gzip, the leftmost bit first.

    >>> is_set(encoded([0, 131_071, 131_073]), 1), is_set(encoded([3]), 4)
    (True, False)
    """
    bits = bytearray(LIST_BITS // 8)
    for index in ended:
        place = index % LIST_BITS
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + text(gzip.compress(bytes(bits), mtime=0))


def is_set(encoded_list: str, index: int) -> bool:
    """Tell whether a licence's bit is set, as a verifier does."""
    bits = gzip.decompress(octets(encoded_list.removeprefix("u")))
    place = index % LIST_BITS
    return bool(bits[place // 8] & 0x80 >> place % 8)


def signed(payload: Mapping[str, Any], key: SealKey) -> str:
    """Return a credential in its envelope."""
    return key.sign(payload, kind=CREDENTIAL)


def read(token: str, key: SealKey) -> dict[str, Any]:
    """Return what a credential says. Raises `SignatureWrong`."""
    found: dict[str, Any] = opened(token, key.raw)
    return found
