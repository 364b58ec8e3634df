"""What must hold of claims after any race, asked in SQL, of every service that has some."""

INVARIANTS = {
    "no seat is held twice at one time": """
        SELECT a.id FROM claims a JOIN claims b
          ON a.bookable_id = b.bookable_id AND a.seat = b.seat AND a.id < b.id
         AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
         WHERE a.seat > 0""",
    "a room is not kept for two things": """
        SELECT a.id FROM claims a JOIN claims b
          ON a.bookable_id = b.bookable_id AND a.seat = b.seat AND a.id < b.id
         AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
         WHERE a.seat = -1""",
    "no bookable holds more at one moment than its capacity": """
        SELECT c.id FROM claims c JOIN bookables k ON k.id = c.bookable_id
         WHERE c.seat > 0 AND k.capacity < (SELECT count(*) FROM claims o
               WHERE o.bookable_id = c.bookable_id AND o.seat > 0
                 AND o.starts_at <= c.starts_at AND o.ends_at > c.starts_at)""",
}
