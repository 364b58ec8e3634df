"""Reads the mini-program's source for the tests: which tags, calls and files it uses."""

import re
from html.parser import HTMLParser

from weijiayuan.client import wxss_to_css
from weijiayuan.client.miniprogram_packages import MINIPROGRAM, tree

TREE = tree(MINIPROGRAM)
# https://developers.weixin.qq.com/miniprogram/dev/component/ as of base library 3.8
WECHAT_TAGS = set(
    """
    view text label button input textarea form switch checkbox checkbox-group radio radio-
    group slider picker picker-view picker-view-column image icon progress video audio canvas
    map scroll-view swiper swiper-item navigator rich-text web-view cover-view cover-image
    movable-area movable-view page-meta navigation-bar match-media root-portal share-element
    page-container camera editor live-player live-pusher open-data official-account ad
    """.split()  # noqa: SIM905  # a list of words reads best as words
)
LANGUAGE_TAGS = {"block", "template", "import", "include", "slot", "wxs"}
KEEPS_NOTHING = "pages/appeals/ask/ask.wxml"
"""Where somebody may write of violence, and says so: its words stay on no phone."""
SENTENCE = 100
"""Letters from which a field is work that nobody likes to do twice."""
CALL = re.compile(r"\bwx\.(\w+)")
SIZES = re.compile(r"(?:^|[;\s])(?:width|margin(?:-left|-right)?)\s*:")
EXPRESSION = re.compile(r"\{\{(.*?)\}\}")
COMMENT = re.compile(r"//.*|/\*.*?\*/|<!--.*?-->", re.DOTALL)


class Tags(HTMLParser):
    """Collects the elements of a WXML file: (tag, attributes)."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(re.sub(r"<wxs\b[^>]*>.*?</wxs>", "", text, flags=re.DOTALL))

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def files(*suffixes):
    return [path for package in TREE.packages for path in TREE.files(package, *suffixes)]


def elements():
    """Every element of every template: (file, tag, attributes)."""
    return [(path, *one) for path in files(".wxml") for one in Tags(TREE.text(path)).found]


def light_button_rules(path, program=TREE):
    """Rules that size a button and weigh less than WeChat's own, a class and a tag: (file, selector)."""
    own = path.replace(".wxml", ".wxss")
    sheets = [name for name in ("app.wxss", own) if (program.folder / name).exists()]
    names = {
        name
        for tag, given in Tags(program.text(path)).found
        if tag == "button"
        for name in classes(given)
    }
    rules = [
        rule for name in sheets for rule in wxss_to_css.rules(wxss_to_css.sheet(program, name))
    ]
    return [
        (path, one.strip())
        for head, body in rules
        if SIZES.search(body)
        for one in head.split(",")
        if one.count(".") == 1 and one.strip().lstrip(".") in names
    ]


def classes(attributes):
    """The class names an element may have, those chosen by an expression too."""
    words = attributes.get("class") or ""
    chosen = [
        name for part in EXPRESSION.findall(words) for name in re.findall(r"'([\w-]+)'", part)
    ]
    return [*EXPRESSION.sub(" ", words).split(), *chosen]


def calls():
    """Every name used on `wx`: (file, name)."""
    return [
        (path, name)
        for path in files(".js")
        for name in CALL.findall(re.sub(r"(?<!:)//.*", "", TREE.text(path)))
    ]


def components_of(path):
    """The custom components a template may name, with the place of each."""
    own = TREE.folder / path.replace(".wxml", ".json")
    local = TREE.config(path.replace(".wxml", ".json")) if own.exists() else {}
    return TREE.config("app.json").get("usingComponents", {}) | local.get("usingComponents", {})


def built_in_tags():
    """Every built-in tag in use: (file, tag)."""
    return [
        (path, tag)
        for path, tag, _ in elements()
        if tag not in LANGUAGE_TAGS and tag not in components_of(path)
    ]


def long_fields():
    """Every field of several lines: (file, its attributes)."""
    return [
        (path, attributes)
        for path, tag, attributes in elements()
        if tag == "field" and "multi" in attributes
    ]


def wordy_fields():
    """Every field that takes a sentence, in one line or in several: (file, its attributes)."""
    return [
        (path, attributes)
        for path, tag, attributes in elements()
        if tag == "field" and ("multi" in attributes or most_letters(attributes) >= SENTENCE)
    ]


def most_letters(attributes):
    """How many letters a field says it takes; one that says it by a name may take many."""
    said = EXPRESSION.sub(r"\1", attributes.get("maxlength", "0")).strip()
    return int(said) if said.isdigit() else SENTENCE


def in_a_sheet():
    """What stands in a panel, a line for each element: (file, the start of its tag)."""
    return [
        (path, start)
        for path in files(".wxml")
        for sheet in re.findall(r"<sheet\b.*?</sheet>", TREE.text(path), re.DOTALL)
        for start in re.findall(r"<\w[^>]*>", sheet)
    ]
