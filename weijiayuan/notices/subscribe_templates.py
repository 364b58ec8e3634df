"""The subscribe templates that this mini-program has chosen in WeChat's library.

`WECHAT_TEMPLATES` maps each kind to its id and to the keywords of its three fields:
`{"progress": {"id": "...", "title": "thing1", "text": "thing2", "moment": "time3"}}`, and
`"long_term": true` where WeChat grants it (government services may have such templates).
"""

import json
from dataclasses import dataclass

from flask import Flask, current_app

from weijiayuan.gateways.wechat.template_data import UnfitValue, fit, kind_of
from weijiayuan.notices.rules import Kind, Words
from weijiayuan.settings import BadSettings, Settings

OF_THE_FAKE = {
    "progress": {"id": "fake-progress", "title": "thing1", "text": "thing2", "moment": "time3"},
    "reminder": {"id": "fake-reminder", "title": "thing1", "moment": "time2", "text": "thing3"},
}
TEMPLATES = "weijiayuan.wechat_templates"
TITLES = {Kind.PROGRESS: "办理进度通知", Kind.REMINDER: "日程提醒"}


@dataclass(frozen=True, slots=True)
class Template:
    """A template of WeChat's: its id, and which of its keywords says what."""

    id: str
    title: str
    text: str
    moment: str
    long_term: bool = False

    def data(self, words: Words) -> dict[str, str]:
        """Return the words in the fields of the template, made to fit their types."""
        return fit({self.title: words.title, self.text: words.text, self.moment: words.moment})


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions[TEMPLATES] = read_templates(settings.wechat_templates, fake=settings.fake_wechat)


def chosen() -> dict[Kind, Template]:
    """Return the templates of the application at hand; a kind without one stays in the inbox."""
    found: dict[Kind, Template] = current_app.extensions[TEMPLATES]
    return found


def read_templates(text: str, *, fake: bool) -> dict[Kind, Template]:
    """Read the setting. Raises `BadSettings` with a sentence for the operator."""
    try:
        given = json.loads(text) if text else (OF_THE_FAKE if fake else {})
        found = {Kind(kind): Template(**fields) for kind, fields in given.items()}
        for template in found.values():
            _check(template)
    except (ValueError, TypeError, AttributeError) as problem:
        raise BadSettings(f"WECHAT_TEMPLATES cannot be read ({problem}).") from problem
    return found


def _check(template: Template) -> None:
    kinds = [kind_of(keyword) for keyword in (template.title, template.text, template.moment)]
    if kinds[2] not in {"time", "date"} or not set(kinds[:2]) <= {"thing", "phrase", "name"}:
        raise UnfitValue("title and text go into thing or phrase, moment into time or date")
