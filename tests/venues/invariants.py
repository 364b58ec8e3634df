"""What must hold in the database after any race, asked in SQL. Each question finds offenders.

`PLACES` names the states in which places are occupied; the queries run on both databases.
"""

from sqlalchemy import text

from weijiayuan.db import db

PLACES = "('offered','held','pending','confirmed','checked_in')"
COUNTED = "('held','pending','confirmed','checked_in','no_show')"

INVARIANTS = {
    "no seat is held twice at one time": """
        SELECT a.id FROM claims a JOIN claims b
          ON a.bookable_id = b.bookable_id AND a.seat = b.seat AND a.id < b.id
         AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
         WHERE a.seat > 0""",
    "every occupying booking has a claim for each of its places": f"""
        SELECT b.id FROM venue_bookings b
         WHERE b.state IN {PLACES}
           AND b.places <> (SELECT count(*) FROM claims c WHERE c.holder_id = b.id)""",
    "no claim stands without somebody who occupies": f"""
        SELECT c.id FROM claims c LEFT JOIN venue_bookings b ON b.id = c.holder_id
         WHERE c.holder = 'booking' AND (b.id IS NULL OR b.state NOT IN {PLACES})""",
    "a room is not kept for two things": """
        SELECT a.id FROM claims a JOIN claims b
          ON a.bookable_id = b.bookable_id AND a.id < b.id
         AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
         WHERE a.seat = -1 AND b.seat = -1""",
    "nobody has booked where the room is kept for an activity": """
        SELECT b.id FROM claims a JOIN claims b
          ON a.bookable_id = b.bookable_id
         AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
         WHERE a.seat = -1 AND b.seat > 0""",
    "no slot or session holds more than its capacity": """
        SELECT c.bookable_id FROM claims c JOIN bookables k ON k.id = c.bookable_id
         WHERE c.seat > 0 GROUP BY c.bookable_id, c.starts_at, k.capacity
        HAVING count(*) > k.capacity""",
    "nobody has booked past a limit of the day": f"""
        SELECT b.attendee_id FROM venue_bookings b
         WHERE b.state IN {COUNTED} AND b.bookable_id IN (SELECT id FROM venues)
         GROUP BY b.attendee_id, b.bookable_id, b.day HAVING count(*) > 1""",
    "nobody is in two places at one time": f"""
        SELECT a.id FROM venue_bookings a JOIN venue_bookings b
          ON a.attendee_id = b.attendee_id AND a.id < b.id
         AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
         WHERE a.state IN {COUNTED} AND b.state IN {COUNTED}""",
    "nobody waits while a place is free": """
        SELECT w.id FROM venue_bookings w JOIN bookables k ON k.id = w.bookable_id
         WHERE w.state = 'waiting' AND w.places <= k.capacity -
               (SELECT count(DISTINCT c.seat) FROM claims c
                 WHERE c.bookable_id = w.bookable_id
                   AND c.starts_at < w.ends_at AND c.ends_at > w.starts_at)
           AND NOT EXISTS (SELECT 1 FROM claims c
                 WHERE c.bookable_id = w.bookable_id AND c.seat <= 0
                   AND c.starts_at < w.ends_at AND c.ends_at > w.starts_at)
           AND w.line_number = (SELECT min(x.line_number) FROM venue_bookings x
                 WHERE x.state = 'waiting' AND x.bookable_id = w.bookable_id
                   AND x.starts_at = w.starts_at)""",
    "offers are made in the order of the line": """
        SELECT late.id FROM venue_bookings late JOIN venue_bookings early
          ON early.bookable_id = late.bookable_id AND early.starts_at = late.starts_at
         AND early.line_number < late.line_number
         WHERE early.state = 'waiting' AND late.state IN ('offered', 'lapsed')""",
    "numbers in a line are given once": """
        SELECT bookable_id FROM venue_bookings WHERE line_number IS NOT NULL
         GROUP BY bookable_id, starts_at, line_number HAVING count(*) > 1""",
    "a code opens one door a day": """
        SELECT code FROM venue_bookings GROUP BY day, code HAVING count(*) > 1""",
    "a visit is counted once, and only of somebody let in": """
        SELECT v.booking_id FROM venue_visits v JOIN venue_bookings b ON b.id = v.booking_id
         GROUP BY v.booking_id, v.starts_at, b.state
        HAVING count(*) > 1 OR b.state <> 'checked_in'""",
    "each change of state was told once": """
        SELECT b.id FROM venue_bookings b
         WHERE b.state IN ('confirmed', 'cancelled', 'waiting', 'offered', 'checked_in')
           AND 1 <> (SELECT count(*) FROM notices n WHERE n.resident_id = b.resident_id
                 AND n.cause = 'venues_' || b.state || ':' ||
                     CAST(b.id AS VARCHAR))""",
}


def broken() -> dict[str, int]:
    """Return how many offenders each broken invariant has; nothing when all hold."""
    found = {name: _offenders(query) for name, query in INVARIANTS.items()}
    return {name: count for name, count in found.items() if count}


def _offenders(query: str) -> int:
    if db.engine.dialect.name == "sqlite":
        query = query.replace("CAST(b.id AS VARCHAR)", DASHED)
    return len(db.session.execute(text(query)).all())


DASHED = (
    "substr(b.id,1,8)||'-'||substr(b.id,9,4)||'-'||substr(b.id,13,4)"
    "||'-'||substr(b.id,17,4)||'-'||substr(b.id,21)"
)
"""SQLite keeps ids without their dashes."""
