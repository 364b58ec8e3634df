"""What an employer may not write to an applicant: what a post may not say, and no way round us."""

from collections.abc import Mapping

from weijiayuan.jobs.rules.contact_detection import but_numbers, contacts
from weijiayuan.jobs.rules.minimum_wage import InForce
from weijiayuan.jobs.rules.post_text_check import SEVERITY, Finding, check_text
from weijiayuan.jobs.rules.prohibited_content import Level


def check_message(texts: Mapping[str, str], *, when: InForce) -> list[Finding]:
    """Return what keeps a message from being sent, the gravest first.

    A post that is doubtful waits for a person; a message has nobody to wait for, so what the post
    check only doubts is not sent either. Mild findings are advice.

    >>> from datetime import date
    >>> from weijiayuan.jobs.rules.minimum_wage import in_force
    >>> when = in_force(date(2026, 11, 23), region="shenzhen")
    >>> [found.rule for found in check_message({"reason": "还是想找小伙子"}, when=when)]
    ['sex']
    >>> check_message({"reason": "岗位已经招满，感谢您的应聘"}, when=when)
    []
    """
    said = [
        each for name, text in texts.items() for each in check_text(text, when=when, field=name)
    ]
    told = list(contacts(texts))
    found = [each for each in (*but_numbers(said, told), *told) if each.level is not Level.WARN]
    return sorted(found, key=lambda each: SEVERITY[each.level])
