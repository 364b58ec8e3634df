"""What each role is called, where it may be exercised, and how far it can reach.

One row a role. A new role needs its line in `rules.Role` and its row here; the desk's forms, the
guards and the tests read this table.
"""

from dataclasses import dataclass

from weijiayuan.accounts.rules import Role, TerritoryKind

EVERYWHERE = tuple(TerritoryKind)
AREAS = (
    TerritoryKind.DISTRICT,
    TerritoryKind.STREET,
    TerritoryKind.COMMUNITY,
    TerritoryKind.GRID,
)


@dataclass(frozen=True)
class RoleFacts:
    """A row: `desk_only` roles need the desk's sign-in, the others go by telephone too.

    Who `decides` settles what others proposed, or watches them: two administrators give the duty.
    """

    words: str
    desk_only: bool = False
    decides: bool = False
    within: tuple[TerritoryKind, ...] = EVERYWHERE


def _deciding_at_desk(words: str) -> RoleFacts:
    return RoleFacts(words, desk_only=True, decides=True, within=(TerritoryKind.DISTRICT,))


ROLES: dict[Role, RoleFacts] = {
    Role.ORGANISER: RoleFacts("集市组织者", within=AREAS),
    Role.VENUE_KEEPER: RoleFacts("场地管理员", within=(*AREAS, TerritoryKind.VENUE)),
    Role.GRID_WORKER: RoleFacts("网格员", within=AREAS),
    Role.SECRETARY: RoleFacts("社区书记", decides=True, within=AREAS),
    Role.DISPATCHER: RoleFacts("街道分拨员", within=AREAS),
    Role.DEPARTMENT: RoleFacts("部门经办人"),
    Role.SUPERVISOR: RoleFacts("督办员", decides=True),
    Role.POLICY_OFFICER: _deciding_at_desk("政策专员"),
    Role.REGISTRAR: _deciding_at_desk("登记人员"),
    Role.REGISTRAR_HEAD: _deciding_at_desk("登记负责人"),
    Role.AUDITOR: _deciding_at_desk("审计员"),
    Role.ADMIN: _deciding_at_desk("系统管理员"),
    Role.DUTY_WORKER: RoleFacts("值班员", within=AREAS),
    Role.MEDIATOR: RoleFacts("人民调解员", within=AREAS),
    Role.ADVISER: RoleFacts("法律顾问", within=AREAS),
    Role.ROOM_KEEPER: RoleFacts("确认室管理员", within=AREAS),
    Role.COMMITTEE: RoleFacts("业委会（物管会）委员", within=(*AREAS, TerritoryKind.SPACE)),
    Role.PROPERTY: RoleFacts("物业服务企业", within=(*AREAS, TerritoryKind.SPACE)),
    Role.STREET_FILING: RoleFacts("街道备案人员", decides=True, within=AREAS),
    Role.JUDGE: _deciding_at_desk("审判员"),
}


def facts_of(role: Role) -> RoleFacts:
    """Return the row of a role."""
    return ROLES[role]


APART = frozenset({Role.ADMIN, Role.AUDITOR})
"""Duties that nobody has together: who gives them and who looks at what was given."""


def is_deciding(role: Role) -> bool:
    """Tell whether two administrators give the duty."""
    return ROLES[role].decides


def is_desk_only(role: Role) -> bool:
    """Tell whether the role needs the desk's sign-in."""
    return ROLES[role].desk_only
