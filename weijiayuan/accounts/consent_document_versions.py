"""The documents that residents agree to, in the version in force.

`privacy` is the notice of PIPL 17. The others are the separate consents of PIPL 28-31 for
sensitive data: whoever does not give one can still use everything that does not need it.
"""

CURRENT = {
    "privacy": "2026-11",
    "sensitive_health": "2026-11",
    "sensitive_location": "2026-11",
    "child": "2026-11",
}
