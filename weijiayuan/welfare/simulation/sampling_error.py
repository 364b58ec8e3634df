"""How far a sum over drawn households may be from that of another draw, and from the district's."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

CERTAIN = 1.96
"""So many standard errors on either side hold 95 of 100 draws."""
WAN = 1_000_000


def sampled(households: NDArray[Any], people: int, residents: int) -> dict[str, Any]:
    """Return sums before, after and of the change, each with its error, drawn and for the district.

    `households` has what each gets a year before and after, in fen. They are drawn one by one, so
    the error of a sum is that of the mean times their number.
    """
    before, after = households[:, 0], households[:, 1]
    sums = {"before": before, "after": after, "change": after - before}
    scale = residents / people if people else 0.0
    drawn = {name: [int(each.sum()), _error(each)] for name, each in sums.items()}
    return {
        "drawn_fen": drawn,
        "residents": residents,
        "district_fen": {
            name: [int(total * scale), int(error * scale)] for name, (total, error) in drawn.items()
        },
    }


def _error(values: NDArray[Any]) -> int:
    if len(values) < 2:
        return 0
    return int(CERTAIN * np.sqrt(len(values)) * values.std(ddof=1))


def sentences(error: dict[str, Any], people: int, seed: int) -> list[str]:
    """Say how sure the sums are, and what they come to in the whole district."""
    change, spread = error["drawn_fen"]["change"]
    drawn = f"抽样 {people} 人（种子 {seed}）"
    if not change and not spread:
        return [f"{drawn}：抽到的人里没有一户变化，说明不了全区一定没有。"]
    total, wide = error["district_fen"]["change"]
    sure = f"{drawn}：每年相差 {change / WAN:.2f} ± {spread / WAN:.2f} 万元"
    whole = f"全区 {error['residents']} 人照这个比例约 {total / WAN:.0f} ± {wide / WAN:.0f} 万元"
    return [
        f"{sure}（换一批人再抽，100 次里约 95 次落在这个范围）。",
        f"{whole}；只是抽样误差，合成人口与真实人口的差别另见对照。",
    ]


def no_change(people: int, seed: int) -> list[str]:
    """Say of whom the sums are where one side's spending was not found."""
    return [f"抽样 {people} 人（种子 {seed}）：改革前后有一边的支出没有找到，全区相差多少没有算。"]
