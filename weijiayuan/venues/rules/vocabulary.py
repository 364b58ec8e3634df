"""The kinds of things and the words for them, as they are stored."""

from enum import StrEnum


class BookableKind(StrEnum):
    VENUE = "venue"
    SESSION = "session"


class VenueKind(StrEnum):
    COURT = "court"
    ROOM = "room"
    READING = "reading"
    HALL = "hall"
    STAGE = "stage"
    EXHIBITION = "exhibition"
    PARK = "park"


class Use(StrEnum):
    EXCLUSIVE = "exclusive"  # one party at a time: a court
    SHARED = "shared"  # a place for each person: a reading room


class ActivityKind(StrEnum):
    COURSE = "course"
    TALK = "talk"
    SPORT = "sport"
    CULTURE = "culture"
    CHILDREN = "children"
    ELDERLY = "elderly"
    VOLUNTEERING = "volunteering"
    CLINIC = "clinic"


class ActivityState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Holder(StrEnum):
    BOOKING = "booking"
    CLOSURE = "closure"
    WALK_IN = "walk_in"


class SeriesState(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class AppealState(StrEnum):
    OPEN = "open"
    GRANTED = "granted"
    DECLINED = "declined"
