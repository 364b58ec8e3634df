"""Telephone and identity numbers are found however they are written, and other numbers are not."""

import pytest

from weijiayuan.kernel.private_number_masking import masked, private_parts


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "138.0013.8000",
        "1 3 8 0 0 1 3 8 0 0 0",
        "+8613800138000",
        "86-138-0013-8000",
        "１３８００１３８０００",
        "一三八零零一三八零零零",
        "幺三八〇〇幺三八〇〇〇",
        "0755-23456789",
        "11010519491231002X",
        "110105194912310021",
        "11010519491231002x",
        "110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "008613800138000",
        "013800138000",
        "138 - 0013 - 8000",
        "1380 013 8000",
        "138001 38000",
        "138—0013—8000",
    ],
)
def test_a_number_of_a_person_is_starred_out_however_it_is_written(written):
    text = f"请找{written}联系"
    (part,) = private_parts(text)
    assert text[part.start : part.end] == written
    assert written not in masked(text)


NUMBERS = ["13800138000", "一三八零零一三八零零零", "１３８００１３８０００", "110105194912310021"]
BESIDE = [
    "张三",
    "李四",
    "老五",
    "赵六一",
    "王二",
    "幺妹〇",
    "壹",
    "a",
    "X",
    "x",
    "的",
    "了",
    "，",
    ")",
    "①",
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("beside", BESIDE)
def test_what_stands_beside_a_number_does_not_hide_it(beside, number):
    for text in (f"{beside}{number}说的", f"找{number}{beside}", f"{beside}{number}{beside}"):
        assert any(number in text[part.start : part.end] for part in private_parts(text)), text
        assert number not in masked(text)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_behind_other_digits_and_a_blank_is_found(number):
    text = f"3栋502 {number} 2"
    assert number in [text[part.start : part.end] for part in private_parts(text)]


@pytest.mark.parametrize(
    "text",
    [
        "补贴150、2000、3000元，一次发1500、200、3000元",
        "2026-11-29 10:37 开始，共12人",
        "统一社会信用代码914403001922038216",
        "编号261129-DJ5XS3",
        "每月13.5元，共14 15 16三天",
        "第一百二十三条，二〇二六年十一月二十九日",
        "订单号20261129103700123456789",
    ],
)
def test_other_numbers_stay(text):
    assert masked(text) == text
