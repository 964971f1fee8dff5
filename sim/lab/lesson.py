"""The elements of a lesson: predict, ask, tick off, note down, and see the table behind a chart.

Every element is one small widget with native controls: named, reached by keyboard, its answers said aloud by a live
region. What a person answers goes into the ledger (``sim.lab.ledger``), so it is there again after a restart. Without
a kernel, and in a head-less run, an element is its question in plain text.
"""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from sim.lab import theme
from sim.lab.files import save_csv
from sim.lab.ledger import Ledger

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Checklist", "Element", "Export", "Note", "Predict", "Question", "Quiz", "checklist", "excerpt", "export", "intuition", "note",
    "predict", "quiz", "show",
]  # fmt: skip

HERE = Path(__file__).parent
STEP_SURE = 5  # per cent
CANNOT_STORE = "Your answer counts for now, but it cannot be stored here: {reason}."


class Element(anywidget.AnyWidget):
    """One element: ``spec`` is what it asks, ``state`` what has been answered, ``said`` what is announced."""

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    kind = traitlets.Unicode().tag(sync=True)
    mode = traitlets.Enum(["auto", "light", "dark"], default_value="auto").tag(sync=True)
    looks: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    spec: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    state: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    done = traitlets.Bool(False)
    # A subclass with a picture of its own brings a script, and a style sheet of the same name.
    _script = "lesson.js"
    _kept_as = ""  # the ledger's word for what is answered, where it is not the kind

    def __init__(self, kind: str, key: str, spec: Mapping[str, Any], ledger: Ledger | None = None) -> None:
        self.key, self.ledger = key, ledger or Ledger()
        super().__init__(
            kind=kind,
            spec=dict(spec),
            looks={"light": theme.variables(theme.LIGHT), "dark": theme.variables(theme.DARK)},
            _esm="".join((HERE / name).read_text(encoding="utf-8") for name in ("shortcuts.js", self._script)),
            _css="\n".join((HERE / name).read_text(encoding="utf-8") for name in self._sheets()),
        )
        self.on_msg(self._on_message)

    def _sheets(self) -> list[str]:
        """Return the style sheets, each once."""
        return list(dict.fromkeys(["panel.css", "lesson.css", self._script.replace(".js", ".css")]))

    def _on_message(self, _: Any, content: dict[str, Any], __: Any) -> None:
        action = getattr(self, f"do_{content.get('do')}", None)
        if action:
            action(**{name: value for name, value in content.items() if name != "do"})

    def store(self, **facts: Any) -> str:
        """Put an answer into the ledger; return a sentence if that failed or the file was damaged, else ''."""
        try:
            self.ledger.put(self._kept_as or self.kind, self.key, **facts)
        except OSError as error:
            return " " + CANNOT_STORE.format(reason=error.strerror or error)
        return self.trouble()

    def kept(self, kind: str | None = None) -> dict[str, Any]:
        """Return what the ledger holds for this element, or nothing."""
        try:
            return self.ledger.get(kind or self._kept_as or self.kind, self.key) or {}
        except OSError:
            return {}

    def trouble(self) -> str:
        """Return the ledger's complaint once, led by a space."""
        said, self.ledger.trouble = self.ledger.trouble, ""
        return f" {said}" if said else ""

    def words(self) -> str:
        """Return the element in plain text, the same for every reader and every run."""
        return f"{type(self).__name__}({self.key!r})"

    def __repr__(self) -> str:
        return self.words()


