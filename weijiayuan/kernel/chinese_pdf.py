"""A4 pages in Chinese: Noto Sans SC (SIL Open Font License 1.1).

Nearly every paper needs common letters only (GB/T 2312 and Latin). Reading the whole font and
cutting it down again takes a third of a second of a processor, the common letters a fifth of that;
so a rare letter, as names have them, brings the whole font in and no other does.

To be imported where a paper is drawn: fpdf2 takes 26 MB that most processes never need.
"""

from importlib.util import find_spec
from pathlib import Path

from fpdf import FPDF

from weijiayuan.kernel.package_data_paths import PACKAGE

FAMILY, RARE = "zh", "zh-rare"
COMMON_LETTERS = PACKAGE / "data" / "fonts" / "NotoSansSC-common.otf"
FIRST_PRINTED = 0x20


class ChinesePdf(FPDF):
    """A PDF whose letters are of the family `zh`, whatever is written."""

    def __init__(self) -> None:
        super().__init__(format="A4")
        self._add(FAMILY, COMMON_LETTERS)
        self.set_lang("zh-CN")
        self._common = frozenset(self.fonts[FAMILY].cmap)  # type: ignore[union-attr]

    def normalize_text(self, text: str) -> str:
        """Return a text as fpdf2 wants it; it passes here before it is measured or written."""
        if RARE not in self.fonts and not self._common.issuperset(_printed(text)):
            self._add(RARE, whole_font())
            self.set_fallback_fonts([RARE])
        return super().normalize_text(text)

    def _add(self, family: str, file: Path) -> None:
        """Add a font; what is cut out of it keeps its bounding box, which no reader of PDF needs.

        Drawing every letter to find a narrower box was four tenths of a paper's time.
        """
        self.add_font(family, "", file)
        self.fonts[family].ttfont.recalcBBoxes = False  # type: ignore[union-attr]


def whole_font() -> Path:
    """Return the font of 65,535 letters, which a dependency carries."""
    spec = find_spec("pylopdf_fonts_zh_cn")
    assert spec is not None
    return Path(next(iter(spec.submodule_search_locations or []))) / "NotoSansSC-Regular.otf"


def _printed(text: str) -> list[int]:
    return [code for code in map(ord, text) if code >= FIRST_PRINTED]
