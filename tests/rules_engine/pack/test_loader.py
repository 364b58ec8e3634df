"""A pack may be hostile or simply wrong: the reader says where and what was meant."""

from datetime import date
from itertools import pairwise

import pytest

from tests.districts import GUANGMING
from weijiayuan.rules_engine.evaluate.engine import Engine
from weijiayuan.rules_engine.pack.loader import is_case_file
from weijiayuan.rules_engine.pack.pack_problems import PackInvalid
from weijiayuan.welfare.benefits.benefit_pack_loader import read_files

ENOUGH = {"gaoling", "ui", "ui_med", "gongzu", "baozu", "gongyou", "yl_xfbt", "hulibt", "tekun"}


def is_needed(name):
    return not name.startswith("policies/") or name[9:-5] in ENOUGH


@pytest.fixture
def files():
    """The shipped rules, without the policies that these tests do not need."""
    names = {
        path.relative_to(GUANGMING.pack_folder).as_posix(): path
        for path in GUANGMING.pack_folder.rglob("*.yaml")
    }
    texts = {
        name: path.read_text()
        for name, path in names.items()
        if not is_case_file(name) and is_needed(name)
    }
    head, _, _ = texts["pack.yaml"].partition("life_events:")
    return texts | {"pack.yaml": head}


def problems(files):
    with pytest.raises(PackInvalid) as caught:
        Engine(read_files(files)).rules_on(date(2026, 11, 23))
    return [str(problem) for problem in caught.value.problems]


