"""One PDF, several signatures: all fields before the first; anything odd means "not intact".

The first signature certifies the paper and allows nothing but the filling of the fields that are
there (DocMDP FILL_FORMS). A field or a word added later breaks it.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from weijiayuan.appeals.legal_documents.signing_certificates import SealService, Signer
from weijiayuan.kernel.transaction_mode import stay_out_of_writing

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

logger = logging.getLogger(__name__)
for noisy in ("pyhanko", "pyhanko_certvalidator"):  # a broken paper is our finding, not their alarm
    logging.getLogger(noisy).setLevel(logging.CRITICAL + 1)
WIDTH, HEIGHT, LEFT, BOTTOM = 120, 44, 36, 30
SIGNATURE_BYTES = 2048
"""Room beside the certificates: RSA of 4,096 bits takes 512, what is signed some 400."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is found of a paper: whether it is intact, and which fields are signed."""

    intact: bool
    signed: tuple[str, ...]


def make_ready() -> None:
    """Load what signing needs, which takes seconds the first time, before any row is held."""
    import fpdf  # noqa: F401, PLC0415
    from pyhanko.sign import diff_analysis, signers, validation  # noqa: F401, PLC0415


def with_fields(paper: bytes, names: Sequence[str]) -> bytes:
    """Return the paper with a place for every signature."""
    stay_out_of_writing()
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import fields  # noqa: PLC0415  # 20 MB that only signing needs

    writer = IncrementalPdfFileWriter(BytesIO(paper))
    for at, name in enumerate(names):
        left, bottom = LEFT + (at % 4) * (WIDTH + 10), BOTTOM + (at // 4) * (HEIGHT + 6)
        box = (left, bottom, left + WIDTH, bottom + HEIGHT)
        fields.append_signature_field(writer, fields.SigFieldSpec(name, box=box, on_page=-1))
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def signed(paper: bytes, field: str, signer: Signer, *, first: bool) -> bytes:
    """Return the paper with one more signature; the first one certifies it."""
    stay_out_of_writing()
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import signers  # noqa: PLC0415
    from pyhanko.sign.fields import MDPPerm  # noqa: PLC0415

    meant = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        certify=first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        name=signer.name,
    )
    writer = IncrementalPdfFileWriter(BytesIO(paper))
    simple = _simple(signer)
    out = signers.sign_pdf(writer, meant, signer=simple, bytes_reserved=_room_for(simple))
    return bytes(out.getvalue())


def _room_for(signer: "SimpleSigner") -> int:
    """Return how many hexadecimal digits hold a signature: its certificates, and what is signed.

    Left to itself pyHanko signs everything once for this number and once in earnest.
    """
    carried = {each.dump() for each in (signer.signing_cert, *signer.cert_registry)}
    return 2 * (sum(map(len, carried)) + SIGNATURE_BYTES)


def _simple(signer: Signer) -> "SimpleSigner":
    from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415

    loaded: SimpleSigner | None = SimpleSigner.load_pkcs12_data(
        signer.bundle, other_certs=[], passphrase=None
    )
    if loaded is None:
        raise ValueError("the signer's key cannot be read")
    return loaded


def check(paper: bytes, *, fields: Sequence[str], seals: SealService) -> Checked:
    """Say whether a paper is as it was signed. Never raises: what cannot be read is not intact."""
    stay_out_of_writing()
    try:
        return _checked(paper, set(fields), seals)
    except Exception:  # noqa: BLE001  # a changed bit may surface anywhere in the reader
        logger.info("a paper could not be checked")
        return Checked(intact=False, signed=())


def _checked(paper: bytes, expected: set[str], seals: SealService) -> Checked:
    from asn1crypto.x509 import Certificate  # noqa: PLC0415
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.sign.fields import enumerate_sig_fields  # noqa: PLC0415
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    reader = PdfFileReader(BytesIO(paper), strict=False)
    trust = ValidationContext(trust_roots=[Certificate.load(seals.root)])
    there = {name for name, _value, _ref in enumerate_sig_fields(reader)}
    names, fine = [], there == expected and bool(reader.embedded_signatures)
    for each in reader.embedded_signatures:
        status: Any = validate_pdf_signature(each, trust)
        names.append(str(each.field_name))
        fine = fine and _is_fine(status) and _fills_its_gap(each, paper)
        fine = fine and _carries_what_leads_back(each, status, seals.root)
    return Checked(fine, tuple(names))


def _is_fine(status: Any) -> bool:
    from pyhanko.sign.diff_analysis import ModificationLevel  # noqa: PLC0415

    level = status.modification_level
    return bool(
        status.bottom_line
        and status.trusted
        and (level is None or level <= ModificationLevel.FORM_FILLING)
    )


def _carries_what_leads_back(signature: Any, status: Any, root: bytes) -> bool:
    """Tell whether each certificate in a signature is one by which it leads back to the root.

    What else is carried there nobody signed, and nobody reads: a changed bit in it is no other
    paper to a reader, and is still not the paper that was signed.
    """
    carried = {each.chosen.dump() for each in signature.signed_data["certificates"]}
    path = {each.dump() for each in status.validation_path.iter_certs(include_root=True)}
    return carried <= path | {root}


def _fills_its_gap(signature: Any, paper: bytes) -> bool:
    """Tell whether the bytes that no signature covers are its own hexadecimal and zeros after it.

    A changed bit there (a letter's case, the padding) alters nothing that is signed, and is still
    not the paper that was signed.
    """
    from asn1crypto.parser import peek  # noqa: PLC0415

    first, length, second, _rest = (int(number) for number in signature.byte_range)
    content = bytes(signature.pkcs7_content)
    gap = paper[first + length : second]
    padding = content[peek(content) :]
    return gap == b"<" + content.hex().upper().encode() + b">" and not any(padding)
