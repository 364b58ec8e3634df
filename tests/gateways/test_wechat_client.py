"""The client against a running fake: answers, refusals, retries and a line that fails."""

import socket
import time
from datetime import UTC, datetime

import pytest
import time_machine

from tests.fakes.wechat import make_client
from weijiayuan.gateways.fake_wechat import openid_of, phone_of
from weijiayuan.gateways.wechat import Scene, SubscribeMessage, Suggestion, WeChatOverHttp
from weijiayuan.gateways.wechat.access_token import TokenInFile
from weijiayuan.gateways.wechat.errors import (
    KINDS,
    REPAIRS,
    CodeRefused,
    DataRefused,
    Declined,
    Misconfigured,
    PersonAway,
    PersonBlocked,
    TokenRefused,
    UserRefused,
    WeChatBusy,
    WeChatError,
    WeChatUnreachable,
)
from weijiayuan.gateways.wechat.response_errors import misconfigured
from weijiayuan.gateways.wechat.template_data import fit
from weijiayuan.kernel.errors import Busy, Refused
from weijiayuan.web.messages import text

SECRETS = ("fake-secret", "access_token=")


def message(**given):
    usual = {
        "openid": openid_of("li"),
        "template_id": "fake-progress",
        "data": fit(
            {"thing1": "噪音扰民", "thing2": "已办结", "time3": datetime(2026, 11, 23, tzinfo=UTC)}
        ),
        "page": "pages/inbox/inbox",
    }
    return SubscribeMessage(**usual | given)


def test_a_login_code_opens_one_session_for_one_person(fake_wechat, wechat):
    code = fake_wechat.code("li")

    session = wechat.session_of(code)

    assert session.openid == openid_of("li")
    assert session.session_key not in repr(session)
    with pytest.raises(CodeRefused):
        wechat.session_of(code)


def test_a_login_code_is_good_for_five_minutes(fake_wechat, wechat):
    with time_machine.travel(datetime(2026, 11, 23, 1, tzinfo=UTC), tick=False) as clock:
        old, fresh = fake_wechat.code("li"), fake_wechat.code("li")
        clock.shift(299)
        wechat.session_of(fresh)
        clock.shift(2)
        with pytest.raises(CodeRefused):
            wechat.session_of(old)


def test_a_phone_code_is_not_a_login_code(fake_wechat, wechat):
    with pytest.raises(CodeRefused):
        wechat.session_of(fake_wechat.phone_code("li"))


def test_a_phone_code_gives_the_number_once(fake_wechat, wechat):
    code = fake_wechat.phone_code("li")

    number = wechat.phone_number(code)

    assert (number.national, number.country_code) == (phone_of("li"), "86")
    assert number.national not in repr(number)
    with pytest.raises(CodeRefused):
        wechat.phone_number(code)


@pytest.mark.parametrize("odd", ["", "x" * 3000, "a&b=c d", "\x00", "码"])
def test_odd_codes_are_refused(wechat, odd):
    with pytest.raises(CodeRefused):
        wechat.session_of(odd)


def test_texts_are_judged(fake_wechat, wechat):
    wechat.session_of(fake_wechat.code("li"))
    li = openid_of("li")

    assert (
        wechat.check_text("楼道灯坏了", openid=li, scene=Scene.FORUM).suggestion is Suggestion.PASS
    )
    risky = wechat.check_text("这是 fake-risky 内容", openid=li, scene=Scene.COMMENT)
    assert (risky.suggestion, risky.label) == (Suggestion.RISKY, 20001)


def test_a_long_text_is_judged_to_its_end(fake_wechat, wechat):
    wechat.session_of(fake_wechat.code("li"))
    long = "字" * 2495 + "fake-risky" + "字" * 3000 + "fake-review"

    verdict = wechat.check_text(long, openid=openid_of("li"), scene=Scene.FORUM)

    assert verdict.suggestion is Suggestion.RISKY


