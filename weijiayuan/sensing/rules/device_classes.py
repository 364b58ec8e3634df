"""Classes of devices and from when what they measure is a matter. A version of them is data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from weijiayuan.danger import text_normalization
from weijiayuan.sensing.rules import report_statements

LEVELS = (1, 2, 3, 4)
YES_OR_NO = "0/1"
PLAIN_ALARM = "报警"
"""What a detector measures that tells nothing but its alarm."""
GRAVEST = 1
ASKS_FIRST_FROM = 3
"""Levels Ⅲ and Ⅳ are looked at by a grid worker before they are a matter."""
FORBIDDEN_BY_LAW = {
    "room": "客房、宿舍等居住场所内部",
    "bath": "浴室、卫生间",
    "changing": "更衣室、试衣间",
    "nursing": "母婴室、哺乳室",
}
"""Where nobody may be seen or heard, whatever a version says (条例 8)."""


THREATS = {"gas": "gas", "smoke": "fire"}
"""What threatens people where a class that calls for help reaches its gravest line."""
THREATENS = "other"


class ClassesInvalid(ValueError):
    """A list of classes that cannot be in force; its words say what is wrong and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """When a level is reached and when it is over. Values are in the unit of the class."""

    level: int
    raises_at: float
    clears_at: float
    below: bool
    needed: int
    of: int
    dwell: timedelta
    confirm: bool
    over: bool = False
    lasts: timedelta = timedelta(0)
    category: str | None = None
    """Whose matter it is from this line on, where it is not the one of the class."""

    def is_reached(self, value: float) -> bool:
        """Tell whether a reading is over the line: at it, or beyond it where it says `over`."""
        if self.over and value == self.raises_at:
            return False
        return value <= self.raises_at if self.below else value >= self.raises_at

    def is_calm(self, value: float) -> bool:
        """Tell whether a reading counts towards the end of an alarm; at `clears_at` it does not."""
        if self.clears_at == self.raises_at:
            return not self.is_reached(value)
        return value > self.clears_at if self.below else value < self.clears_at

    @property
    def asks_first(self) -> bool:
        return self.confirm or self.level >= ASKS_FIRST_FROM


PRIVATE_ROOM = re.compile(
    r"(浴室|淋浴|澡堂|冲凉|桑拿|汗蒸|卫生间|洗手间|厕所|公厕|更衣|试衣|换衣|母婴[室间]|哺乳|喂奶|客房"
    r"|产房|手术室|诊室|检查室|浴池|洗浴|汤池|按摩|美容院.{0,4}[间房室]|卧室|病房|寝室|床头|床边|床铺|床位|屋内|宿舍内|宿舍房间|房间内|(?:宾馆|酒店|旅馆|旅店|客栈|民宿|公寓|月子中心).{0,8}房(?:间|[内里中]|$)"
    r"|(?<![a-z])(?:wc|toilet|gengyishi|xishoujian|yushi)(?![a-z]))"
    r"(?!.{0,3}(外|门口|入口|走廊))"
)


HOME = re.compile(
    r"宿舍.{0,3}\d{3}|(?:先生|女士|太太|小姐|阿姨|大爷|大妈|阿婆|阿伯|师傅)的?(?:出租屋|租屋|住所|宿舍|单间|家|屋|门口|窗|楼[上下])"
)
"""A room somebody lives in, or whose door it is, as a register's reader could find it."""


def names_home(text: str) -> bool:
    """Tell whether a text names the room or the door of somebody.

    >>> names_home("女生宿舍302内"), names_home("宿舍楼外墙消防栓")
    (True, False)
    """
    return HOME.search(re.sub(r"\s+", "", text)) is not None


PRIVATE_OWNER = re.compile(
    "^(?:个人|居民|业主|住户|村民|租户|租客|房东|私人|先生|女士)(?!委|协|会|自治)"
)
UNIT = re.compile(
    "局|委|办|所|站|中心|公司|集团|厂|院|校|街道|社区|政府|单位|队|物业|部|处|会|店|园|银行|企业|合作社|馆|署|政数|水务|厅"
)


def is_private_owner(owner: str) -> bool:
    """Tell whether an owner is a person: in public they are offices and operators (条例 7, 9).

    >>> is_private_owner("居民李小红"), is_private_owner("玉塘社区居民委员会")
    (True, False)
    """
    plain = re.sub(r"\s+", "", owner)
    return PRIVATE_OWNER.search(plain) is not None or UNIT.search(plain) is None


