from datetime import date
from pathlib import Path

import pytest

from weijiayuan.jobs.rules.labelled_sentences import labelled
from weijiayuan.jobs.rules.minimum_wage import in_force
from weijiayuan.jobs.rules.post_text_check import UNNAMED, check_text, verdict
from weijiayuan.jobs.rules.prohibited_content import Level, law
from weijiayuan.jobs.rules.text_check_evaluation import score

TODAY = in_force(date(2026, 11, 23), region="shenzhen")
DOCUMENT = Path(__file__).parents[3] / "docs" / "jobs.md"


def found(text, on=TODAY.on):
    return {
        (each.rule, each.level.value)
        for each in check_text(text, when=in_force(on, region="shenzhen"))
    }


def test_the_words_of_the_story_break_three_laws():
    findings = check_text("限男性, 押金200元, 月薪2000元", when=TODAY)

    assert [each.text for each in findings] == ["限男性", "押金", "月薪2000元"]
    assert [each.rule for each in findings] == ["sex", "deposit", "minimum_wage"]
    assert all("《" in each.article and each.remedy for each in findings)
    assert "每月2700元" in findings[2].remedy


def test_a_finding_quotes_the_words_as_they_were_written():
    text = "包吃住。限 ♂ 性，ya金②⓪⓪元"
    for each in check_text(text, when=TODAY):
        assert text[each.start : each.end] == each.text
    assert {each.text for each in check_text(text, when=TODAY)} == {"限 ♂ 性", "ya金"}


@pytest.mark.parametrize(
    "text",
    ["不收押金", "男女不限", "不查乙肝", "押金全免", "不扣押身份证", "不设违约金", "户籍不限"],
)
def test_saying_the_opposite_is_lawful(text):
    assert found(text) == set()


@pytest.mark.parametrize(
    "text",
    ["不交押金不能上岗", "不收押金，但需交保证金300元", "谁说不收押金？200元", "押金不退"],
)
def test_a_denial_that_asks_after_all_is_seen_through(text):
    assert ("deposit", "refuse") in found(text)


def test_an_age_limit_is_only_pointed_out():
    assert verdict(check_text("35岁以下", when=TODAY)) is Level.WARN


def test_a_trade_closed_to_women_by_law_goes_to_a_person():
    assert ("sex", "review") in found("矿山井下采掘工，限男性")


def test_the_wage_in_force_on_the_day_decides():
    assert found("月薪2600元", on=date(2026, 8, 31)) == set()
    assert ("minimum_wage", "refuse") in found("月薪2600元", on=date(2026, 9, 1))


@pytest.mark.parametrize("rule", law().rules, ids=lambda rule: rule.id)
def test_every_rule_names_its_article_and_what_to_write_instead(rule):
    assert "《" in rule.article
    assert rule.quote
    assert rule.remedy


def test_the_labelled_set_is_large_and_mostly_written_to_deceive():
    sentences = labelled()
    tricky = [each for each in sentences if each.style != "plain"]
    assert len(sentences) >= 300
    assert len(tricky) * 2 >= len(sentences)
    assert len({each.sentence for each in sentences}) == len(sentences)


def test_the_rules_hold_what_was_measured_on_the_sentences_they_were_made_with(judged):
    tuned = score(each for each in judged if each.label.part == "tune")
    assert tuned.precision >= 0.99
    assert tuned.recall >= 0.98
    assert tuned.unjust_refusals == 0


def test_precision_and_recall_on_sentences_the_rules_never_saw(judged):
    held = score(each for each in judged if each.label.part == "held")
    assert held.precision >= 0.95
    assert held.recall >= 0.88  # a quarter of them are the ninth round's, never mended for
    assert held.unjust_refusals <= 2


def test_the_article_shown_is_the_right_one_or_none(judged):
    named = [each for each in judged if each.label.is_breach and each.is_stopped]
    wrong = [each.label.sentence for each in named if not each.is_right]
    assert len(wrong) <= 0.02 * len(named), wrong