def edited(files, name, old, new):
    assert old in files[name]
    return files | {name: files[name].replace(old, new, 1)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("expr: is_local", "expr: is_locl", "不认识“is_locl”"),
        ("expr: is_local", "expr: is_local +", "写法有误"),
        ("expr: is_local", "expr: age", "应当得出是非判断"),
        ("expr: is_local", "expr: __import__('os').system('x')", "不认识的函数"),
        ("expr: is_local", "expr: '[x for x in age]'", "不允许使用 ListComp"),
        ("expr: is_local", "expr: age.real > 0", "不允许使用 Attribute"),
        ("expr: is_local", "expr: 9**9**9 > age", "不允许使用 Pow"),
        ("expr: is_local", "expr: age > 1.5", "只能写整数"),
        ("expr: is_local", "expr: 'hukou in [guangmin]'", "可选"),
        ("expr: is_local", "expr: entitled(gaoling)", "循环引用"),
        ("expr: is_local", "expr: count(lives_here) > 0", "每个人各自的情况"),
        ("why_not: 需为深圳户籍", "whynot: 需为深圳户籍", "没有这个字段"),
        ("source: ln_gl\n    - id", "source: nowhere\n    - id", "没有来源“nowhere”"),
        ("grade: B\nof", "grade: Z\nof", "应为以下之一"),
        ("of: person", "of: persons", "应为以下之一"),
        ("since: 2020-01-01, value: 70", "since: yesterday, value: 70", "应为日期"),
        ("value: 70, grade: B", "value: 70, grade: C", "没有来源的数不能参与计算"),
        ("value: 70, grade: B", "value: -70, grade: B", "非负数"),
        ("review_by: 2027-05-31\nvalid", "review_by: never\nvalid", "应为日期"),
        ("name: 高龄老人津贴", "name: 高龄老人津贴\nname: 又一个", "重复"),
        ("name: 高龄老人津贴", "name: &a 高龄老人津贴", "锚点"),
        ("reviewed: 2026-11-23", "reviewed: [2026-11-23", "不是合法的 YAML"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(files, old, new, said):
    name = "policies/gaoling.yaml"
    line = files[name][: files[name].index(old)].count("\n") + 1

    found = problems(edited(files, name, old, new))

    wanted = [text for text in found if text.startswith(f"{name}:") and said in text]
    assert wanted, found
    assert abs(int(wanted[0].split(":")[1]) - line) <= 2


def test_a_tag_that_would_run_code_is_only_text(files):
    name = "policies/gaoling.yaml"
    tagged = edited(files, name, "name: 高龄老人津贴", "name: !!python/object:os.system x")

    assert read_files(tagged).policies["gaoling"].name == "x"


def test_all_mistakes_are_named_at_once(files):
    files = edited(files, "policies/gaoling.yaml", "why_not: 需", "whynot: 需")
    files = edited(files, "policies/ui.yaml", "level:", "levle:")

    found = problems(files)

    assert {text.split(":")[0] for text in found} == {"policies/gaoling.yaml", "policies/ui.yaml"}


def test_a_bomb_of_aliases_is_refused_before_it_unfolds(files):
    bomb = "a: &a [x,x]\n" + "".join(f"{c}: &{c} [*{p},*{p}]\n" for p, c in pairwise("abcdefg"))

    assert any("锚点" in text for text in problems(files | {"facts.yaml": bomb}))


def test_deep_nesting_and_huge_files_are_refused(files):
    deep = "a: " + "[" * 200 + "]" * 200
    huge = "a: " + "x" * 300_000

    assert any("嵌套" in text for text in problems(files | {"facts.yaml": deep}))
    assert any("超过" in text for text in problems(files | {"facts.yaml": huge}))


def test_a_circle_of_policies_names_the_way_round(files):
    files = edited(files, "policies/ui.yaml", "expr: ui_here", "expr: entitled(ui_med)")

    found = problems(files)

    assert any("entitled(ui) → entitled(ui_med) → entitled(ui)" in text for text in found)


def test_the_same_text_has_the_same_digest_and_any_change_another(files):
    one, same = read_files(files), read_files(dict(reversed(files.items())))
    other = read_files(edited(files, "policies/gaoling.yaml", "老人从", "老人家从"))

    assert one.digest == same.digest != other.digest


def test_a_file_that_is_no_yaml_hides_no_slip_in_the_others(files):
    broken = {"topics.yaml": "a: ["}
    for name in ("gaoling", "ui", "baozu"):
        file = f"policies/{name}.yaml"
        broken[file] = files[file].replace("\ngrade:", "\ngrede:").replace("\nwhen:", "\nwenn:")

    told = problems(files | broken)

    for name in ("gaoling", "ui", "baozu"):
        assert {
            word
            for word in ("grade", "grede", "when", "wenn")
            if any(f"policies/{name}.yaml" in one and word in one for one in told)
        } == {"grade", "grede", "when", "wenn"}
    assert [one for one in told if one.startswith("topics.yaml:")]
    assert not [one for one in told if "没有主题" in one]


def test_a_head_that_is_no_yaml_hides_no_slip_in_the_others(files):
    ui = files["policies/ui.yaml"].replace("\ngrade:", "\ngrede:")

    told = problems(files | {"pack.yaml": "a: [", "policies/ui.yaml": ui})

    assert any("grede" in one for one in told)
    assert not [one for one in told if "缺少 pack.yaml" in one]


def test_a_calendar_has_days_that_are(files):
    calendar = (
        "\n  holidays:\n    label: 休息日\n    unit: bands\n    band_unit: days\n    band_of: day\n"
        "    review_by: 2026-12-31\n    values:\n"
        "      - {since: 2026-01-01, value: {20260230: 1}, grade: A, source: law}\n"
    )
    file = "policies/ui.yaml"

    told = problems(files | {file: files[file] + calendar})

    assert ["yyyymmdd" in one for one in told] == [True]


@pytest.mark.parametrize("version", ["'2026.12.333 '", "' 2026.12.333'"])
def test_a_blank_beside_a_version_is_named(files, version):
    head = files["pack.yaml"].splitlines()
    head = [f"version: {version}" if line.startswith("version:") else line for line in head]

    with pytest.raises(PackInvalid) as refused:
        read_files(files | {"pack.yaml": "\n".join(head)})

    assert "version:前后不能有空格" in str(refused.value)