class Predict(Element):
    """A question before the run. ``answer`` and ``sure`` (``least``, a blind guess, to 100 %) are None until committed."""

    def __init__(self, key: str, question: str, answers: Sequence[str], ledger: Ledger | None = None) -> None:
        self.question, self.answers = question, list(answers)
        self.least = STEP_SURE * math.ceil(100 / len(self.answers) / STEP_SURE)
        scale = {"least": self.least, "step": STEP_SURE}
        super().__init__("prediction", key, {"question": question, "answers": self.answers, **scale}, ledger)
        kept = self.kept()
        if kept.get("answer") in self.answers:
            self._shown(kept["answer"], kept["sure"], settled=bool(self.kept("outcome")))
        self.said += self.trouble()

    @property
    def answer(self) -> str | None:
        """The committed answer."""
        return self.state.get("answer")

    @property
    def sure(self) -> float | None:
        """How sure the person is, in per cent."""
        return self.state.get("sure")

    def commit(self, answer: str, sure: float) -> None:
        """Commit a prediction. Raise a ValueError if it is none of the answers or comes after the model's."""
        if answer not in self.answers:
            raise ValueError(f"{answer!r} is none of the answers: {', '.join(map(repr, self.answers))}.")
        said = ""
        try:
            self.ledger.predict(self.key, self.question, answer, sure, self.least)
        except OSError as error:
            said = " " + CANNOT_STORE.format(reason=error.strerror or error)
        self._shown(answer, sure)
        self.said += said + self.trouble()

    def settle(self, truth: str) -> str:
        """Score the prediction against the model's answer and return both in words."""
        if truth not in self.answers:
            raise ValueError(f"{truth!r} is none of the answers: {', '.join(map(repr, self.answers))}.")
        outcome = self.ledger.settle(self.key, truth)
        if outcome is None:
            return f"The model: {truth}. You made no prediction."
        self._shown(outcome["answer"], outcome["sure"], settled=True)
        verdict = "You were right" if outcome["right"] else f"You said: {outcome['answer']}"
        score = f"Brier score {outcome['brier']:.2f} (0 is perfect, 0.25 half sure, 1 certain and wrong)"
        return f"The model: {truth}. {verdict}, {outcome['sure']:g} % sure. {score}."

    def do_commit(self, answer: str, sure: float) -> None:
        """Answer the button."""
        try:
            self.commit(answer, sure)
        except ValueError as error:
            self.said = str(error)

    def do_rethink(self) -> None:
        """Open the question again, as long as the model has not answered."""
        if not self.state.get("settled"):
            self.done = False
            self.state = {**self.state, "open": True}
            self.said = "Choose again, then commit."

    def _shown(self, answer: str, sure: float, settled: bool = False) -> None:
        self.state = {"answer": answer, "sure": sure, "settled": settled}
        self.said = f"Committed: {answer}, {sure:g} % sure."
        self.done = True

    def words(self) -> str:
        """Return question and answers."""
        return "\n".join([f"Predict: {self.question}", *(f"  ( ) {answer}" for answer in self.answers)])


@dataclass(frozen=True)
class Question:
    """One multiple-choice question; ``answers`` maps each answer to its diagnosis, '' for the right one."""

    text: str
    answers: Mapping[str, str]
    because: str = ""

    @property
    def right(self) -> str:
        """The right answer."""
        return next(answer for answer, diagnosis in self.answers.items() if not diagnosis)

    def diagnose(self, answer: str) -> str:
        """Return what to say about an answer."""
        return f"Right. {self.because}".strip() if answer == self.right else f"Not quite. {self.answers[answer]}"


class Quiz(Element):
    """Questions with a diagnosis for each wrong answer; with ``compact`` each is one line with a list."""

    def __init__(
        self,
        key: str,
        title: str,
        questions: Sequence[Question],
        *,
        compact: bool = False,
        ledger: Ledger | None = None,
    ) -> None:
        self.title, self.questions = title, list(questions)
        asked = [{"text": q.text, "answers": list(q.answers)} for q in self.questions]
        super().__init__("quiz", key, {"title": title, "questions": asked, "compact": compact}, ledger)
        kept = self.kept().get("answers")
        if isinstance(kept, list) and len(kept) == len(self.questions):
            self._shown([a if a in q.answers else None for a, q in zip(kept, self.questions, strict=True)])
        self.said += self.trouble()

    def check(self, answers: Sequence[str | None]) -> str:
        """Take one answer a question (None: not attempted), keep them, and return the result in words."""
        self._shown(answers)
        trouble = self.store(answers=list(answers), right=self.state["right"], of=len(self.questions))
        self.said += trouble
        return self.said

    def do_check(self, answers: list[str | None]) -> None:
        """Answer the button."""
        self.check([a if a in q.answers else None for a, q in zip(answers, self.questions, strict=True)])

    def _shown(self, answers: Sequence[str | None]) -> None:
        told = [
            q.diagnose(a) if a is not None else "Not attempted."
            for a, q in zip(answers, self.questions, strict=True)
        ]  # fmt: skip
        right = sum(a == q.right for a, q in zip(answers, self.questions, strict=True))
        self.state = {"answers": list(answers), "told": told, "right": right}
        self.said = f"{right} of {len(self.questions)} right."
        self.done = right == len(self.questions)

    def words(self) -> str:
        """Return the questions with their answers, unmarked."""
        told = [f"Quiz: {self.title}"]
        for i, q in enumerate(self.questions, 1):
            told += [f"{i}. {q.text}", f"   ( ) {' ( ) '.join(q.answers)}"]
        return "\n".join(told)


