"""What the code says to people, found in its source: sentences, labels of choices, and words that bypass gettext."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeGuard

ROOT = Path(__file__).resolve().parents[2]
GETTEXT = {"_", "ngettext"}
SCREENS = {"Choice", "Choose", "Ask", "Done", "Prompt", "note"}
TOLD = {"text", "label", "description"}
WORD = re.compile(r"[^\W\d_]{2,}")
PHRASE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Module:
    """One source file, as a tree whose nodes know the function around them."""

    path: Path
    tree: ast.Module

    def functions(self) -> Iterator[ast.FunctionDef]:
        """Every function and method; a nested one stands for itself."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef))


@cache
def modules() -> tuple[Module, ...]:
    """The files that speak: conversations without its reading, which only listens."""
    files = sorted((ROOT / "conversations").rglob("*.py"))
    speaking = [path for path in files if "reading" not in path.relative_to(ROOT).parts]
    return tuple(Module(path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))) for path in speaking)


def name_of(call: ast.Call) -> str:
    """The name that is called, without what stands before its dot."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def calls(node: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    """The calls of these names below a node."""
    return (each for each in ast.walk(node) if isinstance(each, ast.Call) and name_of(each) in names)


def said(node: ast.AST) -> set[str]:
    """The sentences of gettext below a node."""
    return {
        argument.value
        for call in calls(node, {"_"})
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def all_said() -> set[str]:
    """Every sentence that is said with `_`."""
    return {sentence for module in modules() for sentence in said(module.tree)}


def labels(on: str = "") -> set[str]:
    """The sentences on buttons and list rows: what `Choice` is given first; `on` names one kind of screen."""
    found: set[str] = set()
    for module in modules():
        for function in module.functions():
            screens: Iterable[ast.AST] = calls(function, {on}) if on else [function]
            parts = [part for screen in screens for part in _with_names(screen, function)]
            for choice in (choice for part in parts for choice in calls(part, {"Choice"})):
                found |= {sentence for part in _with_names(choice.args[0], function) for sentence in said(part)}
    return found


def _with_names(node: ast.AST, function: ast.FunctionDef) -> list[ast.AST]:
    """A node, and what the function gave to the names that stand in it."""
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    given = [
        each.value
        for each in ast.walk(function)
        if isinstance(each, ast.Assign) and any(getattr(target, "id", "") in names for target in each.targets)
    ]
    return [node, *given]


def computed_sentences() -> list[str]:
    """Calls of gettext whose sentence is not written out, so that no translator would ever see it."""
    return [
        f"{module.path}:{call.lineno}"
        for module in modules()
        for call in calls(module.tree, GETTEXT)
        if module.path.name != "text.py" and not isinstance(call.args[0], ast.Constant)
    ]


def untranslated() -> list[str]:
    """Words that people would get as they stand in the code: phrases anywhere, and single words given to a screen."""
    return [f"{module.path}:{bare.lineno} {bare.value!r}" for module in modules() for bare in bare_words(module.tree)]


def bare_words(tree: ast.Module) -> list[ast.Constant]:
    """The literals of a tree that would reach people as they stand."""
    return [*_phrases(tree), *_single_words(tree)]


def _phrases(tree: ast.Module) -> Iterator[ast.Constant]:
    """Literals of several words that are no docstring, no sentence of gettext and no fault for programmers."""
    kept = {id(each) for node in ast.walk(tree) for each in _not_for_people(node)}
    return (node for node in ast.walk(tree) if _holds(node, PHRASE) and id(node) not in kept)


def _not_for_people(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and name_of(node) in GETTEXT):
        yield from ast.walk(node)
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
        yield from ast.walk(node.body[0])


def _single_words(tree: ast.Module) -> Iterator[ast.Constant]:
    for call in calls(tree, SCREENS):
        told = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg in TOLD)]
        for argument in told:
            yield from (node for node in _outside_calls(argument) if _holds(node, WORD))


def _outside_calls(node: ast.AST) -> Iterator[ast.AST]:
    """What stands there itself, not as an argument of a call."""
    yield node
    if not isinstance(node, ast.Call):
        for child in ast.iter_child_nodes(node):
            yield from _outside_calls(child)


def _holds(node: ast.AST, words: re.Pattern[str]) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and words.search(node.value) is not None
