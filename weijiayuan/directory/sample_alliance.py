"""Sample members of the alliance with what they share, and a first charter, all marked 示例."""

from datetime import timedelta

from sqlalchemy import select

from weijiayuan.accounts.sample import sample_resident
from weijiayuan.db import db
from weijiayuan.directory.models import Charter, Organisation
from weijiayuan.directory.rules.alliance_charter import TWO_THIRDS
from weijiayuan.directory.rules.resource_sharing import ResourceKind
from weijiayuan.directory.rules.vocabulary import OrganisationKind
from weijiayuan.directory.service import alliance_charter, alliance_members, resource_sharing
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id

MEMBERS = (
    ("示例·研究院", OrganisationKind.PUBLIC, "talent", "示例·共享电镜", ResourceKind.LAB),
    ("示例·社区党委", OrganisationKind.PARTY, "society", "示例·多功能厅", ResourceKind.ROOM),
    ("示例·志愿者队", OrganisationKind.VOLUNTEERS, "charity", "示例·急救课", ResourceKind.COURSE),
)
TEXT = """第一条 成员自愿加入，自愿退出。
第二条 资源共享：用前约定，用后恢复，损坏照赔。
第三条 只记给出和得到的小时数，没有人有义务收支相抵。
第四条 修改本章程，要三分之二以上成员同意。"""


def load() -> str:
    """Add the sample members that are not there yet, and say how many there were."""
    added = [_member(*each) for each in MEMBERS if not _is_there(each[0])]
    if added and db.session.scalar(select(Charter.id).limit(1)) is None:
        now = clock.now() - timedelta(minutes=1)
        made = alliance_charter.propose(
            TEXT, share=TWO_THIRDS, reason="示例：首版", by=new_id(), now=now
        )
        for one in added[:2]:
            by = sample_resident(_persona(one.name), nickname=one.name).id
            alliance_charter.vote(made, alliance_charter.Vote(one.id, by), now=now)
    return f"{len(added)} sample members"


def _is_there(name: str) -> bool:
    return db.session.scalar(select(Organisation.id).filter_by(name=name)) is not None


def _member(
    name: str, kind: OrganisationKind, alliance: str, shared: str, resource: ResourceKind
) -> Organisation:
    """Enter a member, with a persona who acts for it and something that it lends."""
    made = alliance_members.join(name, kind, alliance=alliance)
    made.is_sample, made.source = True, "SAMPLE"
    persona = sample_resident(_persona(name), nickname=name)
    alliance_members.appoint(made.id, persona.id)
    offered = resource_sharing.offer(
        made, shared, resource, terms="提前三天说明用途。", asks_owner=True, places=1
    )
    offered.is_sample = True
    return made


def _persona(name: str) -> str:
    """Return the name by which the fake WeChat knows who acts for a sample member."""
    numbers = {each[0]: number for number, each in enumerate(MEMBERS, start=1)}
    return f"member-{numbers[name]}"