def test_texts_go_out_as_raw_utf8(fake_wechat, wechat):
    """WeChat judges the letters it gets: an escaped sentence would pass as harmless."""
    wechat.session_of(fake_wechat.code("li"))
    risky = "特3456书yuuo莞6543李zxcz蒜7782法fgnv级完2347全dfji试3726测asad感3847知qwez到"

    verdict = wechat.check_text(risky, openid=openid_of("li"), scene=Scene.FORUM)

    assert verdict.suggestion is Suggestion.RISKY


def test_half_a_character_is_no_reason_to_fail(fake_wechat, wechat):
    wechat.session_of(fake_wechat.code("li"))

    assert wechat.check_text("\ud800", openid=openid_of("li"), scene=Scene.FORUM)


def test_a_person_who_was_not_here_is_not_judged(wechat):
    with pytest.raises(PersonAway):
        wechat.check_text("你好", openid=openid_of("wang"), scene=Scene.FORUM)


def test_a_suggestion_that_is_new_to_us_goes_to_a_person(fake_wechat, wechat):
    fake_wechat.fail("msg_sec_check", body='{"errcode":0,"result":{"suggest":"maybe","label":7}}')

    verdict = wechat.check_text("你好", openid=openid_of("li"), scene=Scene.FORUM)

    assert verdict.suggestion is Suggestion.REVIEW


def test_a_picture_gets_a_trace(fake_wechat, wechat):
    wechat.session_of(fake_wechat.code("li"))

    assert wechat.check_picture("https://a/b.jpg", openid=openid_of("li"), scene=Scene.FORUM)


def test_a_message_arrives_against_a_credit(fake_wechat, wechat):
    fake_wechat.post("/subscriptions", persona="li", template_id="fake-progress", result="accept")

    wechat.send(message())

    (arrived,) = fake_wechat.sent()
    assert arrived["touser"] == openid_of("li")
    assert arrived["data"]["thing1"] == {"value": "噪音扰民"}
    assert arrived["miniprogram_state"] == "formal"
    with pytest.raises(UserRefused):
        wechat.send(message())


@pytest.mark.parametrize(
    "wrong",
    [
        {"openid": "nobody"},
        {"template_id": "unknown"},
        {"data": {}},
        {"data": {"thing1": "长" * 21, "thing2": "a", "time3": "09:00"}},
        {"data": {"thing1": "", "thing2": "a", "time3": "09:00"}},
        {"data": {"thing1": "a", "thing2": "a", "time3": "明天"}},
        {"page": "/pages/me/me"},
        {"page": "pages/nowhere"},
    ],
    ids=str,
)
def test_a_message_that_can_never_pass_is_told_apart(wechat, wrong):
    with pytest.raises(DataRefused):
        wechat.send(message(**wrong))


def test_a_mini_code_is_a_picture(wechat):
    picture = wechat.mini_code(scene="booking=K7-22", page="pages/me/me")

    assert picture.media_type == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8")


def test_a_mini_code_that_is_refused_is_an_error_and_not_a_picture(wechat):
    with pytest.raises(WeChatError) as refused:
        wechat.mini_code(scene="码", page="pages/me/me")
    assert refused.value.errcode == 40169


@pytest.mark.parametrize("errcode", [40001, 40014, 42001])
def test_a_refused_token_is_renewed_once_and_the_call_repeated(fake_wechat, wechat, errcode):
    code = fake_wechat.phone_code("li")
    fake_wechat.fail("getuserphonenumber", errcode=errcode)

    assert wechat.phone_number(code).national == phone_of("li")


def test_a_token_that_ended_early_is_renewed(fake_wechat, wechat):
    wechat.phone_number(fake_wechat.phone_code("li"))
    fake_wechat.post("/tokens/expire")

    assert wechat.phone_number(fake_wechat.phone_code("li")).national == phone_of("li")


