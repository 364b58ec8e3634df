"""Count a ballot of the commons again from its published record. Standard library only.

python tools/recount.py record.json [SHA-256 of the record]
"""

import hashlib
import json
import sys
from fractions import Fraction
from pathlib import Path

raw = Path(sys.argv[1]).read_bytes()
digest = hashlib.sha256(raw).hexdigest()
if len(sys.argv) > 2 and sys.argv[2] != digest:
    sys.exit(f"the record is another one: {digest}")
record = json.loads(raw)
sums = {choice: [each["heads"], each["area_dm2"]] for choice, each in record["sums"].items()}
if record["votes"] is not None:
    cast = [vote[-1] for vote in record["votes"]]
    names = [vote[0] for vote in record["votes"]]
    assert len(set(names)) == len(names), "somebody is in the list twice"
    assert all(cast.count(choice) == each[0] for choice, each in sums.items()), "sums differ"
columns = [[each[at] for each in sums.values()] for at in (0, 1)]
took_part = [None if None in column else sum(column) for column in columns]
groups = {
    "all": [record["roll"]["heads"], record["roll"]["area_dm2"]],
    "present": [record["present"]["heads"], record["present"]["area_dm2"]],
    "participating": took_part,
    "yes": sums["yes"],
}
for step in ("meet", "pass"):
    for rule in record["rule"][step]:
        at = 0 if rule["measure"] == "heads" else 1
        have, of = groups[rule["count"]][at], groups[rule["of"]][at]
        if have is None or of is None:
            print(step, rule["measure"], "not published, the ballot was secret")
            continue
        share = Fraction(have, of) if of else Fraction(0)
        strict, limit = bool(rule["more_than"]), Fraction(rule["more_than"] or rule["at_least"])
        holds = of > 0 and (share > limit if strict else share >= limit)
        print(step, rule["measure"], f"{have}/{of}", ">" if strict else ">=", limit, holds)
