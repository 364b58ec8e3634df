"""The authors' one-line language: a small part of Python's expressions, parsed, never run.

Names, whole numbers, `+ - *`, comparisons (chained too), `in [choice, ...]`, `and or not`,
`a if condition else b`, and calls of the functions in `FUNCTIONS`.
"""

import ast

from weijiayuan.rules_engine.pack.model import Expression, Place
from weijiayuan.rules_engine.pack.pack_problems import PackInvalid, Problem

LONGEST = 400

FUNCTIONS = {
    "years": "满多少周岁(日期)",
    "months": "满多少个月(日期)",
    "days": "过了多少天(日期)",
    "year": "日期的年份",
    "month": "日期的月份",
    "count": "家庭中符合条件的人数(条件)",
    "sum": "家庭成员相加(数)",
    "any": "家庭中有人符合(条件)，或者这个人的亲属中有人符合(条件, parents)",
    "all": "家庭中人人符合(条件)",
    "min": "较小的",
    "max": "较大的",
    "whole": "除后取整(数, 除数)",
    "rounded": "除后四舍五入(数, 除数)",
    "banded": "按档取值(数, 分档参数)",
    "entitled": "按本包规则能享受(政策)",
}

_ALLOWED = (
    ast.And,
    ast.Or,
    ast.Not,
    ast.USub,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.Eq,
    ast.NotEq,
    ast.In,
    ast.NotIn,
    ast.Load,
    ast.BoolOp,
    ast.UnaryOp,
    ast.BinOp,
    ast.Compare,
    ast.IfExp,
    ast.Name,
    ast.List,
    ast.Call,
    ast.Constant,
)


def parse(text: str, place: Place) -> Expression:
    """Return the expression, or raise `PackInvalid` with what is not understood."""
    if len(text) > LONGEST:
        raise _invalid(place, f"表达式超过 {LONGEST} 个字符,请拆成几个事实(facts)")
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _invalid(place, f"表达式“{text}”写法有误") from None
    for node in ast.walk(tree):
        _check(node, place)
    return Expression(text, tree, place)


def _check(node: ast.AST, place: Place) -> None:
    if not isinstance(node, _ALLOWED):
        raise _invalid(place, f"表达式中不允许使用 {type(node).__name__}")
    if isinstance(node, ast.Constant) and (type(node.value) is not int or abs(node.value) > 10**12):
        raise _invalid(place, f"表达式中只能写整数,不能写 {str(node.value)[:20]!r}")
    if isinstance(node, ast.Call):
        _check_call(node, place)


def _check_call(node: ast.Call, place: Place) -> None:
    if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
        raise _invalid(place, f"不认识的函数 {ast.unparse(node.func)},可用:{'、'.join(FUNCTIONS)}")
    if node.keywords:
        raise _invalid(place, f"{node.func.id} 不接受带名字的参数")


def names_in(expression: Expression) -> set[str]:
    """Return every name the expression mentions, functions apart."""
    functions = {id(node.func) for node in ast.walk(expression.tree) if isinstance(node, ast.Call)}
    return {
        node.id
        for node in ast.walk(expression.tree)
        if isinstance(node, ast.Name) and id(node) not in functions
    }


def numbers_in(expression: Expression) -> set[int]:
    """Return every number written in the expression itself."""
    nodes = ast.walk(expression.tree)
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, int)}


def _invalid(place: Place, text: str) -> PackInvalid:
    return PackInvalid([Problem(place.file, place.line, text)])
