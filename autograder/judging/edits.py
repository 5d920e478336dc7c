"""Small changes to the reference that a student may have made to what they meant to write.

Where no misconception of the bank computes what a student computed, one of these may. They are
edits of one expression: a sign, an axis, a number, an operator, a factor left out, a name for
another. What may be edited is what students complete in the assignment.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from ..course.regions import regions
from .misconceptions import functions_in

_OPERATORS: dict[type, list[type]] = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div],
    ast.Div: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.Eq: [ast.NotEq],
}
_CALLS = {"mean": ["sum"], "sum": ["mean"], "var": ["std"], "std": ["var"]}
_CALLS |= {"ones": ["zeros"], "zeros": ["ones"], "maximum": ["minimum"], "max": ["min"]}


class Edit(NamedTuple):
    """One edit.

    Attributes:
        function: where it is, as "layers.batchnorm_forward"; or "fc_net.FullyConnectedNet.loss".
        quantity: what the edited statement computes, as its function calls it; "" if it assigns
            and returns nothing.
        kind: what was edited: "sign", "axis", "number", "operator", "order", "factor", "name",
            "function", "statement".
        old, new: the lines of the statement.
    """

    function: str
    quantity: str
    kind: str
    old: str
    new: str


def edits(
    files: Mapping[str, str], subject: str, assignment: str, assignments: Collection[str]
) -> Iterator[Edit]:
    """Every edit of what students complete in a function, or in the methods of a class.

    Args:
        files: the library: path -> text.
        subject: "layers.batchnorm_forward", or "fc_net.FullyConnectedNet".
        assignment: whose regions are edited, where a function has any.
        assignments: all there are.
    """
    for path, function, node in functions_in(files, subject):
        span = range(node.lineno, (node.end_lineno or 0) + 1)
        inside = [each for each in regions(files[path], path, assignments) if each.begin in span]
        own = [range(each.begin, each.end) for each in inside if each.assignment == assignment]
        lines = files[path].split("\n")
        yield from _of_function(function, node, lines, own if inside else [span])


def _of_function(
    function: str, node: ast.FunctionDef, lines: list[str], own: list[range]
) -> Iterator[Edit]:
    if any(isinstance(each, ast.While) for each in ast.walk(node)):
        return  # an edit might never end
    quantities = _quantities(node)
    seen = set()
    for statement in ast.walk(node):
        if not isinstance(statement, ast.stmt) or isinstance(statement, ast.FunctionDef):
            continue
        if not any(statement.lineno in each for each in own):
            continue
        header, text = _header(statement, lines)
        known = [name for name, line in quantities.items() if line < statement.lineno]
        for kind, changed in _of_statement(header, known):
            new = ast.unparse(ast.fix_missing_locations(changed)) if changed else "pass"
            new = new.removesuffix("\n    pass")
            if (text, new) not in seen and new != ast.unparse(header).removesuffix("\n    pass"):
                seen.add((text, new))
                yield Edit(function, _target(statement), kind, text, new)


def _quantities(node: ast.FunctionDef) -> dict[str, int]:
    """The variables a function computes with, and the line from which on each has a value."""
    operands = {
        each.id
        for operation in ast.walk(node)
        if isinstance(operation, ast.BinOp)
        for each in (operation.left, operation.right)
        if isinstance(each, ast.Name)
    }
    lines = {each.arg: node.lineno for each in ast.walk(node) if isinstance(each, ast.arg)}
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            lines[each.id] = min(each.lineno, lines.get(each.id, each.lineno))
    return {name: lines[name] for name in sorted(operands & lines.keys())}


def _header(statement, lines):
    """A statement without the block in it, and its lines."""
    if not hasattr(statement, "body"):
        last = statement.end_lineno
        return statement, "\n".join(lines[statement.lineno - 1 : last])
    header = copy.copy(statement)
    header.body, last = [ast.Pass()], statement.body[0].lineno - 1
    if hasattr(header, "orelse"):
        header.orelse = []
    return header, "\n".join(lines[statement.lineno - 1 : last])


def _target(statement) -> str:
    """What a statement computes, as its function calls it."""
    if isinstance(statement, ast.Return):
        return "what is returned"
    if not isinstance(statement, ast.Assign | ast.AugAssign):
        return ""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    return ast.unparse(target).strip("()")


def _of_statement(statement, names) -> Iterator[tuple[str, ast.AST | None]]:
    if isinstance(statement, ast.Assign | ast.AugAssign | ast.Expr):
        yield "statement", None
    for place, node in enumerate(ast.walk(statement)):
        for kind, other in _others(node, names):
            changed = copy.deepcopy(statement)
            target = next(each for n, each in enumerate(ast.walk(changed)) if n == place)
            yield kind, _Exchange(target, other).visit(changed)


class _Exchange(ast.NodeTransformer):
    def __init__(self, node, other):
        self._node, self._other = node, other

    def visit(self, node):
        return copy.deepcopy(self._other) if node is self._node else self.generic_visit(node)


def _others(node: ast.AST, names: list[str]) -> Iterator[tuple[str, ast.expr]]:
    """What may stand in the place of an expression."""
    if isinstance(node, ast.BinOp):
        for operator in _OPERATORS.get(type(node.op), []):
            yield "operator", ast.BinOp(node.left, operator(), node.right)
        yield "factor", node.left
        if isinstance(node.op, ast.Div):
            yield "factor", ast.BinOp(ast.Constant(1.0), ast.Div(), node.right)
        else:
            yield "factor", node.right
        if isinstance(node.op, ast.Sub | ast.Div):
            yield "operator", ast.BinOp(node.right, node.op, node.left)
        if isinstance(node.op, ast.Mult | ast.Div):
            yield "sign", ast.UnaryOp(ast.USub(), node)
        yield from _reordered(node)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        yield "sign", node.operand
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for comparison in _OPERATORS.get(type(node.ops[0]), []):
            yield "operator", ast.Compare(node.left, [comparison()], node.comparators)
    if isinstance(node, ast.Constant) and isinstance(number := node.value, int | float):
        others = {number + 1, number - 1, 2 * number, number / 2, -number} - {number}
        for other in () if isinstance(number, bool) else sorted(others):
            yield "number", ast.Constant(other)
    if isinstance(node, ast.Call):
        yield from _other_calls(node)
    if isinstance(node, ast.Tuple):
        for items in _exchanged(node.elts):
            yield "name", ast.Tuple(items, node.ctx)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        for name in names:
            if name != node.id:
                yield "name", ast.Name(name, ast.Load())


def _reordered(node: ast.BinOp) -> Iterator[tuple[str, ast.expr]]:
    """The same operations in another order: a * b + c as a * (b + c), (a + b) * c as a + b * c."""
    if isinstance(node.left, ast.BinOp):
        inner = node.left
        right = ast.BinOp(inner.right, node.op, node.right)
        yield "order", ast.BinOp(inner.left, inner.op, right)


def _exchanged(items: list[ast.expr]) -> Iterator[list[ast.expr]]:
    """Lists of expressions in which two neighbours have changed places."""
    for place in range(len(items) - 1):
        yield [*items[:place], items[place + 1], items[place], *items[place + 2 :]]


def _other_calls(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    for verb in _CALLS.get(name, []):
        if isinstance(call.func, ast.Attribute):
            function = ast.Attribute(call.func.value, verb, ast.Load())
            yield "function", ast.Call(function, call.args, call.keywords)
    for arguments in _exchanged(call.args):
        yield "name", ast.Call(call.func, arguments, call.keywords)
    inner = call.args[0] if len(call.args) == 1 else None
    if isinstance(call.func, ast.Attribute) and not call.args:
        inner = call.func.value
    if inner is not None:
        yield "function", inner
    if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Add | ast.Sub) and call.args:
        within = ast.Call(call.func, [inner.left], call.keywords)
        yield "order", ast.BinOp(within, inner.op, inner.right)
    for number, keyword in enumerate(call.keywords):
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant):
            rest = [each for place, each in enumerate(call.keywords) if place != number]
            yield "axis", ast.Call(call.func, call.args, rest)
            other = ast.keyword("axis", ast.Constant(0 if keyword.value.value else 1))
            yield "axis", ast.Call(call.func, call.args, [*rest, other])
            kept = ast.keyword("keepdims", ast.Constant(True))
            yield "axis", ast.Call(call.func, call.args, [*rest, other, kept])
