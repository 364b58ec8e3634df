"""The files a new policy begins with, ready to be filled in."""

from datetime import date

from weijiayuan.rules_engine.values.dates import anniversary


def new_policy(name: str, today: date, *, level: str, local: str) -> dict[str, str]:
    """Return the texts of a new policy's two files, ready to be filled in.

    `level` is whose policy it is; `local` how the pack names the local household register.
    """
    review = anniversary(today, 1)
    policy = POLICY.format(name=name, today=today, review=review, level=level)
    cases = CASES.format(today=today, local=local)
    return {f"policies/{name}.yaml": policy, f"cases/{name}.yaml": cases}


POLICY = """\
name: 政策的正式名称
level: {level}
category: 社会救助
grade: B
of: person            # person: 每人各算;household: 全家算一次
summary: 一句话说给谁、给什么
basis: 文件名、文号、第几条
reviewed: {today}
review_by: {review}
when:
  all:
    - id: local
      text: 本地户籍
      expr: is_local
      why_not: 需为本地户籍
      source: unverified
    - id: age
      text: "年满 {{{name}_age}} 周岁"
      expr: age >= {name}_age
      why_not: "未满 {{{name}_age}} 周岁"
      source: unverified
amount:
  per: month
  text: 每人每月
  expr: {name}_monthly
papers:
  - 身份证
where: 在哪里办
apply: 怎样申请
sources: [unverified]
parameters:
  {name}_age:
    label: 起始年龄
    unit: years
    review_by: {review}
    values:
      - {{since: 2020-01-01, value: 60, grade: B, source: unverified}}
  {name}_monthly:
    label: 每人每月标准
    unit: yuan
    review_by: {review}
    values:
      - {{since: 2020-01-01, not_found: true, note: 没有找到来源}}
"""

CASES = """\
on: {today}
base:
  applicant: {{hukou: {local}, birth_date: 1950-01-01}}
cases:
  - {{name: 符合, expect: yes}}
  - {{name: 外地户籍, set: {{applicant.hukou: mainland}}, expect: no}}
  - {{name: 户籍不知道, drop: [applicant.hukou], expect: unknown}}
  - {{name: 出生日期不知道, drop: [applicant.birth_date], expect: unknown}}
  - name: 差一天满六十
    on: 2026-11-23
    set: {{applicant.birth_date: 1966-11-24}}
    expect: no
    edge: true
  - name: 六十岁生日
    on: 2026-11-23
    set: {{applicant.birth_date: 1966-11-23}}
    expect: yes
    edge: true
"""
