"""Papers are drawn in common letters, and in the whole font where a name needs it."""

import re
from datetime import datetime

from fontTools.ttLib import TTFont

from tools.reduce_font import common_letters
from weijiayuan.kernel.chinese_pdf import COMMON_LETTERS, FAMILY, ChinesePdf, whole_font

ORDINARY, WITH_RARE = "经营者：王小明，光明区公明街道", "经营者：李堃、王㼆"
PRINTED_ON = datetime(2026, 1, 1)  # noqa: DTZ001  # as fpdf2 takes it


def drawn(*lines):
    paper = ChinesePdf()
    paper.set_creation_date(PRINTED_ON)
    paper.add_page()
    paper.set_font(FAMILY, size=12)
    for line in lines:
        paper.multi_cell(0, 7, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(paper.output())


def fonts_of(body):
    return {name.decode() for name in re.findall(rb"/BaseFont /MPDFAA\+(\S+)", body)}


def test_the_shipped_font_has_every_common_letter():
    with TTFont(whole_font()) as whole, TTFont(COMMON_LETTERS) as shipped:
        letters = common_letters() & set(whole.getBestCmap())
        assert len(letters) > 7000
        assert not letters - set(shipped.getBestCmap())


def test_common_letters_and_line_ends_need_the_small_font_alone():
    assert fonts_of(drawn(ORDINARY, "第一行\n第二行\t完")) == {"NotoSansSC-common"}


def test_a_rare_letter_of_a_name_brings_the_whole_font_in():
    body = drawn(ORDINARY, WITH_RARE)
    assert fonts_of(body) == {"NotoSansSC-common", "NotoSansSC"}


def test_the_same_words_have_the_same_bytes():
    assert drawn(ORDINARY, WITH_RARE) == drawn(ORDINARY, WITH_RARE)
