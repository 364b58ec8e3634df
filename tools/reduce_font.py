"""Write the font of our papers: the common letters of the one that a dependency carries.

`python -m tools.reduce_font`
"""

from fontTools import subset
from fontTools.ttLib import TTFont

from weijiayuan.kernel.chinese_pdf import COMMON_LETTERS, whole_font

LATIN = range(0x20, 0x250)
ROWS, CELLS = range(0xA1, 0xF8), range(0xA1, 0xFF)
NAMES, WINDOWS_ENGLISH = (1, 4, 6), (3, 1, 0x409)
UNUSED_TABLES = ["GSUB", "GPOS", "vhea", "vmtx", "VORG", "BASE"]


def common_letters() -> set[int]:
    """Return the code points of GB/T 2312 and of Latin letters."""
    letters = set(LATIN)
    for row in ROWS:
        for cell in CELLS:
            letters.update(map(ord, bytes((row, cell)).decode("gb2312", errors="ignore")))
    return letters


def main() -> None:
    options = subset.Options(hinting=False, desubroutinize=True, notdef_outline=True)
    options.layout_features = []
    options.drop_tables += UNUSED_TABLES
    options.recalc_timestamp = False
    font = TTFont(whole_font(), recalcTimestamp=False)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=common_letters())
    cut.subset(font)
    for number in NAMES:  # a paper with both has to tell them apart
        font["name"].setName(COMMON_LETTERS.stem, number, *WINDOWS_ENGLISH)
    font.save(COMMON_LETTERS)


if __name__ == "__main__":
    main()
