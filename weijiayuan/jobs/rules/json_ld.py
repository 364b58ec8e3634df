"""A post as the big search engines read it: schema.org JobPosting in JSON-LD, and a page of it."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from html import escape
from typing import Any

from weijiayuan.jobs.rules.minimum_wage import PayUnit
from weijiayuan.jobs.rules.occupations import KIND_WORDS
from weijiayuan.jobs.rules.states import JobKind
from weijiayuan.kernel.clock import CHINA

EMPLOYMENT = {
    JobKind.FULL_TIME: "FULL_TIME",
    JobKind.HOURLY: "PART_TIME",
    JobKind.PIECE_RATE: "FULL_TIME",
    JobKind.TEMPORARY: "TEMPORARY",
    JobKind.INTERNSHIP: "INTERN",
    JobKind.PUBLIC_INTEREST: "FULL_TIME",
}
UNIT_TEXT = {PayUnit.MONTH: "MONTH", PayUnit.DAY: "DAY", PayUnit.HOUR: "HOUR"}


def job_posting(post: Mapping[str, Any], *, url: str) -> dict[str, Any]:
    """Return the JSON-LD of a published post given by its fields, the point in WGS-84."""
    linked = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "url": url,
        "title": post["title"],
        "description": description(post),
        "identifier": {
            "@type": "PropertyValue",
            "name": post["employer_name"],
            "value": str(post["id"]),
        },
        "datePosted": moment(post["published_at"]),
        "validThrough": end_of(post["valid_until"]),
        "employmentType": EMPLOYMENT[post["kind"]],
        "hiringOrganization": {"@type": "Organization", "name": post["employer_name"]},
        "jobLocation": location(post),
        "baseSalary": salary(post),
        "totalJobOpenings": post["wanted"],
        "responsibilities": post["duties"],
        "qualifications": post["requirements"],
        "jobBenefits": post["benefits"] or None,
        "industry": None,
        "directApply": True,
    }
    return {name: value for name, value in linked.items() if value is not None}


def description(post: Mapping[str, Any]) -> str:
    """Return the post in simple HTML, as search engines show it."""
    parts = {
        "岗位类型": KIND_WORDS[post["kind"]],
        "工作内容": post["duties"],
        "招聘条件": post["requirements"],
        "福利": post["benefits"],
    }
    return "".join(
        f"<p>{title}：{escape(words).replace(chr(10), '<br>')}</p>"
        for title, words in parts.items()
        if words
    )


def location(post: Mapping[str, Any]) -> dict[str, Any]:
    """Return where the work is."""
    place: dict[str, Any] = {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": post["address"],
            "addressLocality": f"{post['district_name']}{post['community_name'] or ''}",
            "addressRegion": post["region"],
            "addressCountry": "CN",
        },
    }
    if post["lng"] is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": round(post["lat"], 6),
            "longitude": round(post["lng"], 6),
        }
    return place


def salary(post: Mapping[str, Any]) -> dict[str, Any]:
    """Return the pay; a piece rate is said by its monthly floor."""
    least, most, unit = post["pay_min_fen"], post["pay_max_fen"], post["pay_unit"]
    if unit is PayUnit.PIECE:
        least, most, unit = post["base_pay_fen"], None, PayUnit.MONTH
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": UNIT_TEXT[unit]}
    if most is not None and most > least:
        value |= {"minValue": least / 100, "maxValue": most / 100}
    else:
        value["value"] = least / 100
    return {"@type": "MonetaryAmount", "currency": "CNY", "value": value}


def moment(at: datetime) -> str:
    """Return a moment in the district's time."""
    return at.astimezone(CHINA).isoformat(timespec="seconds")


def end_of(day: date) -> str:
    """Return the last second of a day in the district."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=CHINA).isoformat()


def page(linked: Mapping[str, Any]) -> str:
    """Return a plain HTML page of the post with its JSON-LD, for people and machines that crawl."""
    script = json.dumps(linked, ensure_ascii=False).replace("<", "\\u003c")
    title = escape(f"{linked['title']} - {linked['hiringOrganization']['name']}")
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<script type="application/ld+json">{script}</script></head>'
        f"<body><main><h1>{escape(linked['title'])}</h1>{linked['description']}"
        f"<p>工作地点：{escape(linked['jobLocation']['address']['streetAddress'])}</p>"
        f'<p><a href="/">在微家园里查看和投递</a></p></main></body></html>'
    )


def sitemap(urls: list[tuple[str, datetime]]) -> str:
    """Return the sitemap of the posts."""
    entries = "".join(
        f"<url><loc>{escape(url)}</loc><lastmod>{moment(at)}</lastmod></url>" for url, at in urls
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{space}">{entries}</urlset>'
