"""Devices speak SensorThings: readings count once, in any order, and alarms come of them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.factories.sensing import array_of, data_array, make_device
from tests.sensing.conftest import NOW, URL, Wire
from weijiayuan.db import db
from weijiayuan.sensing.models import Device, observations


def stored():
    return db.session.scalar(select(func.count()).select_from(observations))


def test_a_reading_counts_once_and_the_second_time_is_called_a_duplicate(water):
    device, wire = water
    one = {"phenomenonTime": "2026-11-29T12:00:00+08:00", "result": 3.5}
    path = f"Datastreams('{device.datastream_id}')/Observations"

    first, again = (
        wire.post(path, one),
        wire.post(path, one | {"phenomenonTime": "2026-11-29T04:00:00Z"}),
    )

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == {"status": "duplicate"}
    assert stored() == 1
    (shown,) = wire.get(path).json["value"]
    assert (shown["phenomenonTime"], shown["result"]) == ("2026-11-29T04:00:00+00:00", 3.5)
    assert first.headers["Location"] == shown["@iot.selfLink"]


def test_the_options_of_a_query_are_answered_or_refused_and_never_let_by(water):
    device, wire = water
    wire.post(
        "CreateObservations", data_array(device, [*range(30)], begin=NOW - timedelta(minutes=30))
    )
    path = f"Datastreams('{device.datastream_id}')/Observations"
    values = lambda answer: [each["result"] for each in answer.json["value"]]  # noqa: E731

    first = wire.get(f"{path}?$top=4&$orderby=phenomenonTime asc&$filter=result gt 9&$count=true")
    assert (values(first), first.json["@iot.count"]) == ([10, 11, 12, 13], 20)
    rest = wire.get(first.json["@iot.nextLink"].removeprefix(f"http://localhost{URL}/"))
    assert values(rest) == [14, 15, 16, 17]
    assert "@iot.nextLink" not in wire.get(f"{path}?$top=30").json
    since = (
        "phenomenonTime ge 2026-11-29T03:58:00Z and phenomenonTime lt 2026-11-29T12:00:00%2B08:00"
    )
    assert values(wire.get(f"{path}?$filter={since}")) == [29, 28]
    link = first.json["value"][0]["@iot.selfLink"].removeprefix(f"http://localhost{URL}/")
    assert wire.get(link).json == first.json["value"][0]
    assert wire.get(link.replace("~", "~9")).status_code == 404
    none = wire.get(f"{path}?$top=0&$count=true").json
    assert (none["value"], none["@iot.count"], "@iot.nextLink" in none) == ([], 30, False)
    assert len(values(wire.get(f"{path}?$top=999999999"))) == 30
    many = " and ".join(["result gt 1"] * 1100)
    assert wire.get(f"{path}?$filter={many}").status_code == 400
    for odd in (
        "$top=x", "$top=-1", "$skip=-1", "$expand=Datastream", "$select=result",
        "$orderby=result", "$filter=result like 3", "$filter=phenomenonTime gt 2026-11-29T04:00:00",
        "$filter=result gt 1 or result lt 0", "$count=maybe", "$top=1&$top=2", "$filter=result gt x",
    ):  # fmt: skip
        refused = wire.get(f"{path}?{odd}")
        assert (refused.status_code, refused.json["code"]) == (400, "sensing.query_unsupported"), (
            odd
        )


def test_pages_stand_still_while_readings_arrive(water, now):
    device, wire = water
    wire.post(
        "CreateObservations", data_array(device, [*range(30)], begin=NOW - timedelta(minutes=30))
    )
    path, seen = f"Datastreams('{device.datastream_id}')/Observations?$top=7", []
    while path:
        page = wire.get(path).json
        seen += [each["@iot.id"] for each in page["value"]]
        path = page.get("@iot.nextLink", "").removeprefix(f"http://localhost{URL}/")
        now.shift(timedelta(seconds=5))
        wire.post("CreateObservations", data_array(device, [99], begin=datetime.now(UTC)))

    assert len(seen) == len(set(seen)) == 30


@pytest.mark.parametrize("moment", ["2026-11-29\u000012:00:00+08:00", "2026-11-29x12:00:00+08:00"])
def test_a_moment_is_written_as_the_standard_says(water, moment):
    device, wire = water
    answer = wire.post("CreateObservations", [array_of(device, [[moment, 1]])])
    assert (answer.status_code, stored()) == (422, 0)


def test_a_column_stands_once_in_a_data_array(water):
    device, wire = water
    body = data_array(device, [1], begin=NOW - timedelta(minutes=5))
    body[0]["components"] = ["phenomenonTime", "result", "result"]
    body[0]["dataArray"][0].append(45)
    assert wire.post("CreateObservations", body).status_code == 422


def test_a_gateway_finds_the_datastreams_that_it_speaks_for(water):
    gateway, wire = water
    children = [make_device(gateway_id=gateway.id)[0] for _ in range(2)]
    make_device()

    first = wire.get("Datastreams?$top=2&$count=true").json
    rest = wire.get(first["@iot.nextLink"].removeprefix(f"http://localhost{URL}/")).json
    assert first["@iot.count"] == 3
    shown = {each["@iot.id"] for each in first["value"] + rest["value"]}
    assert shown == {str(each.datastream_id) for each in (gateway, *children)}
    assert wire.get(f"Datastreams('{gateway.datastream_id}')?$expand=Thing").status_code == 400


def test_a_data_array_says_of_each_reading_whether_it_is_new(water):
    device, wire = water
    body = data_array(device, [1, 2, 3], begin=NOW - timedelta(minutes=5))
    wire.post("CreateObservations", [array_of(device, body[0]["dataArray"][:1])])

    answer = wire.post("CreateObservations", body)

    assert answer.status_code == 201
    assert answer.json[0] == "duplicate"
    assert all(link.startswith(f"http://localhost{URL}/Observations(") for link in answer.json[1:])


@pytest.mark.parametrize(
    ("moment", "result", "status"),
    [
        ("2026-11-29T12:00:00", 1, 422),
        ("2026-11-29T12:02:30+08:00", 1, 422),
        ("2026-11-28T11:59:00+08:00", 1, 422),
        ("yesterday", 1, 422),
        ("0001-01-01T00:00:00+14:00", 1, 422),
        ("9999-12-31T23:59:59-12:00", 1, 422),
        (12, 1, 422),
        ("2026-11-29T12:00:00Z/2026-11-29T13:00:00Z", 1, 422),
        ("2026-11-29T12:00:00+08:00", "deep", 422),
        ("2026-11-29T12:00:00+08:00", None, 422),
        ("2026-11-29T12:00:00+08:00", [1], 422),
        ("2026-11-29T12:00:00+08:00", 10**400, 422),
    ],
)
def test_a_reading_that_cannot_be_meant_is_an_error_of_its_own(water, moment, result, status):
    """It costs no other its place: a box that repeats its buffer is not stuck on it."""
    device, wire = water
    good = [[(NOW - timedelta(minutes=nth)).isoformat(), 2] for nth in (2, 1)]

    alone = wire.post("CreateObservations", [array_of(device, [[moment, result]])])
    assert (alone.status_code, stored()) == (status, 0), alone.json
    body = [array_of(device, [good[0], [moment, result], good[1]])]
    answer, again = (wire.post("CreateObservations", body) for _ in range(2))

    assert (answer.status_code, stored()) == (201, 2), answer.json
    assert [entry == "error" for entry in answer.json] == [False, True, False]
    assert again.json == ["duplicate", "error", "duplicate"]


def test_a_gateway_whose_one_device_is_gone_is_heard_for_the_others(water, client):
    gateway, wire = water
    child, _ = make_device(gateway_id=gateway.id)
    stranger, _ = make_device()
    begin = NOW - timedelta(minutes=2)
    parts = [data_array(each, [1], begin=begin)[0] for each in (gateway, stranger, child)]

    answer = wire.post("CreateObservations", parts)

    assert [entry == "error" for entry in answer.json] == [False, True, False]
    assert stored() == 2


def test_true_is_an_alarm_bit_and_no_number_of_centimetres(water, client):
    device, wire = water
    smoke, key = make_device("smoke")
    body = data_array(device, [True], begin=NOW - timedelta(minutes=1))

    assert wire.post("CreateObservations", body).status_code == 422
    bit = data_array(smoke, [False], begin=NOW - timedelta(minutes=1))
    assert Wire(client, key).post("CreateObservations", bit).status_code == 201


def test_nobody_speaks_for_another_device_and_a_made_up_key_opens_nothing(water, client):
    device, _ = water
    _, other_key = make_device()
    body = data_array(device, [1], begin=NOW)

    assert Wire(client, other_key).post("CreateObservations", body).status_code == 404
    assert Wire(client, "made-up").post("CreateObservations", body).status_code == 401
    assert client.post(f"{URL}/CreateObservations", json=body).status_code == 401
    assert stored() == 0


def test_a_gateway_speaks_for_its_own_devices(water, client):
    gateway, wire = water
    child, _ = make_device(gateway_id=gateway.id)

    assert (
        wire.post(
            "CreateObservations", data_array(child, [1, 2], begin=NOW - timedelta(minutes=2))
        ).status_code
        == 201
    )


@pytest.mark.parametrize("parts", [[], "one empty", "two empty"])
def test_nothing_sent_is_nothing_kept(water, parts):
    device, wire = water
    count = {"one empty": 1, "two empty": 2}.get(str(parts), 0)
    answer = wire.post("CreateObservations", [array_of(device, [])] * count)

    assert (answer.status_code, answer.json) == (201, [])


def test_a_camera_that_was_never_filed_is_refused_after_thirty_days(now, client):
    device, key = make_device("fire_lane")
    body = data_array(device, [0], begin=NOW)
    assert Wire(client, key).post("CreateObservations", body).status_code == 201

    now.shift(timedelta(days=4))
    later = data_array(device, [0], begin=datetime.now(UTC))
    refused = Wire(client, key).post("CreateObservations", later)

    assert (refused.status_code, refused.json["code"]) == (409, "sensing.not_filed")
    assert "第十四条" in refused.json["detail"]


def test_the_clock_of_a_device_is_known_by_how_late_it_speaks(water):
    device, wire = water
    for minute in range(20, 0, -1):
        at = (NOW - timedelta(minutes=minute)).isoformat()
        wire.post("CreateObservations", [array_of(device, [[at, 1]])])

    db.session.expire_all()
    assert db.session.get(Device, device.id).skew_seconds > 60


def test_one_odd_message_does_not_move_the_clock_of_a_device(now, client):
    device, key = make_device()
    wire = Wire(client, key)
    for late in (90, 90, 23 * 3600, 90, 90):
        now.shift(timedelta(minutes=1))
        at = datetime.now(UTC) - timedelta(seconds=late)
        wire.post("CreateObservations", data_array(device, [1], begin=at))

    db.session.expire_all()
    assert db.session.get(Device, device.id).skew_seconds == pytest.approx(90, abs=1)


def test_a_key_that_stands_twice_is_refused_and_so_is_another_unit(water, client):
    device, wire = water
    path = f"{URL}/Datastreams('{device.datastream_id}')/Observations"
    moment = '"phenomenonTime": "2026-11-29T12:00:00+08:00"'
    for body, status in (
        (f'{{{moment}, "result": 3, "result": 60}}', 400),
        (f'{{{moment}, {moment}, "result": 3}}', 400),
        (f'{{{moment}, "result": 450, "unitOfMeasurement": {{"symbol": "mm"}}}}', 422),
        (f'{{{moment}, "result": 450, "parameters": {{"unit": "mm"}}}}', 422),
        (f'{{{moment}, "result": 4.5, "parameters": {{"unit": "cm"}}}}', 201),
    ):
        sent = {"data": body, "content_type": "application/json"}
        assert client.post(path, headers=wire.headers, **sent).status_code == status
    batch = data_array(device, [450], begin=NOW - timedelta(minutes=3))
    batch[0]["Datastream"]["unitOfMeasurement"] = {"symbol": "mm"}
    assert wire.post("CreateObservations", batch).status_code == 422
    assert stored() == 1
