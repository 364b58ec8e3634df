"""The licence as a PDF, sealed so that any change shows.

pyHanko and fpdf2 are imported when the first licence is made: most processes never make one.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

import segno
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from weijiayuan.approvals.licence_documents.signing_keys import SealKey
from weijiayuan.kernel.transaction_mode import stay_out_of_writing

if TYPE_CHECKING:
    from fpdf import FPDF

INK, QUIET, RED, GOLD = (34, 34, 34), (110, 110, 110), (178, 34, 34), (176, 141, 66)
LEFT, TOP, LABEL, WIDTH, FOOT = 24.0, 74.0, 34.0, 128.0, 232.0
SIZES, LEADING = (11.0, 9.5, 8.0, 7.0, 6.0), 0.72
QR_SIZE = 30.0
FORCE = "电子营业执照与纸质营业执照具有同等法律效力。"
NO_FORCE = "这是示例，没有营业执照的效力。"
SIGNATURE_BYTES = 2048  # room beside the certificate
FIELD = "Seal"


def paper(printed: Mapping[str, Any], *, uscc: str, sample: bool, link: str) -> bytes:
    """Return the licence as it is printed, not sealed yet."""
    from weijiayuan.kernel.chinese_pdf import ChinesePdf  # noqa: PLC0415  # only a licence needs it

    stay_out_of_writing()
    page = ChinesePdf()
    page.set_auto_page_break(auto=False)
    page.set_title(f"营业执照 {printed['name']}")
    page.add_page()
    _frame(page, sample=sample)
    _head(page, uscc, printed["issued_on"])
    _rows(page, printed["rows"])
    _foot(page, printed, link, sample=sample)
    return bytes(page.output())


def _write(page: "FPDF", words: str, size: float, colour: tuple[int, int, int] = INK) -> None:
    page.set_font("zh", size=size)
    page.set_text_color(*colour)
    page.cell(w=0, h=size * 0.5, text=words)


def _frame(page: "FPDF", *, sample: bool) -> None:
    page.set_draw_color(*GOLD)
    page.set_line_width(1.2)
    page.rect(10, 10, 190, 277)
    page.set_line_width(0.3)
    page.rect(13, 13, 184, 271)
    if sample:
        page.set_xy(LEFT, 20)
        _write(page, "示例 · 号码不是真实的统一社会信用代码，不得用于经营", 10, RED)


def _head(page: "FPDF", uscc: str, issued_on: str) -> None:
    page.set_xy(78, 32)
    _write(page, "营业执照", 30)
    page.set_xy(LEFT, 54)
    _write(page, f"统一社会信用代码  {uscc}", 12)
    page.set_xy(LEFT, 62)
    _write(page, f"签发日期  {issued_on}", 10, QUIET)


def _rows(page: "FPDF", rows: list[list[str]]) -> None:
    """Write the rows in the largest letters in which all of them stand above the foot."""
    size = next((each for each in SIZES if _height(page, rows, each) <= FOOT - TOP), SIZES[-1])
    line = size * LEADING
    page.set_y(TOP)
    for label, words in rows:
        page.set_x(LEFT)
        page.set_font("zh", size=size)
        page.set_text_color(*QUIET)
        page.cell(w=LABEL, h=line, text=label)
        page.set_text_color(*INK)
        page.multi_cell(
            w=WIDTH, h=line, text=words or "—", align="L", new_x="LMARGIN", new_y="NEXT"
        )


def _height(page: "FPDF", rows: list[list[str]], size: float) -> float:
    """Return how high the rows stand in letters of a size, in millimetres."""
    page.set_font("zh", size=size)
    return sum(_lines(page, words or "—") for _, words in rows) * size * LEADING


def _lines(page: "FPDF", words: str) -> int:
    """Return how many lines a text takes in the letters chosen."""
    from fpdf.enums import MethodReturnValue  # noqa: PLC0415  # as fpdf itself

    lines = page.multi_cell(w=WIDTH, h=1, text=words, dry_run=True, output=MethodReturnValue.LINES)
    return len(cast("list[str]", lines))


def _foot(page: "FPDF", printed: Mapping[str, Any], link: str, *, sample: bool) -> None:
    drawn = BytesIO()
    segno.make(link, error="m").save(drawn, kind="png", scale=8)
    page.image(drawn, x=LEFT, y=238, w=QR_SIZE, h=QR_SIZE, alt_text="核验二维码")
    page.set_xy(LEFT + QR_SIZE + 6, 242)
    _write(page, f"扫码核验当前状态。{NO_FORCE if sample else FORCE}", 9, QUIET)
    page.set_xy(LEFT + QR_SIZE + 6, 248)
    page.set_font("zh", size=8)
    page.multi_cell(w=WIDTH, h=4.5, text=printed["permits"], align="L")
    page.set_xy(LEFT + QR_SIZE + 6, 262)
    _write(page, f"登记机关：{printed['authority']}", 11)


def seal(body: bytes, key: SealKey, name: str) -> bytes:
    """Certify the paper: nothing may be changed after."""
    from asn1crypto.keys import PrivateKeyInfo  # noqa: PLC0415  # with pyHanko below
    from asn1crypto.x509 import Certificate  # noqa: PLC0415
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import fields, signers  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = key.certificate(name).public_bytes(Encoding.DER)
    signer = signers.SimpleSigner(
        signing_cert=Certificate.load(certificate),
        signing_key=PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha512",
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        name=name,
    )
    signed = signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(body)),
        metadata,
        signer=signer,
        bytes_reserved=2 * (len(certificate) + SIGNATURE_BYTES),  # or it signs twice to find out
    )
    return bytes(signed.getvalue())


def is_intact(body: bytes, key: SealKey, name: str) -> bool:
    """Tell whether a PDF carries this seal and nothing was changed since."""
    from asn1crypto.x509 import Certificate  # noqa: PLC0415
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    root = Certificate.load(key.certificate(name).public_bytes(Encoding.DER))
    try:
        reader = PdfFileReader(BytesIO(body), strict=False)
        found = reader.embedded_signatures
        if len(found) != 1:
            return False
        status = validate_pdf_signature(found[0], ValidationContext(trust_roots=[root]))
    except Exception:  # noqa: BLE001  # whatever a stranger's bytes do to the parser, it is not ours
        return False
    return bool(status.bottom_line)
