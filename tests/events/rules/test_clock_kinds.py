"""What the ladder of each kind of clock is."""

from weijiayuan.events.rules import reference_data
from weijiayuan.events.rules.clock_kinds import ClockKind


def test_a_late_report_in_is_a_second_level_supervision_at_once():
    ladder = reference_data.ladder(ClockKind.ORDER_REPORT_IN)

    assert [rung.supervision for rung in ladder] == [0, 0, 2, 2, 3]
    assert [rung.name for rung in ladder][2:] == [
        "超过时限，区督办",
        "超时一半，区督办",
        "超时一倍，区领导督办",
    ]