def test_a_token_that_stays_refused_is_an_error(fake_wechat, wechat):
    fake_wechat.fail("getuserphonenumber", errcode=40001, times=3)

    with pytest.raises(TokenRefused) as refused:
        wechat.phone_number(fake_wechat.phone_code("li"))
    assert isinstance(refused.value, Busy)


def test_a_token_of_another_process_that_ended_too_is_replaced_as_well(fake_wechat, tmp_path):
    ours, theirs = (
        make_client(fake_wechat, store=TokenInFile(tmp_path / "token.json")) for _ in range(2)
    )
    ours.phone_number(fake_wechat.phone_code("li"))
    fake_wechat.post("/tokens/expire")
    theirs.phone_number(fake_wechat.phone_code("li"))
    fake_wechat.post("/tokens/expire")

    assert ours.phone_number(fake_wechat.phone_code("li")).national == phone_of("li")


def test_a_busy_wechat_is_asked_three_times_with_pauses(fake_wechat, wechat, pauses):
    code = fake_wechat.code("li")
    fake_wechat.fail("jscode2session", errcode=-1, times=2)

    assert wechat.session_of(code).openid == openid_of("li")
    assert len(pauses) == 2
    assert 0.1 <= pauses[0] <= 0.4 <= pauses[1] <= 1.0


def test_a_wechat_that_stays_busy_is_a_clear_answer(fake_wechat, wechat):
    fake_wechat.fail("jscode2session", errcode=-1, times=3)

    with pytest.raises(Busy) as busy:
        wechat.session_of(fake_wechat.code("li"))
    assert busy.value.code == "wechat.busy"
    assert busy.value.facts["retry_after"] == 5


@pytest.mark.parametrize("errcode", [45009, 45011])
def test_a_quota_is_not_hammered(fake_wechat, wechat, pauses, errcode):
    fake_wechat.fail("jscode2session", errcode=errcode)

    with pytest.raises(WeChatBusy) as busy:
        wechat.session_of(fake_wechat.code("li"))
    assert busy.value.facts["retry_after"] == 60
    assert pauses == []


@pytest.mark.parametrize(
    ("errcode", "error"),
    [
        (40029, CodeRefused),
        (40163, CodeRefused),
        (40226, PersonBlocked),
        (99999, Declined),
        *((number, Misconfigured) for number in REPAIRS),
    ],
)
def test_errors_have_types_and_none_is_an_error_of_ours(fake_wechat, wechat, errcode, error):
    fake_wechat.fail("jscode2session", errcode=errcode)

    with pytest.raises(error) as refused:
        wechat.session_of("any")
    assert refused.value.errcode == errcode
    assert isinstance(refused.value, Refused | Busy)
    assert text(refused.value.code)


def test_every_refusal_of_wechat_has_a_meaning_for_whoever_asked():
    assert [kind for kind in KINDS.values() if not issubclass(kind, Refused | Busy)] == []


def test_the_operator_reads_what_to_mend_and_an_alert_counts_it(fake_wechat, wechat, caplog):
    before = misconfigured.labels("40164")._value.get()
    fake_wechat.fail("jscode2session", errcode=40164, errmsg="invalid ip 10.0.0.1")

    with pytest.raises(Misconfigured):
        wechat.session_of("any")

    assert "IP白名单" in caplog.text
    assert misconfigured.labels("40164")._value.get() == before + 1


@pytest.mark.parametrize("openid", ['""', "null", '"  "', "7", "[]", "{}"])
def test_nobody_is_somebody_without_an_openid(fake_wechat, wechat, openid):
    fake_wechat.fail("jscode2session", body=f'{{"openid": {openid}, "session_key": "k"}}')

    with pytest.raises(WeChatUnreachable):
        wechat.session_of("any")