class Checklist(Element):
    """Things to tick off; what is ticked is kept."""

    def __init__(self, key: str, title: str, items: Sequence[str], ledger: Ledger | None = None) -> None:
        self.title, self.items = title, list(items)
        super().__init__("checklist", key, {"title": title, "items": self.items}, ledger)
        self._shown([item for item in self.kept().get("ticked", []) if item in self.items])
        self.said += self.trouble()

    def do_tick(self, ticked: list[str]) -> None:
        """Keep which items are ticked."""
        self._shown([item for item in self.items if item in ticked])
        self.said += self.store(ticked=self.state["ticked"])

    def _shown(self, ticked: list[str]) -> None:
        self.state = {"ticked": ticked}
        self.said = f"{len(ticked)} of {len(self.items)} done."
        self.done = len(ticked) == len(self.items)

    def words(self) -> str:
        """Return the items."""
        return "\n".join([f"Checklist: {self.title}", *(f"  [ ] {item}" for item in self.items)])


class Note(Element):
    """A sentence in one's own words; ``text`` is what was saved."""

    def __init__(self, key: str, prompt: str, ledger: Ledger | None = None) -> None:
        self.prompt = prompt
        super().__init__("note", key, {"prompt": prompt}, ledger)
        self.state = {"text": str(self.kept().get("text", ""))}
        self.said = ("Saved earlier." if self.text else "") + self.trouble()
        self.done = bool(self.text)

    @property
    def text(self) -> str:
        """The saved sentence."""
        return self.state["text"]

    def do_save(self, text: str) -> None:
        """Keep the sentence."""
        self.state = {"text": text.strip()}
        self.said = "Saved." + self.store(text=self.text)
        self.done = bool(self.text)

    def words(self) -> str:
        """Return the prompt."""
        return f"In your own words: {self.prompt}"


class Export(Element):
    """A button that writes a table as CSV beside the notebook."""

    def __init__(self, table: pd.DataFrame, name: str) -> None:
        self.table, self.name = table, name
        super().__init__("export", name, {"label": f"Save as {name} 导出表格"})

    def do_export(self) -> None:
        """Write the file."""
        self.said = written(self.table, self.name)

    def words(self) -> str:
        """Return which file the button writes."""
        return f"Button: save the table as {self.name}"


def written(table: pd.DataFrame, name: str) -> str:
    """Write ``table`` to the CSV file ``name`` in this folder; return where it is, or why not, in words."""
    try:
        path = save_csv(table, name)
    except OSError as error:
        return f"{name} cannot be written: {error.strerror or error}. If it is open in another program, close it there."
    return f"Saved {path.name} in the folder {path.resolve().parent.name}: {len(table)} rows."


def predict(key: str, question: str, answers: Sequence[str]) -> Predict:
    """Ask for a prediction; see ``Predict``."""
    return Predict(key, question, answers)


def quiz(key: str, title: str, questions: Sequence[Question], *, compact: bool = False) -> Quiz:
    """Ask multiple-choice questions; see ``Quiz``."""
    return Quiz(key, title, questions, compact=compact)


