"""Tencent's published vectors, and what must not pass for a push of WeChat's."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.gateways.wechat.crypto import (
    NotFromWeChat,
    PushSecrets,
    check_signature,
    is_signed_by_client,
    open_push,
    open_user_data,
    seal,
    signature,
    unseal,
)

SEALED = "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
RAW_DATA = '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}'
USER_DATA = "CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew=="
SESSION_KEY, IV = "tiihtNczf5v6AKRyjwEUhQ==", "r7BXXKkLb8qrSNn05n0qiA=="

OURS = PushSecrets("wxba5fad812f8e6fb9", "AAAAA", "A" * 43)
QUERY = {
    "timestamp": "1714112445",
    "nonce": "415670741",
    "msg_signature": "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
    "encrypt_type": "aes",
}
PUSH = json.dumps({"ToUserName": "gh_97417a04a28d", "Encrypt": SEALED}).encode()


def test_the_address_check_has_tencents_signature():
    assert (
        signature("AAAAA", "1714036504", "1514711492") == "f464b24fc39322e44b38aa78f5edd27bd1441696"
    )


def test_a_push_in_the_clear_has_tencents_signature():
    assert (
        signature("AAAAA", "1714037059", "486452656") == "899cf89e464efb63f54ddac96b0a0a235f53aa78"
    )


def test_tencents_encrypted_push_opens():
    message = open_push(OURS, QUERY, PUSH)

    assert message["MsgType"] == "event"
    assert message["Event"] == "debug_demo"
    assert message["ToUserName"] == "gh_97417a04a28d"


def test_tencents_user_data_opens():
    found = open_user_data("wx4f4bc4dec97d474b", SESSION_KEY, iv=IV, encrypted=USER_DATA)

    assert found["openId"] == "oGZUI0egBJY1zhBYw2KhdUfwVJJE"


def test_tencents_raw_data_is_signed():
    right = "75e81ceda165f4ffa64f4068af58c64b8f54b88c"

    assert is_signed_by_client(RAW_DATA, "HyVFkGl5F5OQWJZZaNzBBg==", right)
    assert not is_signed_by_client(RAW_DATA + " ", "HyVFkGl5F5OQWJZZaNzBBg==", right)


@pytest.mark.parametrize(
    ("query", "body"),
    [
        (QUERY | {"nonce": "415670742"}, PUSH),
        (QUERY | {"msg_signature": ""}, PUSH),
        (QUERY | {"msg_signature": "é"}, PUSH),
        ({}, PUSH),
        (QUERY, PUSH.replace(b"qdx1", b"qdx2")),
        (QUERY, b"[]"),
        (QUERY, b"{"),
        (QUERY, b"\xff\xfe"),
        (QUERY, b"[" * 100_000),
        (QUERY, b'{"Encrypt": 1}'),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_wechat_did_not_send_is_refused(query, body):
    with pytest.raises(NotFromWeChat):
        open_push(OURS, query, body)


def test_a_push_for_another_app_is_refused():
    other = PushSecrets("wx0000000000000000", "AAAAA", "A" * 43)

    with pytest.raises(NotFromWeChat, match="app id"):
        open_push(other, QUERY, PUSH)


def test_with_a_key_a_push_in_the_clear_is_refused():
    clear = {"timestamp": "1", "nonce": "2", "signature": signature("AAAAA", "1", "2")}

    with pytest.raises(NotFromWeChat):
        open_push(OURS, clear, b'{"MsgType": "event"}')


def test_without_a_key_a_signed_push_in_the_clear_opens():
    clear = {"timestamp": "1", "nonce": "2", "signature": signature("AAAAA", "1", "2")}

    assert open_push(PushSecrets("wx1", "AAAAA"), clear, b'{"MsgType": "event"}') == {
        "MsgType": "event"
    }


@given(st.binary(max_size=200))
def test_what_is_sealed_opens_to_the_same(message):
    assert unseal(OURS, seal(OURS, message)) == message


@given(st.binary(min_size=0, max_size=96))
def test_a_random_secret_never_opens_and_never_crashes(secret):
    with pytest.raises(NotFromWeChat):
        unseal(OURS, base64.b64encode(secret).decode())


def test_a_wrong_signature_is_refused_whatever_its_letters():
    with pytest.raises(NotFromWeChat):
        check_signature("签名", "AAAAA", "1", "2")


def test_secrets_do_not_show_themselves():
    assert "AAAAA" not in repr(OURS)
