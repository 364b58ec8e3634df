"""Two names for one place are asked about; two places are not."""

import pytest

from tests.factories.directory import HERE, north_of
from weijiayuan.directory.rules.near_duplicates import Known, NearIndex, is_near_duplicate

OTHER_SIDE = north_of(190)
FAR = north_of(260)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (("白花社区党群服务中心", "A", HERE), ("白花党群服务中心", "A", OTHER_SIDE), True),
        (("白花社区党群服务中心", "A", HERE), ("白花社区党群服务中心", "A", FAR), False),
        (("社区文化广场", "A", None), ("社区文化广场（健身区）", "A", HERE), True),
        (("社区文化广场", "A", None), ("社区文化广场", "B", None), False),
        (("1号活动室", "A", HERE), ("2号活动室", "A", HERE), False),
        (("活动室", "A", HERE), ("2号活动室", "A", HERE), True),
        (("体育公园东门健身点", "A", HERE), ("体育公园西门健身点", "A", HERE), False),
        (("东周社区党群服务中心", "A", HERE), ("党群服务中心", "A", HERE), True),
        (("A座便民站", "A", HERE), ("B座便民站", "A", HERE), False),
        (("篮球场", "A", HERE), ("图书馆", "A", HERE), False),
        (("四点半课堂", "A", HERE), ("四点半学堂", "B", OTHER_SIDE), False),
        (("西田社区老年活动中心", "A", HERE), ("西田社區老年活動中心", "A", HERE), True),
        (("西田社区老年活动中心", "A", HERE), ("西田社区老年人活动站", "A", HERE), True),
        (("西田社区老年活动中心", "A", HERE), ("西田社区活动中心（老年）", "A", HERE), True),
        (("西田社区老年活动中心", "A", HERE), ("西田社区青年活动中心", "A", HERE), False),
        (("上村长者饭堂", "A", HERE), ("上村社区老年食堂", "A", HERE), True),
        (("上村社康中心", "A", HERE), ("上村社区健康服务中心", "A", HERE), True),
        (("上村图书馆", "A", HERE), ("上村社区书吧", "A", HERE), True),
        (("上村党群中心", "A", HERE), ("上村社区党群服务中心", "A", HERE), True),
        (("上村图书馆", "A", HERE), ("上村公厕", "A", HERE), False),
        (("上村社区儿童活动室", "A", HERE), ("上村社区老年活动室", "A", HERE), False),
        (("新羌社区妇女儿童之家", "A", HERE), ("新羌社区妇儿之家", "A", HERE), True),
    ],
)
def test_alike_by_name_and_at_one_place_is_asked_about(one, other, alike):
    first, second = Known(*one), Known(*other)

    assert is_near_duplicate(first, second) is is_near_duplicate(second, first) is alike


def test_the_index_finds_whom_comparing_all_would_find():
    entries = [
        Known(f"便民站{n}", "AB"[n % 2], None if n % 5 == 0 else north_of(37 * n), row=n)
        for n in range(30)
    ]
    entries += [Known(f"便民服务站{n}", "AB"[n % 2], north_of(37 * n), row=n) for n in range(30)]
    index = NearIndex(entries)

    for entry in entries:
        brute = {id(other) for other in entries if is_near_duplicate(entry, other)}
        assert {id(other) for other in index.near(entry)} == brute