@pytest.mark.parametrize("told", ["null", "[]", '{"purePhoneNumber": null, "countryCode": "86"}'])
def test_a_number_that_is_none_is_no_number(fake_wechat, wechat, told):
    fake_wechat.fail("getuserphonenumber", body=f'{{"errcode": 0, "phone_info": {told}}}')

    with pytest.raises(WeChatUnreachable):
        wechat.phone_number("any")


@pytest.mark.parametrize(
    ("country", "dialled"),
    [('"86"', "91234567"), ("852", "+85291234567"), ('"+853"', "+85391234567")],
)
def test_a_number_from_elsewhere_keeps_its_country(fake_wechat, wechat, country, dialled):
    info = f'{{"purePhoneNumber": "91234567", "countryCode": {country}}}'
    fake_wechat.fail("getuserphonenumber", body=f'{{"errcode": 0, "phone_info": {info}}}')

    assert wechat.phone_number("any").dialled == dialled


def test_a_number_for_another_mini_program_is_refused(fake_wechat, wechat):
    info = (
        '{"purePhoneNumber": "13900139000", "countryCode": "86", "watermark": {"appid": "wxOTHER"}}'
    )
    fake_wechat.fail("getuserphonenumber", body=f'{{"errcode": 0, "phone_info": {info}}}')

    with pytest.raises(CodeRefused):
        wechat.phone_number("any")


def test_a_wrong_secret_says_so_without_showing_it(fake_wechat):
    with pytest.raises(WeChatError) as refused:
        make_client(fake_wechat, secret="wrong-secret").session_of(fake_wechat.code("li"))
    assert refused.value.errcode == 40125
    assert "wrong-secret" not in repr(refused.value) + str(refused.value)


@pytest.mark.parametrize(
    "odd",
    [
        {"body": "<html>"},
        {"body": ""},
        {"body": "[]"},
        {"body": "null"},
        {"body": '{"errcode": "x"}'},
        {"body": "{}"},
        {"body": "[" * 100_000},
        {"status": 502},
        {"status": 302},
        {"drop": "before"},
        {"drop": "after"},
    ],
    ids=lambda odd: str(odd)[:30],
)
def test_an_answer_that_is_none_may_have_happened(fake_wechat, wechat, odd):
    fake_wechat.fail("jscode2session", **odd)

    with pytest.raises(WeChatUnreachable) as unreachable:
        wechat.session_of(fake_wechat.code("li"))
    assert unreachable.value.may_have_happened


def test_a_slow_wechat_is_given_up_in_time(fake_wechat, wechat):
    fake_wechat.fail("jscode2session", delay_seconds=3)
    began = time.monotonic()

    with pytest.raises(WeChatUnreachable) as unreachable:
        wechat.session_of(fake_wechat.code("li"))
    assert unreachable.value.may_have_happened
    assert time.monotonic() - began < 3  # before it would have answered


def test_a_closed_port_cannot_have_happened_and_shows_no_secret(fake_wechat):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{closed.getsockname()[1]}"
        with pytest.raises(WeChatUnreachable) as unreachable:
            make_client(fake_wechat, base=base).session_of("code-of-li")

    error = unreachable.value
    assert not error.may_have_happened
    told = f"{error!r} {error} {error.__cause__} {error.facts}"
    assert not any(secret in told for secret in (*SECRETS, "code-of-li"))
    assert error.__suppress_context__


def test_a_message_whose_answer_is_lost_did_arrive(fake_wechat, wechat):
    """The reason why the caller must not simply send again."""
    fake_wechat.post("/subscriptions", persona="li", template_id="fake-progress", result="accept")
    fake_wechat.fail("send", drop="after")

    with pytest.raises(WeChatUnreachable) as unreachable:
        wechat.send(message())
    assert unreachable.value.may_have_happened
    assert len(fake_wechat.sent()) == 1


def test_the_client_keeps_its_secret_to_itself(wechat):
    assert isinstance(wechat, WeChatOverHttp)
    assert not any(secret in repr(wechat) for secret in SECRETS)
