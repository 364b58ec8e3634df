"""The directory in the shapes of HSDS 3.0 (Open Referral); what is not known is left out.

Points are WGS-84, as the standard has them. Hours go out as weekly schedules; what the standard has
no word for (holidays, days worked in lieu) stands in `notes`.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from weijiayuan.directory.hsds.queries import Numbered
from weijiayuan.directory.models import Closure, Organisation, Service, ServiceAt, Site
from weijiayuan.directory.queries.need_taxonomy import tree
from weijiayuan.directory.rules.need_taxonomy import Alliance, Need
from weijiayuan.directory.rules.open_on_arrival import within_the_house
from weijiayuan.directory.rules.vocabulary import (
    FEATURE_WORDS,
    HOW_WORDS,
    STANDING_WORDS,
    Feature,
    Standing,
)
from weijiayuan.directory.schemas.serializers import cost
from weijiayuan.district.current_district import district
from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import CHINA, moment_in_words
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.places.opening_hours import MIDNIGHT, Timetable, clock_text, from_data, sentences

Json = dict[str, Any]

STATUS = {
    Standing.ACTIVE: "active",
    Standing.PAUSED: "temporarily closed",
    Standing.INACTIVE: "inactive",
    Standing.GONE: "defunct",
}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LANGUAGES = {"zh-cmn": "普通话", "zh-yue": "粤语", "en": "English", "sgn": "手语"}
NAMES = UUID("6e7ee7c0-54c5-5a0e-9d5d-2d4f6b1f0a19")
"""The name space of ids that follow from other ids: the same every time."""
UTC_OFFSET = 8
MOST_ALERTS = 6


def page(found: Numbered, contents: Sequence[Json]) -> Json:
    """Return a page with the head that the specification asks for."""
    pages = -(-found.total // found.size)
    return {
        "total_items": found.total,
        "total_pages": pages,
        "page_number": found.number,
        "size": len(contents),
        "first_page": found.number == 1,
        "last_page": found.number >= pages,
        "empty": not contents,
        "contents": list(contents),
    }


def service(one: Service) -> Json:
    """Return a service as lists show it."""
    changed = (one.changed_at or one.created_at).astimezone(CHINA)
    return _known(
        id=str(one.id),
        organization_id=_id(one.organisation_id),
        name=one.name,
        description=one.text,
        status=STATUS[one.standing],
        application_process=HOW_WORDS[one.how],
        fees_description=cost(one.cost_fen, one.fees)["text"],
        eligibility_description=one.who or "谁都可以用",
        alert="示例，不是真实服务" if one.is_sample else None,
        last_modified=changed.isoformat(timespec="seconds"),
        organization=organisation(one.organisation) if one.organisation else None,
    )


def whole_service(one: Service, held: Sequence[ServiceAt]) -> Json:
    """Return a service with everything below it."""
    return service(one) | _known(
        alert=_alert(one, held),
        assured_date=min((each.assured_on.isoformat() for each in held), default=None),
        required_documents=[
            {"id": _of(one.id, "paper", paper), "service_id": str(one.id), "document": paper}
            for paper in one.papers
        ],
        cost_options=_costs(one),
        languages=[
            {"id": _of(one.id, "language", code), "name": LANGUAGES.get(code, code), "code": code}
            for code in one.languages
        ],
        phones=_phones(one.id, one.phone),
        attributes=[_attribute(one)],
        service_at_locations=[place_of(each) for each in held],
    )


def _costs(one: Service) -> list[Json]:
    if one.cost_fen is None:
        return []
    amount = {"currency": "CNY", "amount": one.cost_fen / 100}
    return [{"id": _of(one.id, "cost"), "service_id": str(one.id)} | amount]


def _attribute(one: Service) -> Json:
    return {
        "id": _of(one.id, "need"),
        "link_id": str(one.id),
        "taxonomy_term_id": term_id(one.need),
        "link_entity": "service",
        "value": one.need,
        "taxonomy_term": term(one.need),
    }


def held(one: ServiceAt) -> Json:
    """Return a service at a place as lists show it: with both, without what is below them."""
    return {
        "id": str(one.id),
        "service_id": str(one.service_id),
        "location_id": str(one.site_id),
        "location": location(one.site),
        "service": service(one.service),
    }


def place_of(one: ServiceAt) -> Json:
    """Return the place where a service is held, with its hours there."""
    ids = {"id": str(one.id), "service_id": str(one.service_id), "location_id": str(one.site_id)}
    return ids | _known(
        description="；".join([*_said_of(one.site), *([one.desk] if one.desk else [])]) or None,
        location=location(one.site) | _below(one.site),
        schedules=_schedules_there(one),
    )


def _marks(site: Site) -> list[str]:
    """Return that a site is out of use or in doubt."""
    said = (
        [] if site.standing is Standing.ACTIVE else [f"{STANDING_WORDS[site.standing]}，请不要去"]
    )
    if site.doubted_at is not None:
        said.append("存疑：有居民反馈与公布的不一样，正在核实")
    return said


def _said_of(site: Site) -> list[str]:
    """Return what whoever goes there has to know: that it is gone, in doubt, or shut for a time."""
    said, now = _marks(site), clock.now()
    ahead = sorted((each.starts_at, each) for each in site.closures if each.ends_at > now)
    return [*said, *(_closure_said(each) for _, each in ahead)]


def _closure_said(one: Closure) -> str:
    begin, end = moment_in_words(one.starts_at), moment_in_words(one.ends_at)
    return f"{begin}至{end}不开：{one.reason}"


def _alert(one: Service, held: Sequence[ServiceAt]) -> str | None:
    """Return what is the matter with a service now, at some of its places or at all."""
    known = {each.site.name: "，".join(_said_of(each.site)) for each in held}
    said = ["示例，不是真实服务"] if one.is_sample else []
    said += [f"{name}：{words}" for name, words in known.items() if words]
    return "；".join(said[:MOST_ALERTS]) or None


def _schedules_there(one: ServiceAt) -> list[Json]:
    """Return the hours of a service there, within those of the house; none while it is shut."""
    if one.site.standing is not Standing.ACTIVE:
        return []
    own, house = (
        from_data(each.timetable) if each else None for each in (one.hours, one.site.hours)
    )
    return schedules(one.id, within_the_house(own, house))


def location(site: Site) -> Json:
    """Return a site as a location."""
    point = None
    if site.lng is not None and site.lat is not None:
        point = Point(site.lng, site.lat, Datum.GCJ02).to(Datum.WGS84)
    return _known(
        id=str(site.id),
        location_type="physical",
        name=site.name,
        description="；".join([*_marks(site), *([site.note] if site.note else [])]) or None,
        latitude=round(point.lat, 6) if point else None,
        longitude=round(point.lng, 6) if point else None,
        external_identifier=site.code,
        addresses=_addresses(site) or None,
    )


def _addresses(site: Site) -> list[Json]:
    """Return where a site stands; the standard wants a postal code, which nobody told us: empty."""
    if not site.address:
        return []
    here = district()
    return [
        {
            "id": _of(site.id, "address"),
            "location_id": str(site.id),
            "address_1": site.address,
            "city": here.city,
            "region": here.name,
            "state_province": here.province,
            "postal_code": "",
            "country": "CN",
            "address_type": "physical",
        }
    ]


def _below(site: Site) -> Json:
    features = [
        {
            "id": _of(site.id, each.value),
            "location_id": str(site.id),
            "description": FEATURE_WORDS[each] if has else f"没有{FEATURE_WORDS[each]}",
        }
        for each in Feature
        if (has := getattr(site, each.value)) is not None
    ]
    return {"accessibility": features, "phones": _phones(site.id, site.phone)}


def _phones(owner: UUID, number: str) -> list[Json]:
    return [{"id": _of(owner, "phone"), "number": number}] if number else []


def schedules(owner: UUID, made: Timetable | None) -> list[Json]:
    """Return opening hours as weekly schedules, one for each stretch of the day."""
    if made is None:
        return []
    notes = "；".join(sentences(made))
    return [
        {
            "id": _of(owner, "hours", str(number)),
            "freq": "WEEKLY",
            "interval": 1,
            "wkst": "MO",
            "timezone": UTC_OFFSET,
            "byday": ",".join(DAYS[day - 1] for day in sorted(one.weekdays)),
            "opens_at": _zoned(one.opens),
            "closes_at": _zoned(one.closes),
            "notes": notes,
        }
        for number, one in enumerate(made.openings)
    ]


def _zoned(minutes: int) -> str:
    """Return a time of RFC 3339 with its offset; the end of the day is the next one's midnight.

    >>> _zoned(540), _zoned(1440), _zoned(1560)
    ('09:00+08:00', '00:00+08:00', '02:00+08:00')
    """
    return f"{clock_text(minutes % MIDNIGHT)}+{UTC_OFFSET:02}:00"


def organisation(one: Organisation) -> Json:
    """Return an organisation; its description may not be left out."""
    return _known(
        id=str(one.id),
        name=one.name,
        description=one.description or one.name,
        tax_id=one.uscc,
    )


def taxonomy() -> Json:
    """Return the tree of needs as a taxonomy."""
    known = tree()
    return {
        "id": str(uuid5(NAMES, "needs")),
        "name": "服务需要",
        "description": known.source,
        "version": known.version,
    }


def terms() -> list[Json]:
    """Return alliances and the needs under them as terms."""
    known = tree()
    return [term(name) for name in (*known.alliances, *known.needs)]


def term(name: str) -> Json:
    """Return one term: a need under its alliance, or an alliance."""
    known = tree()
    found: Need | Alliance | None = known.needs.get(name) or known.alliances.get(name)
    words = "、".join(found.words) if isinstance(found, Need) else ""
    above = term_id(found.alliance) if isinstance(found, Need) else None
    return _known(
        id=term_id(name),
        code=name,
        name=found.name if found else name,
        description=words or (found.name if found else name),
        parent_id=above,
        taxonomy="服务需要",
        taxonomy_id=str(uuid5(NAMES, "needs")),
        language="zh",
    )


def term_id(name: str) -> str:
    """Return the id of a term: it follows from the word."""
    return str(uuid5(NAMES, f"term:{name}"))


def _of(owner: UUID, *part: str) -> str:
    return str(uuid5(owner, ":".join(part)))


def _id(one: UUID | None) -> str | None:
    return None if one is None else str(one)


def _known(**facts: Any) -> Json:
    return {name: fact for name, fact in facts.items() if fact is not None}
