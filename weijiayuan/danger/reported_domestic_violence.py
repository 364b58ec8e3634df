"""Violence at home named in a paper or by a third person: promised to end, pardoned, long ago.

No card comes of it, for nobody says that it happens now; but whoever would bring both sides to one
table has to know (反家庭暴力法 2).
"""

import re
from functools import cache

from weijiayuan.danger import reference_data, text_normalization

TABLE = "violence_at_home"
NOT_TOLD = re.compile(
    "讲座|宣传|论文|培训|(?:打|拨)(?:我|他|她)?(?:的)?电话|动手(?:术|做|能|修|清|装)"
)


def names_violence_at_home(text: str, *, in_family: bool) -> bool:
    """Tell whether a text names violence at home, however framed.

    `in_family`: it is about people of one family, so that words tell it which elsewhere would not.

    >>> names_violence_at_home("双方不再殴打对方", in_family=True)
    True
    >>> names_violence_at_home("双方不再殴打对方", in_family=False)
    False
    """
    plain = NOT_TOLD.sub("", text_normalization.read(re.sub(r"\s+", "", text)))
    lists = ("always", "in_family") if in_family else ("always",)
    return any(_listed(name).search(plain) for name in lists)


@cache
def _listed(name: str) -> re.Pattern[str]:
    return reference_data.any_of(reference_data.read(TABLE)[name])
