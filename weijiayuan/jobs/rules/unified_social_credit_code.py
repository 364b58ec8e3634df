"""The unified social credit code of an organisation (统一社会信用代码, GB 32100-2015).

Eighteen characters: who registered it, what it is, where, its organisation code with a check
character of its own (GB 11714-1997), and one check character over everything.
"""

from dataclasses import dataclass
from enum import StrEnum

from stdnum.cn import uscc as standard
from stdnum.exceptions import ValidationError

ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")  # no I O S V Z
INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

DEPARTMENTS = {
    "1": "机构编制",
    "2": "外交",
    "3": "司法行政",
    "4": "文化",
    "5": "民政",
    "6": "旅游",
    "7": "宗教事务",
    "8": "工会",
    "9": "市场监督管理",
    "A": "军队改革和编制",
    "N": "农业农村",
    "Y": "其他",
}
CLASSES = {
    "11": "机关",
    "12": "事业单位",
    "13": "群众团体",
    "31": "律师事务所",
    "32": "公证处",
    "33": "基层法律服务所",
    "34": "司法鉴定机构",
    "35": "仲裁委员会",
    "51": "社会团体",
    "52": "民办非企业单位",
    "53": "基金会",
    "71": "宗教活动场所",
    "72": "宗教院校",
    "81": "基层工会",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "N1": "组级集体经济组织",
    "N2": "村级集体经济组织",
    "N3": "乡镇级集体经济组织",
    "Y1": "其他",
}
OTHER_CLASS = "9"
PROVINCES = frozenset(
    f"{first}{second}"
    for first, seconds in {
        "1": "012345",
        "2": "123",
        "3": "1234567",
        "4": "123456",
        "5": "01234",
        "6": "12345",
        "7": "1",
        "8": "12",
    }.items()
    for second in seconds
)  # 10 is the state itself


class Fault(StrEnum):
    """What is wrong with a code; each has a sentence under `jobs.uscc_<fault>`."""

    SHAPE = "shape"
    DEPARTMENT = "department"
    DIVISION = "division"
    ORGANISATION = "organisation"
    CHECK = "check"


class BadCode(ValueError):
    """The text is no unified social credit code; `fault` says where it fails."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code that passed every check, in its compact form."""

    text: str

    @property
    def kind(self) -> str:
        """Say what the organisation is, e.g. 企业 or 个体工商户."""
        return CLASSES.get(self.text[:2], "其他组织")

    @property
    def is_one_person_business(self) -> bool:
        """Tell an individual business (个体工商户) from an organisation."""
        return self.text.startswith("92")


def parse(text: str) -> CreditCode:
    """Return the code, or raise `BadCode` naming the first thing that is wrong with it.

    >>> parse("9144 0300-MA5FRF7Q55").kind
    '企业'
    """
    code = compact(text)
    if len(code) != 18 or not ALPHABET.issuperset(code):
        raise BadCode(Fault.SHAPE)
    if not is_known_class(code[:2]):
        raise BadCode(Fault.DEPARTMENT)
    if not code[2:8].isdigit() or code[2:4] not in PROVINCES:
        raise BadCode(Fault.DIVISION)
    if organisation_check(code[8:16]) != code[16]:
        raise BadCode(Fault.ORGANISATION)
    if not has_right_check(code):
        raise BadCode(Fault.CHECK)
    return CreditCode(code)


def compact(text: str) -> str:
    """Drop the blanks and hyphens that people copy along, and raise the letters."""
    return "".join(text.split()).replace("-", "").upper()


def is_known_class(pair: str) -> bool:
    """Say whether this department registers this class of organisation."""
    return pair in CLASSES or (pair[0] in DEPARTMENTS and pair[1] == OTHER_CLASS)


def organisation_check(body: str) -> str:
    """Return the check character of eight characters of an organisation code (GB 11714)."""
    total = sum(int(char, 36) * weight for char, weight in zip(body, INNER_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def complete(start: str, body: str) -> str:
    """Return the code of eight leading characters and eight of the organisation code.

    >>> complete("91440300", "MA5FRF7Q")
    '91440300MA5FRF7Q55'
    """
    text = f"{start}{body}{organisation_check(body)}"
    return f"{text}{standard.calc_check_digit(text)}"


def has_right_check(code: str) -> bool:
    """Say whether the eighteenth character follows from the others."""
    try:
        standard.validate(code)
    except ValidationError:
        return False
    return True