def test_the_misses_are_told(judged):
    told = DOCUMENT.read_text(encoding="utf-8")
    misses = [each.label.sentence for each in score(judged).misses]
    assert [each for each in misses if each not in told] == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("每天固定加班3小时", "hours"),
        ("每月加班60-90个小时", "hours"),
        ("一个月总工时280小时", "hours"),
        ("做二十八天休两天", "hours"),
        ("小时工，十八块一个钟", "minimum_wage"),
        ("一小时给十五块八", "minimum_wage"),
        ("年满15就能进厂", "under_age"),
        ("十指齐全", "disability"),
        ("不能有纹身", "looks"),
        ("有高血压、心脏病的不要来", "illness"),
        ("压一个半月工资", "arrears"),
        ("四十岁以上的不要来", "age"),
        ("体检不能有乙肝，要查两对半", "carrier"),
        ("试用期一个半月，合同三个月", "probation"),
    ],
)
def test_kinds_that_once_passed_are_stopped_under_their_own_rule(text, rule):
    stopped = {each.rule for each in check_text(text, when=TODAY) if each.level is not Level.WARN}
    assert stopped == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "违约金管理系统开发工程师",
        "工衣离职交回就行，不扣钱",
        "饭卡遗失补办10元",
        "试用期一个月，合同一年一签",
        "试用期一个月合同一年一签",
        "每月加班不超过36小时",
        "周末双休，平日加班1-2小时",
        "小时工二十八块一个钟",
        "纹身店学徒，带薪学",
        "负责乙肝患者随访的护士",
        "工资每月10号发，不押工资",
    ],
)
def test_what_only_speaks_of_such_things_is_lawful(text):
    assert check_text(text, when=TODAY) == []


def test_a_doubt_whose_rule_is_not_plain_names_no_article(judged):
    unnamed = [each for one in judged for each in one.findings if each.rule == UNNAMED]
    assert unnamed
    assert all(not each.article and each.level is Level.REVIEW for each in unnamed)


@pytest.mark.parametrize(
    "text",
    [
        "收银员，收取押金并开具收据，日结对账",
        "负责档案室证件原件的保管与借阅登记",
        "法务专员，处理竞业限制和违约赔偿案件",
        "为孕妇测血压，妊娠检测登记",
        "持有高压电工证",
        "寒暑假工须年满16周岁，凭身份证报名",
        "三年以上固定合同，试用期不超过六个月",
        "对不良品扣留隔离",
        "退休返聘人员买意外险，其他员工买社保",
        "五险，月休四天",
    ],
)
def test_what_the_work_does_to_others_is_not_asked_of_who_applies(text):
    assert [each for each in check_text(text, when=TODAY) if each.level is not Level.WARN] == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("入职收取押金", "deposit"),
        ("收取工服押金，离职退还", "deposit"),
        ("负责看店，押金200元", "deposit"),
        ("收银员，入职先交押金", "deposit"),
        ("费用120自己先出，入职前到指定医院做检查", "deposit"),
        ("为便于统一管理，证件原件由队长代存，离队时领回", "papers"),
        ("先压身份证", "papers"),
        ("货品丢失由当班人员全额平摊赔偿", "penalty"),
        ("欢迎宝爸加入，宝妈请看其他岗位", "sex"),
        ("社保公司和个人的部分都由员工自己出", "insurance"),
    ],
)
def test_what_is_asked_of_who_applies_is_not_the_work(text, rule):
    stopped = {each.rule for each in check_text(text, when=TODAY) if each.level is not Level.WARN}
    assert stopped == {rule}


def test_a_bare_verb_is_the_work_only_among_the_duties():
    words = "做乙肝、梅毒等传染病筛查检验"

    assert check_text(words, when=TODAY, field="duties") == []
    assert verdict(check_text(words, when=TODAY, field="requirements")) is Level.REFUSE
