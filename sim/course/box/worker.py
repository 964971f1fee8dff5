"""Inside the box: load code that is not ours, and answer what the other side asks, call by call.

From the moment the code is loaded nothing here can be trusted any more: it may have replaced any of it. That is why
this side only answers questions and never learns what is right, how many points there are, or what comes next.
Standard input and output are the channel; what the code prints goes to standard error.
"""

from __future__ import annotations

import ast
import gc
import json
import os
import sys
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO

__all__ = ["main"]

MOST_WARNINGS = 20


def main(library: str, shown: list[str], folder: str) -> None:
    """Serve one submission: modules come from ``library``; it may read what is ``shown`` and write in ``folder``."""
    sys.path[:] = [library, *(p for p in sys.path if p.startswith((sys.prefix, sys.base_prefix)))]
    channel = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    sys.stdin, sys.stdout = open(0), open(1, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    import numpy as np  # noqa: F401  # before the doors close: what loads libraries

    import sim  # noqa: F401
    from sim.course.box import filter as doors
    from sim.course.box import wire

    wire.send(channel[1], {"ready": doors.close_doors(shown, folder)})
    _serve(*channel)


def _serve(asked: BinaryIO, answers: BinaryIO) -> None:
    from sim.course.box import wire

    names: dict[str, Any] = {"__name__": "__main__", "__builtins__": __builtins__}
    function: Any = None
    while True:
        try:
            message = wire.receive(asked)
        except EOFError:
            os._exit(0)
        if "load" in message:
            said = _guarded(partial(_load, message["load"], names))
            function = names.get(message["function"])
            wire.send(answers, {**said, "parameters": _parameters(function), "found": callable(function)})
        else:
            wire.send(answers, _call(function, message["call"], asked, answers))
        gc.collect()


def _load(cells: list[list[str]], names: dict[str, Any]) -> None:
    """Run a submission's cells; of ``own`` cells, which were for trying things out, only what defines something."""
    for kind, text in cells:
        if kind == "answer":
            exec(compile(text, "<answer>", "exec"), names)
            continue
        try:
            lines = [line for line in text.splitlines() if not line.lstrip().startswith(("%", "!"))]
            tree = ast.parse("\n".join(lines))
        except SyntaxError:
            continue
        kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
        for step in tree.body:
            if isinstance(step, kinds) and not any(isinstance(n, ast.Call) for n in ast.walk(step) if _assigns(step)):
                try:
                    exec(compile(ast.Module([step], []), "<own>", "exec"), names)
                except Exception:  # only the answer itself has to work
                    continue


def _assigns(step: ast.stmt) -> bool:
    return isinstance(step, (ast.Assign, ast.AnnAssign))


def _call(function: Any, arguments: list[Any], asked: BinaryIO, answers: BinaryIO) -> dict[str, Any]:
    from sim.course.box import wire
    from sim.lab.answers import Unfit, plain

    def stand_in(number: int) -> Callable[..., Any]:
        def ask(*args: Any, **named: Any) -> Any:
            """Ask the other side, where the real function runs."""
            try:
                question = {"ask": number, "arguments": wire.encode(list(args)), "named": wire.encode(named)}
            except ValueError as error:
                raise TypeError(f"an argument {error}; plain values are expected") from None
            wire.send(answers, question)
            said = wire.receive(asked)
            if "raised" in said:
                raise RuntimeError(said["raised"])
            return wire.decode(said["value"])

        return ask

    given = [wire.decode(a, stand_in) for a in arguments]
    left: list[Callable[..., Any]] = []

    def answered() -> Any:
        value = plain(function(*given))
        try:
            return wire.encode(value)
        except ValueError as error:
            raise Unfit(f"it returns something that {error}") from None

    said = _guarded(answered)
    try:
        return {**said, "arguments": [wire.encode(a, left) for a in given]}
    except ValueError:
        return {**said, "arguments": None}


def _guarded(work: Callable[[], Any]) -> dict[str, Any]:
    """Return the result of ``work`` or what ended it, and the warnings it gave; nothing is raised."""
    from sim.lab.answers import Unfit

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            said: dict[str, Any] = {"value": work()}
        except Unfit as unfit:
            said = {"unfit": str(unfit).removeprefix("it returns ")}
        except BaseException as error:
            said = _raised(error)
    return {**said, "warnings": [str(w.message)[:200] for w in caught[:MOST_WARNINGS]]}


def _raised(error: BaseException) -> dict[str, Any]:
    line, step = 0, error.__traceback__
    while step is not None:
        line = step.tb_lineno if step.tb_frame.f_code.co_filename == "<answer>" else line
        step = step.tb_next
    if isinstance(error, SyntaxError) and error.filename == "<answer>":
        line = error.lineno or 0
    try:
        text = (str(error).strip().splitlines() or [""])[0][:200]
    except Exception:  # an error class with a broken text
        text = ""
    return {"raised": [c.__name__ for c in type(error).__mro__][:10], "text": text, "line": line}


def _parameters(function: Any) -> list[str]:
    code = getattr(function, "__code__", None)
    return list(code.co_varnames[: code.co_argcount])[:20] if code else []


if __name__ == "__main__":
    main(*json.loads(sys.argv[1]))
