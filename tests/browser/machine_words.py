"""Words that machines use among themselves and no page shows: codes, keys, times as computers write them."""

import re

from tests.browser.phone import DATED

KEYS = r"\b[a-z]+(?:_[a-z0-9]+)+\b"
"""Names of fields and values: no_photo, by_law."""
ENGLISH = r"(?<![\w./@:#?=&-])[a-z]{3,}(?![\w./@:=-])"
CODED = r"(?<![\w-])[A-Z]{1,2}\d{4}(?![\w-])"
"""What a list of the state calls a thing, bare: G5202."""
SEAL = r"[a-f]{8}"
"""The begin of a digest, which people compare letter by letter, may be without a figure."""
NAMES = {
    *("pdf", "csv", "xlsx", "json", "docx", "wifi", "app", "http", "https", "km", "ppm", "min"),
    *("sha", "wgs", "www", "com", "org", "yaml"),
}


def machine_words(text: str) -> list[str]:
    """Return what of a text is no word for people."""
    found = [*re.findall(DATED, text), *re.findall(KEYS, text), *re.findall(CODED, text)]
    words = [word for word in re.findall(ENGLISH, text) if not re.fullmatch(SEAL, word)]
    return found + [word for word in words if word not in NAMES]
