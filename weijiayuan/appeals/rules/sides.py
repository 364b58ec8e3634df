"""The sides of a mediation and what each is called on paper."""

SIDES = "abcdefgh"
LABELS = {side: f"{label}方" for side, label in zip(SIDES, "甲乙丙丁戊己庚辛", strict=True)}
