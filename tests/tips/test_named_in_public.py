"""No public door says who lives where or who is said to do wrong, until a person lets it."""

import pytest
from sqlalchemy import select, update

from tests.factories.places import GUANGMING_SQUARE as HERE
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.events import periodic_tasks
from weijiayuan.events.models import Event, TextCheck
from weijiayuan.kernel import clock
from weijiayuan.tips import personal_data
from weijiayuan.tips.api import pre_submission_hints

pytestmark = pytest.mark.usefixtures("district")
NAMED = "三栋501的王小明天天把垃圾丢门口，他电话13800138000"


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch):
    for name in ("looking", "advising"):
        monkeypatch.setattr(getattr(pre_submission_hints, name), "_counts", {})


@pytest.fixture
def dispatcher(as_role):
    return as_role(Role.DISPATCHER)


def sent(who, text=NAMED, **more):
    body = {"category": "06010", "text": text, "place": HERE} | more
    number = who.post("/api/v1/tips", json=body).json["number"]
    with transaction():  # WeChat has nothing against these words
        found = update(Event).where(Event.number == number)
        db.session.execute(found.values(text_check=TextCheck.PASSED))
    return db.session.scalars(select(Event).filter_by(number=number)).one()


def public_doors(client, number):
    """What a stranger reads of a matter, at every door that shows words."""
    ours = {"service_request_id": number, "extensions": "true"}
    yield client.get("/open311/v2/requests.json", query_string=ours).get_data(as_text=True)
    yield client.get("/open311/v2/requests.xml", query_string=ours).get_data(as_text=True)
    yield client.get(f"/open311/v2/requests/{number}.json").get_data(as_text=True)
    yield client.get("/api/v1/tips/nearby", query_string=HERE).get_data(as_text=True)
    body = {"place": HERE, "text": NAMED, "category": "06010"}
    yield client.post("/api/v1/tips/nearby", json=body).get_data(as_text=True)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (NAMED, "王小明"),
        ("三栋501天天把垃圾丢门口", "501"),
        ("我是住3栋2单元1502的张阿姨，门口有垃圾", "1502"),
        ("隔壁老王家门口一堆垃圾", "老王"),
        ("粤B12345把垃圾倒在路边", "B12345"),
        ("加我微信 wang_123456，门口有垃圾", "wang_123456"),
        ("刘建国把旧沙发扔在路口", "刘建国"),
    ],
)
def test_words_that_name_somebody_are_read_by_nobody_outside(client, as_resident, text, secret):
    event = sent(as_resident(), text)

    assert not any(secret in shown for shown in public_doors(client, event.number))
    assert event.text == text


def test_ordinary_words_stand_at_every_door(client, as_resident):
    event = sent(as_resident(), "5栋楼下一堆垃圾没人收")

    assert all("5栋楼下一堆垃圾没人收" in shown for shown in public_doors(client, event.number))


def test_a_dispatcher_stars_the_public_copy_and_who_acts_still_reads_it_all(
    client, as_resident, dispatcher
):
    sender = as_resident()
    event = sent(sender)
    (waiting,) = dispatcher.get("/api/v1/events?words_due=true").json["items"]
    assert waiting["number"] == event.number

    seen = dispatcher.post(f"/api/v1/events/{event.id}/words", json={"hide": ["三栋501", "王小明"]})

    assert (seen.status_code, seen.json["text"]) == (200, NAMED)
    shown = list(public_doors(client, event.number))
    assert all("天天把垃圾丢门口" in each for each in shown)
    assert not any(word in each for each in shown for word in ("王小明", "501", "13800138000"))
    assert sender.get(f"/api/v1/tips/{event.number}").json["text"] == NAMED
    assert dispatcher.get("/api/v1/events?words_due=true").json["items"] == []


def test_a_look_that_hides_too_little_publishes_nothing(client, as_resident, dispatcher):
    event = sent(as_resident())

    dispatcher.post(f"/api/v1/events/{event.id}/words", json={"hide": []})

    assert not any("王小明" in each for each in public_doors(client, event.number))
    assert dispatcher.get("/api/v1/events?words_due=true").json["items"] == []


def test_a_person_may_say_that_the_machine_was_wrong_but_not_publish_numbers(
    client, as_resident, dispatcher
):
    plain = sent(as_resident(), "一楼住户把花盆杂物摆满门口通道")
    numbered = sent(as_resident(), "粤B12345把垃圾倒在路边")
    for event in (plain, numbered):
        meant = {"hide": [], "publish": True}
        dispatcher.post(f"/api/v1/events/{event.id}/words", json=meant)

    assert all("花盆杂物" in each for each in public_doors(client, plain.number))
    assert not any("B12345" in each for each in public_doors(client, numbered.number))


def test_answers_addresses_and_updates_name_nobody_either(client, as_resident):
    event = sent(as_resident(), "旧沙发", category="06035", attributes={"things": "三栋501的沙发"})

    assert not any("501" in each for each in public_doors(client, event.number))


def test_words_from_before_names_were_looked_for_are_hidden_until_they_are(client, as_resident):
    named, plain = sent(as_resident()), sent(as_resident(), "5栋楼下一堆垃圾没人收")
    with transaction():
        old = {"words_read": False, "public_text": None, "words_due_at": None}
        db.session.execute(update(Event).values(old))
    assert not any("5栋楼下" in each for each in list(public_doors(client, plain.number))[:3])

    assert periodic_tasks.read_words(clock.now()) == "2 matters read for names"

    assert all("5栋楼下" in each for each in list(public_doors(client, plain.number))[:3])
    assert not any("王小明" in each for each in public_doors(client, named.number))
    assert periodic_tasks.read_words(clock.now()) == ""


def test_words_of_who_leaves_are_public_no_more_until_somebody_looked(
    client, as_resident, dispatcher
):
    sender = as_resident()
    event = sent(sender, "5栋楼下一堆垃圾没人收")
    with transaction():
        personal_data.forget(sender.resident.id, now=clock.now())
    assert not any("5栋楼下" in each for each in public_doors(client, event.number))

    dispatcher.post(f"/api/v1/events/{event.id}/words", json={"hide": []})

    assert all("5栋楼下" in each for each in public_doors(client, event.number))


def test_what_an_earlier_reader_published_is_taken_back_and_what_a_person_published_stays(
    client, as_resident, dispatcher
):
    machine, meant = sent(as_resident(), "胖嫂家的狗随地大便"), sent(as_resident())
    dispatcher.post(f"/api/v1/events/{meant.id}/words", json={"hide": ["三栋501", "王小明"]})
    with transaction():
        before = {"words_read": False, "words_due_at": None}
        one = update(Event).where(Event.id == machine.id)
        db.session.execute(one.values(before | {"public_text": machine.text}))
        db.session.execute(update(Event).where(Event.id == meant.id).values(before))
    assert any("胖嫂" in each for each in public_doors(client, machine.number))

    periodic_tasks.read_words(clock.now())

    assert not any("胖嫂" in each for each in public_doors(client, machine.number))
    assert all("天天把垃圾丢门口" in each for each in public_doors(client, meant.number))
    waiting = dispatcher.get("/api/v1/events?words_due=true").json["items"]
    assert [each["number"] for each in waiting] == [machine.number]