def checklist(key: str, title: str, items: Sequence[str]) -> Checklist:
    """Show things to tick off; see ``Checklist``."""
    return Checklist(key, title, items)


def note(key: str, prompt: str = "In my organisation this would hold if … 在我们单位，这成立的条件是……") -> Note:
    """Ask for a sentence in one's own words; see ``Note``."""
    return Note(key, prompt)


def export(table: pd.DataFrame, name: str) -> Export:
    """Offer a table as a CSV file; see ``Export``."""
    return Export(table, name)


def show(chart: Any, table: pd.DataFrame, *, digits: int = 2) -> None:
    """Display a chart and, folded up below it, the table behind it."""
    from IPython.display import display

    display(chart)
    display(Folded(table, digits))


@dataclass(frozen=True)
class Folded:
    """A table that is folded up in a notebook and written out in plain text."""

    table: pd.DataFrame
    digits: int = 2

    def _repr_html_(self) -> str:
        plain = self.table.round(self.digits)
        body = plain.to_html(index=False, border=0, justify="left", na_rep="–", float_format=self._number)
        return f"<details><summary>Data table 数据表 ({len(plain)} rows)</summary>{body}</details>"

    def _number(self, value: float) -> str:
        return f"{value:,.{self.digits}f}"

    def __repr__(self) -> str:
        return str(self.table.round(self.digits).to_string(index=False))


def excerpt(function: Callable[..., Any], first: str, lines: int) -> str:
    """Return ``lines`` lines of a function's source from the first one that begins with ``first``.

    Raise a ValueError if no line does: the lesson then needs a look.
    """
    from inspect import getsource
    from textwrap import dedent

    source = dedent(getsource(function)).splitlines()
    start = next((i for i, line in enumerate(source) if line.strip().startswith(first)), None)
    if start is None:
        raise ValueError(f"{function.__name__} has no line that begins with {first!r}.")
    return dedent("\n".join(source[start : start + lines]))


def intuition(prefix: str = "", ledger: Ledger | None = None) -> Any:
    """Return "your intuition against the model" for the ids that begin with ``prefix``: a table with the mean score.

    Without a scored prediction it is a sentence that says so.
    """
    scores = (ledger or Ledger()).scores()
    scores = scores[scores["id"].astype(str).str.startswith(prefix)]
    return Intuition(scores.reset_index(drop=True))


@dataclass(frozen=True)
class Intuition:
    """Scored predictions, as a table with words."""

    scores: pd.DataFrame

    def __repr__(self) -> str:
        if self.scores.empty:
            return "No scored prediction yet: commit one above, run the cells below it, and look again."
        hits, n = int(self.scores["right"].sum()), len(self.scores)
        sure, mean = self.scores["sure"].mean(), self.scores["brier"].mean()
        over = "more often sure than right (overconfident 过度自信)"
        lean = over if sure > 100 * hits / n + 10 else "as sure as you were right"
        lean = "more often right than sure" if sure < 100 * hits / n - 10 else lean
        return (
            f"{hits} of {n} right ({100 * hits / n:.0f} %), on average {sure:.0f} % sure: {lean}. "
            f"Mean Brier score {mean:.2f} (0 is perfect, 0.25 always half sure)."
        )

    def _repr_html_(self) -> str:
        if self.scores.empty:
            return f"<p>{html.escape(repr(self))}</p>"
        rows = "".join(_row(entry) for entry in self.scores.to_dict("records"))
        names = ("Question 问题", "You 你", "Sure 把握", "Model 模型", "Result 结果", "Brier")
        head = "".join(f'<th scope="col">{name}</th>' for name in names)
        title = "Your intuition against the model 直觉与模型"
        return (
            f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
            f"<p>{html.escape(repr(self))}</p>"
        )


def _row(entry: Mapping[str, Any]) -> str:
    result = "✓ right" if entry["right"] else "✗ surprise"
    cells = (entry["answer"], f"{entry['sure']:g} %", entry["truth"], result, f"{entry['brier']:.2f}")
    told = "".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells)
    return f'<tr><th scope="row">{html.escape(str(entry["question"]))}</th>{told}</tr>'
