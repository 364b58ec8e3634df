"""Sample employers and posts, marked 示例. The persona `employer` acts for the first employer."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from weijiayuan.accounts.sample import sample_resident
from weijiayuan.db import db
from weijiayuan.jobs.models import Employer, EmployerMember, Job
from weijiayuan.jobs.queries import employers as queries
from weijiayuan.jobs.rules.states import EmployerState, JobKind, MemberRole
from weijiayuan.jobs.rules.uscc import complete
from weijiayuan.jobs.rules.wages import PayUnit
from weijiayuan.jobs.service import posts, publishing
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.places import queries as places

EMPLOYERS = (
    ("示例·光明智造电子有限公司", "91440311", "WJY00001", "示例工业园A栋"),
    ("示例·安居物业服务有限公司", "91440311", "WJY00002", "示例大厦12楼"),
    ("示例·鲜农餐饮管理有限公司", "91440311", "WJY00003", "示例路88号"),
    ("示例·快运物流有限公司", "91440311", "WJY00004", "示例物流园3号库"),
    ("示例·暖心家政服务部", "92440311", "WJY00005", "示例新村1号"),
    ("示例·科学城创新研究院", "12440311", "WJY00006", "示例科研楼"),
)
# title, occupation, employer, kind, least and most yuan, unit, hours, days, board, lodging, words
POSTS = (
    (
        "电子装配普工",
        "general_worker",
        0,
        "full_time",
        5000,
        7000,
        "month",
        8,
        6,
        1,
        1,
        "组装检验电子产品",
    ),
    (
        "SMT操作工",
        "assembler",
        0,
        "full_time",
        5500,
        7500,
        "month",
        8,
        6,
        1,
        1,
        "操作贴片机，记录产量",
    ),
    (
        "数控车床操作员",
        "cnc",
        0,
        "full_time",
        7000,
        9500,
        "month",
        8,
        6,
        1,
        1,
        "看图编程，加工零件",
    ),
    (
        "品质检验员",
        "quality",
        0,
        "full_time",
        5200,
        6800,
        "month",
        8,
        6,
        1,
        1,
        "按标准抽检，填写报表",
    ),
    (
        "设备维修技术员",
        "technician",
        0,
        "full_time",
        7000,
        10000,
        "month",
        8,
        5,
        1,
        0,
        "保养和维修生产设备",
    ),
    (
        "仓库管理员",
        "warehouse",
        0,
        "full_time",
        5000,
        6500,
        "month",
        8,
        6,
        1,
        1,
        "收发物料，盘点库存",
    ),
    (
        "计件焊工",
        "welder",
        0,
        "piece_rate",
        2,
        None,
        "piece",
        8,
        6,
        1,
        1,
        "焊接电路板，每月保底四千元",
    ),
    ("人事文员", "hr", 0, "full_time", 4800, 6000, "month", 8, 5, 1, 0, "办理入职，整理档案"),
    (
        "电子工程实习生",
        "hardware",
        0,
        "internship",
        3000,
        4000,
        "month",
        8,
        5,
        1,
        0,
        "协助测试样机",
    ),
    ("小区保安", "guard", 1, "full_time", 4500, 5500, "month", 8, 6, 1, 1, "巡逻，登记访客和车辆"),
    (
        "消防监控值班员",
        "guard",
        1,
        "full_time",
        4800,
        5800,
        "month",
        8,
        6,
        1,
        1,
        "看守监控室，持消防证",
    ),
    ("保洁员", "cleaner", 1, "full_time", 3500, 4200, "month", 8, 6, 0, 0, "打扫楼道和公共区域"),
    ("小时工保洁", "cleaner", 1, "hourly", 28, None, "hour", 4, 5, 0, 0, "早上打扫写字楼四小时"),
    (
        "水电维修工",
        "maintenance",
        1,
        "full_time",
        5500,
        7000,
        "month",
        8,
        6,
        1,
        1,
        "维修水电，持电工证",
    ),
    ("物业管家", "property", 1, "full_time", 5500, 8000, "month", 8, 5, 0, 0, "接待业主，处理报修"),
    (
        "绿化养护工",
        "gardener",
        1,
        "full_time",
        4200,
        5000,
        "month",
        8,
        6,
        1,
        1,
        "修剪浇水，除虫施肥",
    ),
    ("厨师", "cook", 2, "full_time", 7000, 10000, "month", 8, 6, 1, 1, "负责炒锅，开新菜"),
    ("餐厅服务员", "waiter", 2, "full_time", 4500, 5500, "month", 8, 6, 1, 1, "点菜上菜，收拾餐台"),
    ("早餐店临时工", "waiter", 2, "temporary", 180, 220, "day", 8, 6, 1, 0, "包包子，卖早餐，日结"),
    ("收银员", "cashier", 2, "full_time", 4500, 5500, "month", 8, 6, 1, 0, "收银对账"),
    ("食堂帮厨", "cook", 2, "full_time", 4200, 5000, "month", 8, 6, 1, 1, "洗菜切配，打扫厨房"),
    ("乳鸽店店员", "shop", 2, "full_time", 4500, 6000, "month", 8, 6, 1, 0, "介绍产品，打包外卖"),
    ("叉车司机", "forklift", 3, "full_time", 6000, 8000, "month", 8, 6, 1, 1, "持叉车证，装卸货物"),
    (
        "快递派件员",
        "courier",
        3,
        "full_time",
        6000,
        10000,
        "month",
        8,
        6,
        0,
        1,
        "派件收件，提供电动车",
    ),
    ("货车驾驶员", "driver", 3, "full_time", 7500, 9500, "month", 8, 6, 0, 1, "市内配送，持B2驾照"),
    (
        "分拣员夜班",
        "loader",
        3,
        "full_time",
        5800,
        7200,
        "month",
        8,
        6,
        1,
        1,
        "扫描分拣包裹，夜班补贴另计",
    ),
    ("搬运工日结", "loader", 3, "temporary", 240, 300, "day", 8, 6, 1, 0, "装车卸车，当天结算"),
    (
        "客服专员",
        "customer_service",
        3,
        "full_time",
        4800,
        6500,
        "month",
        8,
        5,
        0,
        0,
        "接听电话，跟进投诉",
    ),
    ("住家保姆", "domestic", 4, "full_time", 6500, 8500, "month", 8, 6, 1, 1, "做饭，照看老人"),
    (
        "月嫂",
        "maternity",
        4,
        "full_time",
        10000,
        15000,
        "month",
        8,
        6,
        1,
        1,
        "照护产妇和新生儿，持证",
    ),
    (
        "养老护理员",
        "carer",
        4,
        "full_time",
        5500,
        7500,
        "month",
        8,
        6,
        1,
        1,
        "照料老人起居，耐心细致",
    ),
    ("钟点工", "domestic", 4, "hourly", 40, 50, "hour", 4, 5, 0, 0, "上门打扫，时间可商量"),
    (
        "实验室技术员",
        "research",
        5,
        "full_time",
        8000,
        12000,
        "month",
        8,
        5,
        1,
        0,
        "准备实验，记录数据",
    ),
    (
        "软件工程师",
        "software",
        5,
        "full_time",
        15000,
        25000,
        "month",
        8,
        5,
        1,
        0,
        "开发数据平台，会 Python",
    ),
    ("行政助理", "clerk", 5, "full_time", 6000, 8000, "month", 8, 5, 1, 0, "安排会议，办理采购"),
    (
        "社区公益岗协管员",
        "public_post",
        5,
        "public_interest",
        3200,
        3600,
        "month",
        8,
        5,
        0,
        0,
        "协助社区便民服务",
    ),
)
VALID_FOR = timedelta(days=60)


def load() -> str:
    """Add the sample employers and posts that are not there yet, and say how many."""
    communities = places.communities(on=clock.local_date(clock.now()))
    coded = [each for each in communities if each.code]
    if not coded:
        return "0 sample jobs: load the district first"
    owner = sample_resident("employer", nickname="示例·招工单位")
    firms = [employer(number, owner.id) for number in range(len(EMPLOYERS))]
    now, added = clock.now(), 0
    for number, entry in enumerate(POSTS):
        place = coded[number * 7 % len(coded)]
        added += add(number, entry, firms[entry[2]], place=place, now=now)
    return f"{added} sample jobs"


def employer(number: int, owner_id: Any) -> Employer:
    """Return a sample employer, made if need be; the persona owns the first."""
    name, start, body, address = EMPLOYERS[number]
    code = complete(start, body)
    found = queries.employer_by_code(code)
    if found is None:
        found = Employer(
            name=name,
            uscc=code,
            licence_file_id=new_id(),
            contact_name="示例联系人",
            contact_phone="0755-00000000",
            address=address,
            about="示例单位，仅供演示。",
            state=EmployerState.VERIFIED,
            decided_at=clock.now(),
        )
        db.session.add(found)
        db.session.flush()
    if number == 0 and queries.membership(found.id, owner_id) is None:
        member = EmployerMember(employer_id=found.id, resident_id=owner_id, role=MemberRole.OWNER)
        db.session.add(member)
    return found


def add(number: int, entry: Any, firm: Employer, *, place: Any, now: datetime) -> bool:
    """Publish one sample post unless it is there, and say whether it was new."""
    reference = f"sample-{number}"
    known = select(Job.id).filter_by(employer_id=firm.id, source_ref=reference)
    if db.session.scalar(known) is not None:
        return False
    title, occupation, _, kind, least, most, unit, hours, days, board, lodging, duties = entry
    hourly = kind in ("hourly", "temporary")
    job = Job(
        employer_id=firm.id,
        source_ref=reference,
        title=f"{title}（示例）",
        occupation=occupation,
        kind=JobKind(kind),
        duties=f"{duties}。这是示例岗位，不接受真实应聘。",
        requirements="年满18周岁，肯学习，遵守安全规定",
        benefits="带薪年假，节日慰问" if not hourly else "当天或每周结算",
        pay_min_fen=least * 100,
        pay_max_fen=most * 100 if most else None,
        pay_unit=PayUnit(unit),
        base_pay_fen=400_000 if unit == "piece" else None,
        minutes_per_day=hours * 60,
        days_per_week=days,
        insured=kind != "hourly",
        board=bool(board),
        lodging=bool(lodging),
        wanted=1 + number % 9,
        contract_months=None if hourly else 36,
        probation_months=0 if hourly or kind == "internship" else 2,
        community_code=place.code,
        address=firm.address,
        lng=place.centre_lng,
        lat=place.centre_lat,
        valid_until=clock.local_date(now) + VALID_FOR,
    )
    job.employer = firm
    db.session.add(job)
    db.session.flush()
    posts.checked(job, now=now)
    job.submitted_at = now
    publishing.publish(job, now=now - timedelta(hours=len(POSTS) - number))
    publishing.note(job, "imported", now=now)
    return True
