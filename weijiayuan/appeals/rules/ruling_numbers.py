"""The number of a ruling: one normal form however it is typed, and what is odd about one. Pure.

A number names its year, the court, the kind of case and the case (关于人民法院案件案号的若干规定):
（2026）粤0311民特12号. The court gives it; what looks otherwise is asked back, never refused.
"""

import re
import unicodedata

KIND = "民特"
SHAPE = re.compile(
    r"（(?P<year>\d{4})）(?P<court>[^\d（）]\d{0,4})(?P<kind>[^\d（）]+)(?P<case>\d+)号"
)
CASE = re.compile(r"(?<=[^\d（）])0+(?=\d+号?$)")
BARE_YEAR = re.compile(r"^(\d{4})年?(?=[^\d（）年])")
BRACKETS = str.maketrans("([{〔【〈《〖〘)]}〕】〉》〗〙", "（" * 9 + "）" * 9)
FORMER = str.maketrans("粵號贛蘇遼黑閩瓊雲貴藏寧滬陝特", "粤号赣苏辽黑闽琼云贵藏宁沪陕特")
FIRST_YEAR = 2016


def normal(number: str) -> str:
    """Return a number as courts print it; two spellings of one number give the same.

    >>> normal("〔2026〕 粵０３１１民特字第0012")
    '（2026）粤0311民特12号'
    """
    folded = unicodedata.normalize("NFKC", number)
    shown = "".join(char for char in folded if unicodedata.category(char)[0] not in "ZC")
    plain = shown.translate(BRACKETS).translate(FORMER).replace("字第", "").replace("字", "")
    plain = re.sub(r"第(?=\d+号?$)", "", plain)
    plain = BARE_YEAR.sub(r"（\1）", plain)
    plain = CASE.sub("", plain)
    return plain if plain.endswith("号") or not plain[-1:].isdigit() else f"{plain}号"


def oddities(number: str, *, year: int) -> list[str]:
    """Return what is unusual about a number in its normal form, for the judge to look at again.

    >>> oddities("（2026）粤0311民特12号", year=2026)
    []
    """
    found = SHAPE.fullmatch(number)
    if found is None:
        return ["不像案号（例：（2026）粤0311民特12号）"]
    odd = []
    if not FIRST_YEAR <= int(found["year"]) <= year:
        odd.append(f"年份是{found['year']}")
    if found["kind"] != KIND:
        odd.append(f"类型是“{found['kind']}”，司法确认一般是“{KIND}”")
    if int(found["case"]) == 0:
        odd.append("案件编号是0")
    return odd