def names_private_room(*texts: str) -> bool:
    """Tell whether a name or address says that something stands where article 8 lets none see.

    >>> names_private_room("女生宿舍浴室摄像"), names_private_room("公共厕所门口", "广场")
    (True, False)
    """
    read = (re.sub(r"[\s,]+", "", text_normalization.read(text)) for text in texts)
    return any(PRIVATE_ROOM.search(each) for each in read)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceClass:
    """What a kind of device measures, within which limits, and its lines, gravest first."""

    code: str
    name: str
    property: str
    unit: str
    least: float
    most: float
    category: str
    camera: bool
    call: str | None
    stand_down: str | None
    either_way: bool = False
    """It is as grave to the one side as to the other: what tilts, or slides."""
    lines: tuple[Line, ...]
    mean_over: timedelta = timedelta(0)
    kindred: frozenset[str] = frozenset()
    """Categories under which people report the same thing, its own among them."""
    words: tuple[str, ...] = ()
    """What people write of it; without any, the category alone says that it is the same thing."""
    things: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    """A thing together with a sign of its trouble says so outright, whatever the category."""
    unlike: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    """A clause that names such a place tells of another thing than the class stands at."""
    """Words that sound alike and mean something else; they are read over."""

    def is_told_by(self, category: str | None, text: str) -> bool:
        """Tell whether a report says that what this class measures is there now.

        A thing with a sign of its trouble says so outright, and so do the words of the class where
        the category fits or nobody settled it. A category alone does only for what names no such
        thing: who names it and no trouble says something else of it.
        """
        told = report_statements.read(text)
        plain = told.explained(self.code).without(self.unlike).but_for(self.elsewhere)
        if plain.take_back(self.things):
            return False
        if plain.states((*self.words, *self.signs)):
            if plain.names(self.things) and plain.names(self.signs):
                return True
            if plain.names(self.words):
                return category is None or category in self.kindred
        silent = not told.framed and plain == told and not told.names((*self.things, *self.signs))
        return bool(silent and category in self.kindred and not self.words)

    def is_denied_by(self, text: str) -> bool:
        """Tell whether a report says that there is nothing of what the class measures.

        Or states nothing at all: it was heard of, asked about, or lies elsewhere.
        """
        told = report_statements.read(text).explained(self.code)
        plain = told.without(self.unlike)
        if not told.clauses:
            return True
        is_named = plain.names(self.words)
        return plain.take_back(self.things) or (is_named and not plain.states(self.words))

    def danger_at(self, level: int) -> tuple[str, ...]:
        """Return the kinds of danger to people that an alarm as grave as this tells of."""
        return (THREATS.get(self.code, THREATENS),) if self.call and level == GRAVEST else ()

    def category_at(self, level: int) -> str:
        """Return the category of a matter as grave as this."""
        lines = (line for line in self.lines if line.level == level)
        return next((line.category for line in lines if line.category), self.category)

    def said(self, value: float) -> str:
        """Return a value as people read it, with its unit; yes or no for an alarm bit."""
        if self.unit == YES_OR_NO:
            return "是" if value else "否"
        return f"{value:g}{self.unit}{'以上，超出量程' if value >= self.most else ''}"

    def told(self, value: float) -> str:
        """Return what it is and what it measured, as the face of a matter says it."""
        if self.unit != YES_OR_NO:
            return f"{self.name}，{self.property}{self.said(value)}"
        return self.name if self.property == PLAIN_ALARM else f"{self.name}，{self.property}"

    def read_as(self, value: float) -> str:
        """Return the reading as it is told beside another alarm: none of an alarm bit."""
        return "" if self.unit == YES_OR_NO else f"，读数{self.said(value)}"

    def is_in_range(self, value: float) -> bool:
        return self.least <= value <= self.most

    def within(self, value: float) -> float | None:
        """Return what a reading is held as: beyond the end to which its lines point, that end.

        A saturated head and a burning cable say the gravest that they can. Beyond the other end
        nothing is said, neither calm nor high: None.
        """
        if self.is_in_range(value):
            return value
        is_below = value < self.least
        points_there = any(line.below is is_below for line in self.lines)
        if not (points_there or self.either_way):
            return None
        return self.least if is_below else self.most

    def turned(self, value: float) -> float:
        """Return how far a value, counted from its zero, lies from it."""
        return abs(value) if self.either_way else value


@dataclass(frozen=True, slots=True)
class Classes:
    """All classes of one version, and in what kinds of places devices may stand."""

    version: str
    note: str
    by_code: Mapping[str, DeviceClass]
    places: Mapping[str, str]
    forbidden_places: Mapping[str, str]
