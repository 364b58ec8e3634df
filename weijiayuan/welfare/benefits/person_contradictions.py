"""What one person's answers cannot all say, with a kind sentence for each."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from weijiayuan.rules_engine.values.dates import number_of, years_between

Answers = Any
Age = int | None

WORK_AGE, MARRIAGE_AGE = 16, 18
PENSION_AGE, RESIDENT_PENSION_AGE = 45, 60
LAST_BIRTH, LAST_CONSCRIPT, LAST_SERVING = 60, 35, 70
LAST_NURSERY, LAST_PRIMARY, VETERAN_AGE = 8, 18, 60
MONTHS_A_YEAR = 12
PARENT_AGE = 12
"""Fewer years than these between a parent and a child are asked about, not refused."""
RESIDENT_PENSION_BEGAN = 2011
"""Who was of age when it began draws it without having paid."""
FIRST_YEARS = {"primary": 5, "junior": 9, "senior": 12, "university": 13, "university_last": 14}
PENSIONS = {"employee", "resident"}
AT_WORK = {"employed", "public_service", "founder", "flexible"}
HIRED = {"employed", "public_service"}
LABOURS = {*HIRED, "flexible"}
CHILD_AT_WORK = {*AT_WORK, "unemployed", "retired"}
SOLDIERS_OF_HERE = {"conscript", "serving", "rural_veteran"}
BIRTHS = {"expecting", "normal", "difficult"}


class Check(NamedTuple):
    """Something that does not fit together: when, what is said, and which questions it is about."""

    holds: Callable[[Answers, Age], bool]
    text: str
    questions: tuple[str, ...]


def _born_later(person: Answers, _: Age) -> bool:
    since, born = person.get("startup_since"), person.get("birth_date")
    return isinstance(since, date) and isinstance(born, date) and since < born


def _founded_as_a_child(person: Answers, _: Age) -> bool:
    since, born = person.get("startup_since"), person.get("birth_date")
    if not isinstance(since, date) or not isinstance(born, date) or since < born:
        return False
    return bool(years_between(number_of(born), number_of(since)) < WORK_AGE)


def _insured_longer_than_working(person: Answers, age: Age) -> bool:
    months = person.get("ui_months")
    if age is None or not isinstance(months, int):
        return False
    return months > MONTHS_A_YEAR * max(0, age + 1 - WORK_AGE)


def _more_in_part_than_in_all(person: Answers, _: Age) -> bool:
    income, allowances = person.get("income"), person.get("allowances")
    return isinstance(income, int) and isinstance(allowances, int) and allowances > income


def _old_fashioned(person: Answers, age: Age) -> bool:
    last = {"conscript": LAST_CONSCRIPT, "serving": LAST_SERVING}.get(person.get("service"))
    return age is not None and last is not None and age > last


def _pensioned_early(person: Answers, age: Age) -> bool:
    ages = {"employee": PENSION_AGE, "resident": RESIDENT_PENSION_AGE}
    least = ages.get(person.get("pension"))
    return age is not None and least is not None and age < least


def _too_young_for_school(person: Answers, age: Age) -> bool:
    least = FIRST_YEARS.get(person.get("school"))
    return age is not None and least is not None and age < least


def _too_old_for_school(person: Answers, age: Age) -> bool:
    last = {"kindergarten": LAST_NURSERY, "kindergarten_last": LAST_NURSERY}
    most = (last | {"primary": LAST_PRIMARY}).get(person.get("school"))
    return age is not None and most is not None and age >= most


def _works_without_being_able_to(person: Answers, _: Age) -> bool:
    is_at_it = person.get("work") in LABOURS or person.get("registered") is True
    return person.get("can_work") is False and (is_at_it or person.get("hard_to_employ") is True)


def _draws_what_was_not_paid_for(person: Answers, _: Age) -> bool:
    born = person.get("birth_date")
    is_too_young = (
        isinstance(born, date) and born.year + RESIDENT_PENSION_AGE > RESIDENT_PENSION_BEGAN
    )
    return (
        is_too_young and person.get("pension") == "resident" and person.get("pension_paid") is False
    )


def _child_as_old_as_oneself(person: Answers, _: Age) -> bool:
    born, child = person.get("birth_date"), person.get("away_born")
    if not isinstance(born, date) or not isinstance(child, date):
        return False
    return bool(years_between(number_of(born), number_of(child)) < PARENT_AGE)


ALONE: tuple[Check, ...] = (
    Check(
        _more_in_part_than_in_all,
        "补贴、津贴算在收入里，填的补贴却比收入多，请看看哪一个数填错了",
        ("income", "allowances"),
    ),
    Check(
        lambda person, age: (
            age is not None and age < WORK_AGE and person.get("work") in CHILD_AT_WORK
        ),
        "还不满16周岁，却填了工作，请看看出生日期或者工作情况",
        ("birth_date", "work"),
    ),
    Check(
        lambda person, age: (
            age is not None and age < MARRIAGE_AGE and person.get("relation") == "spouse"
        ),
        "填的是配偶，又还不满18周岁，请看看出生日期或者关系",
        ("birth_date", "relation"),
    ),
    Check(
        lambda person, _: person.get("sex") == "male" and person.get("birth_kind") in BIRTHS,
        "填的是男性，又填了怀孕或者生育，请看看是不是填到了另一位家人",
        ("sex", "birth_kind"),
    ),
    Check(
        lambda person, age: (
            age is not None and age >= LAST_BIRTH and person.get("birth_kind") in BIRTHS
        ),
        "六十岁以上又填了怀孕或者生育，请看看是不是填到了另一位家人",
        ("birth_date", "birth_kind"),
    ),
    Check(
        _old_fashioned,
        "年龄和现役军人的身份不大相符，已经退役的请选退役军人",
        ("birth_date", "service"),
    ),
    Check(
        lambda person, age: (
            age is not None and age < VETERAN_AGE and person.get("service") == "rural_veteran"
        ),
        "填了60岁以上农村籍退役士兵，又还不满60周岁，请看看出生日期或者身份",
        ("birth_date", "service"),
    ),
    Check(
        _pensioned_early,
        "还没有到一般领养老金的年龄，请看看出生日期或者养老金",
        ("birth_date", "pension"),
    ),
    Check(
        lambda person, _: person.get("drawing_ui") is True and person.get("pension") in PENSIONS,
        "填了正在领失业保险金，又在领养老金；两样不能一起领，请看看哪一项填错了",
        ("drawing_ui", "pension"),
    ),
    Check(
        _too_young_for_school,
        "年龄和就读的阶段不大相符，请看看是不是填到了另一位家人",
        ("birth_date", "school"),
    ),
    Check(
        _too_old_for_school,
        "年龄和就读的阶段不大相符，请看看是不是填到了另一位家人",
        ("birth_date", "school"),
    ),
    Check(
        lambda person, _: person.get("left_job") == "never" and _positive(person.get("ui_months")),
        "填了没有工作过，又缴过失业保险，请看看哪一项填错了",
        ("left_job", "ui_months"),
    ),
    Check(
        _insured_longer_than_working,
        "失业保险缴费的月数比能工作的年头还长，请看看是不是多写了",
        ("birth_date", "ui_months"),
    ),
    Check(
        _born_later,
        "企业登记的日子比出生还早，请看看两个日期",
        ("birth_date", "startup_since"),
    ),
    Check(
        _founded_as_a_child,
        "企业登记的时候还不满16周岁，请看看两个日期",
        ("birth_date", "startup_since"),
    ),
    Check(
        lambda person, _: (
            person.get("hukou") == "foreign" and person.get("service") in SOLDIERS_OF_HERE
        ),
        "户口填了外国人，又填了现役军人或者农村籍退役士兵，请看看哪一项填错了",
        ("hukou", "service"),
    ),
    Check(
        lambda person, _: person.get("care_need") == "total" and person.get("work") in LABOURS,
        "填了完全失能，又填了在工作，请看看哪一项填错了",
        ("care_need", "work"),
    ),
    Check(
        lambda person, _: person.get("drawing_ui") is True and person.get("work") in AT_WORK,
        "填了正在上班或者做生意，又在领失业保险金，请看看哪一项变了",
        ("work", "drawing_ui"),
    ),
    Check(
        lambda person, _: (
            person.get("mediated") is False and isinstance(person.get("mediation_on"), date)
        ),
        "填了没有达成调解协议，又有协议生效的日子，请看看哪一项填错了",
        ("mediated", "mediation_on"),
    ),
    Check(
        _works_without_being_able_to,
        "填了没有劳动能力，又填了在工作、找工作或者就业困难人员，请看看哪一项填错了",
        ("can_work", "work", "registered", "hard_to_employ"),
    ),
    Check(
        lambda person, _: person.get("work") in HIRED and person.get("registered") is True,
        "填了在单位上班，又填了失业登记还在找工作，请看看哪一项变了",
        ("work", "registered"),
    ),
    Check(
        _draws_what_was_not_paid_for,
        "填了正在领城乡居民养老金，又填了缴费没有满年限，请看看哪一项填错了",
        ("pension", "pension_paid"),
    ),
    Check(
        _child_as_old_as_oneself,
        "不住在一起的子女和父母的出生日期差得太少，请看看两个日期",
        ("birth_date", "away_born"),
    ),
    Check(
        lambda person, _: person.get("ui_here") is True and person.get("ui_in_province") is True,
        "失业保险填了最后在深圳缴，又填了最后在省内其他市缴，请看看哪一项填错了",
        ("ui_here", "ui_in_province"),
    ),
)


def _positive(months: object) -> bool:
    return isinstance(months, int) and months > 0
