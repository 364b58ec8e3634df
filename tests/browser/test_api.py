"""The client's own way with the server: once-only changes, retries, log-in, the clock, failures."""

import json


class Server:
    """Answers in place of the product, in the order given, and remembers what was asked."""

    def __init__(self, phone, path, *answers):
        self.asked, self.answers = [], list(answers)
        phone.page.route(f"**{path}", self.answer)

    def answer(self, route):
        self.asked.append(route.request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer == "lost":
            return route.abort()
        status, body, headers = (*answer, {})[:3]
        return route.fulfill(
            status=status,
            body=json.dumps(body),
            headers={"content-type": "application/json", **headers},
        )

    @property
    def keys(self):
        return [one.headers.get("idempotency-key") for one in self.asked]


def post(phone, path="/things", body=None, *, times=1):
    """Let the mini-program's own api module post, as a page would."""
    return phone.page.evaluate(
        """([path, body, times]) => {
          const api = host.run('core/api.js')
          const told = (going) => going.then((value) => ({ value }), (fault) => ({
            fault: { sentence: fault.sentence, code: fault.code, status: fault.status, offline: fault.offline } }))
          return Promise.all(Array.from({ length: times }, () => told(api.post(path, body))))
        }""",
        [path, body or {"a": 1}, times],
    )


def get(phone, path="/things"):
    return phone.page.evaluate(
        """(path) => host.run('core/api.js').get(path, null, { open: true }).then(
          (value) => ({ value }), (fault) => ({ fault: { sentence: fault.sentence, code: fault.code } }))""",
        path,
    )


def signed_in(phone):
    return phone.open("pages/me/me")


def test_a_double_tap_is_sent_once(phone):
    signed_in(phone)
    server = Server(phone, "/api/v1/things", (201, {"id": "1"}))
    first, second = post(phone, times=2)
    assert first == second == {"value": {"id": "1"}}
    assert len(server.asked) == 1


def test_a_retry_after_silence_keeps_its_key_and_the_next_action_has_another(phone):
    phone.expect_fault("ERR_FAILED")
    signed_in(phone)
    server = Server(phone, "/api/v1/things", "lost", (201, {"id": "1"}))
    [lost] = post(phone)
    post(phone)
    post(phone)
    first, again, fresh = server.keys
    assert lost["fault"]["offline"]
    assert first == again
    assert fresh != first


def test_a_key_outlives_closing_the_mini_program(phone):
    phone.expect_fault("ERR_FAILED")
    signed_in(phone)
    server = Server(phone, "/api/v1/things", "lost", (201, {}))
    post(phone)
    phone.reload()
    post(phone)
    assert len(set(server.keys)) == 1


def test_a_refusal_ends_the_action(phone):
    phone.expect_fault("status of 409")
    signed_in(phone)
    problem = {"detail": "该时段已被预约", "code": "venues.slot_taken"}
    server = Server(phone, "/api/v1/things", (409, problem))
    [answer] = post(phone)
    post(phone)
    assert answer["fault"]["sentence"] == "该时段已被预约"
    assert len(set(server.keys)) == 2


def test_a_read_is_tried_three_times_then_explained(phone):
    phone.expect_fault("status of 503")
    phone.open()
    server = Server(phone, "/api/v1/things", (503, {"detail": "现在人多"}, {"retry-after": "0"}))
    assert get(phone)["fault"]["sentence"] == "现在人多"
    assert len(server.asked) == 3


def test_a_lost_token_is_renewed_once_for_all_who_wait(phone):
    phone.expect_fault("status of 401")
    signed_in(phone)
    logins = []
    phone.page.on(
        "request", lambda one: logins.append(one.url) if one.url.endswith("/sessions") else None
    )
    phone.page.evaluate("localStorage.setItem('mp:token', '\"gone\"')")
    found = phone.page.evaluate(
        "() => Promise.all([1, 2, 3].map(() => host.run('core/api.js').get('/me')))"
    )
    assert len(found) == 3
    assert len(logins) == 1


def test_no_network_is_said_in_plain_words(phone):
    phone.expect_fault("ERR_INTERNET_DISCONNECTED")
    signed_in(phone)
    phone.offline()
    [answer] = post(phone)
    assert answer["fault"]["code"] == "client.offline"
    assert "没有网络" in answer["fault"]["sentence"]
    phone.offline(gone=False)


def test_a_slow_answer_is_given_up_in_plain_words(phone):
    phone.open()
    phone.page.route("**/api/v1/slow", lambda _route: None)
    said = phone.page.evaluate(
        """() => host.run('core/api.js').compute('/slow', {}, { timeout: 200 }).catch((fault) => fault.sentence)"""
    )
    assert "没等到回答" in said


def test_an_open_call_says_nothing_of_who_asks(phone):
    signed_in(phone)
    server = Server(phone, "/api/v1/things", (200, {"items": []}))
    get(phone)
    assert "authorization" not in server.asked[0].headers


def test_the_clock_is_the_servers(phone):
    phone.open()
    late = {"date": "Mon, 23 Nov 2026 00:59:59 GMT"}
    Server(phone, "/api/v1/things", (200, {}, late))
    get(phone)
    said = phone.page.evaluate("() => new Date(host.run('core/api.js').now()).toISOString()")
    assert said.startswith(("2026-11-23T00:59:59", "2026-11-23T01:00:0"))


def test_without_wechat_the_person_is_told_where_to_go(phone):
    phone.expect_fault("status of 404")
    phone.page.route("**/fake-wechat/codes", lambda route: route.fulfill(status=404, body="{}"))
    phone.open("pages/matters/matters")
    phone.sees("请在微信里打开微家园")
