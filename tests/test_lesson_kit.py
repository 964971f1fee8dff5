"""The lesson kit without a browser: what is kept, what is scored, what is refused, what a cancel leaves."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pandas as pd
import pytest

from sim import METRICS, base, compare, differences, simulate, sweep, vary
from sim.lab.controls import POSTING, LivePanel
from sim.lab.curves import sweep_curve, sweep_table, trade_off
from sim.lab.files import ScenarioFileError, content_calendar, file_name, load_scenario, save_csv, save_scenario
from sim.lab.ledger import Ledger, LedgerError, brier
from sim.lab.lesson import Folded, Note, Predict, Question, Quiz, checklist, export, intuition, note, predict, quiz
from sim.lab.runs import Lab, _cells, lab, outcome_table, verdicts

SMALL = vary(base, {"n_people": 1_000, "horizon_days": 10, "warmup_days": 2, "platforms": ["weibo"]}, name="small")
PATHS = ["plan.posts_per_day", "plan.content_quality"]
ANSWERS = ["fewer", "more"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder with a ledger of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_LEDGER", str(tmp_path / "ledger.jsonl"))
    return tmp_path


def move(live: LivePanel, path: str, value: float) -> None:
    """Set one control, as the page does."""
    live.values = {**live.values, path: value}  # noqa: PD011


# --- the ledger


def test_a_prediction_survives_a_restart() -> None:
    """A second ledger on the same file, as after a restart, holds answer and confidence; Chinese is intact."""
    Ledger().predict("x", "更多吗?", "more", 70)

    assert Ledger().get("prediction", "x")["answer"] == "more"
    assert Ledger().get("prediction", "x")["question"] == "更多吗?"


def test_the_newest_prediction_counts_until_the_model_answers() -> None:
    """One may think again before the result, not after."""
    ledger = Ledger()
    ledger.predict("x", "?", "more", 70)
    ledger.predict("x", "?", "fewer", 80)
    outcome = ledger.settle("x", "fewer")

    assert outcome["right"] is True
    with pytest.raises(LedgerError, match="has been answered"):
        ledger.predict("x", "?", "more", 100)


@pytest.mark.parametrize(
    ("sure", "right", "score"),
    [(100, True, 0.0), (50, True, 0.25), (50, False, 0.25), (100, False, 1.0), (80, False, 0.64)],
)
def test_brier_score(sure: float, right: bool, score: float) -> None:
    """The squared distance between confidence and result, at its known points."""
    assert brier(sure, right) == pytest.approx(score)


@pytest.mark.parametrize("sure", [49, 101, True, "70", None])
def test_confidence_outside_the_scale_is_refused(sure: object) -> None:
    """Confidence is a number from 50 to 100."""
    with pytest.raises(LedgerError, match="outside 50 to 100"):
        Ledger().predict("x", "?", "more", sure)  # type: ignore[arg-type]


@pytest.mark.parametrize(("answers", "least"), [(2, 50), (3, 35), (4, 25), (5, 20), (6, 20)])
def test_the_scale_of_confidence_begins_at_a_blind_guess(answers: int, least: int) -> None:
    """One of three answers, taken blindly, is right in a third of all cases: the scale begins there, not at a half."""
    asked = predict("x", "?", [f"answer {i}" for i in range(answers)])
    with pytest.raises(LedgerError, match=f"outside {least} to 100"):
        asked.commit("answer 0", least - 5)
    asked.commit("answer 0", least)

    assert (asked.spec["least"], asked.sure) == (least, least)


def test_settling_twice_adds_nothing(home: Path) -> None:
    """Running the cell again leaves the file as it is."""
    ledger = Ledger()
    ledger.predict("x", "?", "more", 70)
    ledger.settle("x", "more")
    before = (home / "ledger.jsonl").read_bytes()
    ledger.settle("x", "more")

    assert (home / "ledger.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    "damage",
    [
        b'{"version": 1, "kind": "pred',
        b"\xff\xfe\x00",
        b"[]",
        b'{"version": 99, "kind": "note", "id": "z"}',
        b'{"version": 1, "kind": "x", "id": "z"}',
    ],
)  # fmt: skip
def test_a_damaged_ledger_is_kept_aside(damage: bytes, home: Path) -> None:
    """What can be read lives on, the damaged file is kept with all its bytes, and a sentence says so."""
    Ledger().predict("x", "?", "more", 70)
    file = home / "ledger.jsonl"
    file.write_bytes(file.read_bytes() + damage)
    broken = file.read_bytes()
    ledger = Ledger()
    kept = ledger.get("prediction", "x")

    assert kept is not None
    assert "1 of 2 lines cannot be read" in ledger.trouble
    assert (home / "ledger.damaged-1.jsonl").read_bytes() == broken
    assert Ledger().trouble == ""


def test_the_ledger_can_be_deleted(home: Path) -> None:
    """One call removes everything; doing it twice is no error; one id can be forgotten alone."""
    ledger = Ledger()
    ledger.predict("x", "?", "more", 70)
    ledger.predict("y", "?", "more", 70)
    ledger.forget("x")
    left = list(ledger.entries("prediction"))
    ledger.delete()
    ledger.delete()

    assert left == ["y"]
    assert not (home / "ledger.jsonl").exists()
    assert ledger.entries("prediction") == {}


def test_one_ledger_for_the_whole_working_copy(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Notebooks in subfolders of the working copy share the ledger at its top."""
    monkeypatch.delenv("SIM_LEDGER")
    (home / ".released.json").write_text("{}")
    (home / "exercises").mkdir()
    monkeypatch.chdir(home / "exercises")

    assert Ledger().path == home / ".ledger.jsonl"


def test_a_folder_that_cannot_be_written_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer still counts in this session, and the person learns that it is not kept."""
    monkeypatch.setenv("SIM_LEDGER", str(home / "missing" / "ledger.jsonl"))
    asked = Predict("x", "?", ANSWERS)
    asked.commit("more", 60)

    assert asked.answer == "more"
    assert "cannot be stored" in asked.said


# --- elements


def test_a_prediction_comes_back_and_is_scored() -> None:
    """A fresh widget shows the committed answer; settling says the model's answer, yours, and the score."""
    predict("x", "More?", ANSWERS).commit("more", 80)
    again = predict("x", "More?", ANSWERS)
    told = again.settle("fewer")

    assert (again.answer, again.sure, again.done) == ("more", 80, True)
    assert told.startswith("The model: fewer. You said: more, 80 % sure. Brier score 0.64")
    assert predict("x", "More?", ANSWERS).state["settled"] is True


def test_without_a_prediction_only_the_model_speaks() -> None:
    """A head-less run has predicted nothing and says so, the same every time."""
    asked = predict("x", "More?", ANSWERS)

    assert asked.settle("more") == "The model: more. You made no prediction."
    assert repr(intuition()) == "No scored prediction yet: commit one above, run the cells below it, and look again."


def test_messages_from_the_page_commit_and_rethink() -> None:
    """The buttons' messages do what the methods do; an answer that is none is refused in words."""
    asked = predict("x", "More?", ANSWERS)
    asked._handle_custom_msg({"do": "commit", "answer": "perhaps", "sure": 60}, [])
    refused = asked.said
    asked._handle_custom_msg({"do": "commit", "answer": "more", "sure": 60}, [])
    committed = asked.done
    asked._handle_custom_msg({"do": "rethink"}, [])

    assert "none of the answers" in refused
    assert (committed, asked.done) == (True, False)


def test_intuition_sums_up() -> None:
    """Hits, mean confidence and mean score; the table names result in words, not by colour."""
    for key, truth in (("L/a", "more"), ("L/b", "fewer")):
        predict(key, f"<{key}>?", ANSWERS).commit("more", 90)
        predict(key, f"<{key}>?", ANSWERS).settle(truth)
    told = intuition("L/")

    assert repr(told).startswith(
        "1 of 2 right (50 %), on average 90 % sure: more often sure than right (overconfident 过度自信)."
    )
    assert "✗ surprise" in told._repr_html_()
    assert "&lt;L/a&gt;" in told._repr_html_()
    assert "No scored" in repr(intuition("M/"))


QUESTION = Question(
    "2 + 2?", {"3": "You counted one too few.", "4": "", "22": "You put the signs side by side."}, "Two pairs."
)


def test_quiz_diagnoses_each_wrong_answer() -> None:
    """Every wrong answer has its own sentence; the right one its reason; blank is not wrong; all of it is kept."""
    asked = quiz("q", "Sums", [QUESTION, QUESTION, QUESTION, QUESTION])
    said = asked.check(["3", "22", "4", None])

    assert said == "1 of 4 right."
    assert asked.state["told"] == [
        "Not quite. You counted one too few.", "Not quite. You put the signs side by side.", "Right. Two pairs.", "Not attempted.",
    ]  # fmt: skip
    assert quiz("q", "Sums", [QUESTION] * 4).state["answers"] == ["3", "22", "4", None]
    assert "right" not in json.dumps(asked.spec)  # the page does not know the answers before they are asked for


def test_checklist_and_note_are_kept() -> None:
    """Ticks and the sentence are there again; what is no item is ignored."""
    checklist("c", "Before", ["a", "b"]).do_tick(["b", "z"])
    note("n").do_save("  if we had 一个团队 ")

    assert checklist("c", "Before", ["a", "b"]).state["ticked"] == ["b"]
    assert Note("n", "?").text == "if we had 一个团队"


def test_elements_say_what_they_ask_in_plain_text() -> None:
    """Without a kernel the stored text holds question and answers, and no memory address."""
    asked = predict("x", "More?", ANSWERS)
    text = asked._repr_mimebundle_()
    bundle = text[0] if isinstance(text, tuple) else text

    assert bundle["text/plain"] == "Predict: More?\n  ( ) fewer\n  ( ) more"
    assert "( ) 3 ( ) 4" in repr(Quiz("q", "Sums", [QUESTION]))


# --- files


def test_a_scenario_comes_back(home: Path) -> None:
    """Saved and loaded, a scenario is equal to itself: numbers, choices, shares, platforms and a Chinese name."""
    mine = vary(SMALL, {"plan.posts_per_day": 2.5, "plan.type_mix": (1, 0, 0, 0, 0)}, name="我的方案")
    path = save_scenario(mine, home / "mine.scenario.json")

    assert load_scenario(path) == mine
    assert json.loads(path.read_text(encoding="utf-8"))["version"] == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"what": ', "damaged at line 1"),
        ("[]", "no scenario of this course"),
        ('{"what": "social media operations lab, scenario", "version": 2}', "saved by a newer course"),
        ('{"what": "social media operations lab, scenario", "version": 1}', "no name or no list"),
        ('{"what": "social media operations lab, scenario", "version": 1, "name": "x", "changes": {"plan.post": 1}}', "plan.post"),
        ('{"what": "social media operations lab, scenario", "version": 1, "name": "x", "changes": {"plan.posts_per_day": 99}}',
         "plan.posts_per_day = 99"),
        ('{"what": "social media operations lab, scenario", "version": 1, "name": "x", "changes": {"plan.posts_per_day": null}}',
         "plan.posts_per_day"),
    ],
)  # fmt: skip
def test_a_bad_scenario_file_is_explained(text: str, said: str, home: Path) -> None:
    """Damaged, foreign, newer, unknown and illegal: each is named, and the file is not touched."""
    path = home / "bad.scenario.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ScenarioFileError, match=r"bad\.scenario\.json") as caught:
        load_scenario(path)
    assert said in str(caught.value)
    assert path.read_text(encoding="utf-8") == text


def test_a_missing_scenario_file_is_explained(home: Path) -> None:
    """A file that is not there, and one that is no text."""
    (home / "b.scenario.json").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(ScenarioFileError, match="does not exist"):
        load_scenario(home / "none.scenario.json")
    with pytest.raises(ScenarioFileError, match="no UTF-8"):
        load_scenario(home / "b.scenario.json")


def test_csv_opens_with_chinese_intact(home: Path) -> None:
    """The byte order mark tells Excel that the text is UTF-8."""
    path = save_csv(pd.DataFrame({"metric 指标": ["触达"], "n": [3]}), home / "t.csv")

    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert pd.read_csv(path, encoding="utf-8-sig").columns[0] == "metric 指标"


def test_export_button_writes_the_table(home: Path) -> None:
    """The button's message writes the file and says where."""
    button = export(pd.DataFrame({"a": [1]}), "t.csv")
    button._handle_custom_msg({"do": "export"}, [])

    assert (home / "t.csv").is_file()
    assert button.said.startswith("Saved t.csv")


def test_file_names_are_safe() -> None:
    """Chinese stays; what a system refuses goes."""
    assert file_name("../我的 plan: 1?") == "我的-plan-1"
    assert file_name("???") == "unnamed"


def test_calendar_has_the_posts_of_two_weeks() -> None:
    """One row a post of the first fourteen days, with empty columns to fill."""
    table = content_calendar(simulate(vary(SMALL, "horizon_days", 20)), days=14)

    assert len(table) == 14
    assert set(table["owner 负责人"]) == {""}


# --- paired runs


@pytest.fixture
def small_lab() -> Lab:
    """Return a lab over a small world, B with three posts a day."""
    found = lab(SMALL, PATHS, POSTING, metrics=("net_growth", "reach"))
    move(found.live, "plan.posts_per_day", 3.0)
    return found


def test_runs_end_in_a_table_with_costs(small_lab: Lab) -> None:
    """Both means, paired difference, interval, relative effect, n and verdict; costs are marked as such."""
    small_lab.runs.start(6)
    small_lab.runs.wait()
    table = small_lab.runs.outcome.set_index("metric")
    rows = {row["metric"]: row for row in small_lab.runs.state["rows"]}

    assert list(table.columns) == ["unit", "A", "B", "difference", "low", "high", "relative_percent", "n", "verdict"]
    assert table.loc["posts", "verdict"] == "higher"
    assert (table["n"] == 6).all()
    assert (table["low"].le(table["difference"]) & table["difference"].le(table["high"])).all()
    assert [row["cost"] for row in rows.values()] == [False, False, True, True]
    assert small_lab.runs.said.startswith("Done.")
    assert "每日发布数 1.0 → 3.0" in small_lab.runs.state["about"]


def test_runs_use_what_the_panel_shows(small_lab: Lab) -> None:
    """A is the frozen choice and B the present one, so freezing B as A makes every difference zero."""
    small_lab.live.freeze()
    small_lab.runs.start(5)
    small_lab.runs.wait()

    assert small_lab.live.a.plan.posts_per_day == 3.0
    assert (small_lab.runs.outcome["difference"] == 0).all()


def test_cancel_keeps_what_is_finished(small_lab: Lab) -> None:
    """Cancelled after the second pair, the table stands on the finished ones and says so."""
    runs = small_lab.runs
    runs.observe(lambda change: runs.cancel() if change["new"].get("done") == 2 else None, "state")
    runs.start(60)
    runs.wait()

    assert runs.state["phase"] == "idle"
    assert runs.said.startswith("Cancelled after 2 of 60")
    assert set(runs.outcome["n"]) == {2}


def test_cancel_at_once_has_nothing_to_say(small_lab: Lab) -> None:
    """One pair has no interval, so there is no table."""
    runs = small_lab.runs
    runs.observe(lambda change: runs.cancel() if change["new"].get("done") == 1 else None, "state")
    runs.start(60)
    runs.wait()

    assert runs.outcome is None
    assert "too few" in runs.said


def test_an_error_in_the_thread_is_said(small_lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failing run does not leave the buttons closed for ever."""
    monkeypatch.setattr("sim.lab.runs.compare", lambda *_, **__: 1 / 0)
    small_lab.runs.start(5)
    small_lab.runs.wait()

    assert small_lab.runs.state["phase"] == "idle"
    assert "division by zero" in small_lab.runs.said


@pytest.mark.parametrize("n", [4, 61, 2.5, True, None, "20"])
def test_number_of_runs_is_checked(small_lab: Lab, n: object) -> None:
    """Five to sixty, whole; the page's message is answered with a sentence, not a crash."""
    small_lab.runs._handle_custom_msg({"do": "start", "replications": n, "seed": 1}, [])

    assert "outside 5 to 60" in small_lab.runs.said


def test_buttons_stay_closed_until_the_prediction(home: Path) -> None:
    """Controls, runs and loading refuse before the commitment and work after it; thinking again closes them."""
    asked = predict("x", "More?", ANSWERS)
    found = lab(SMALL, PATHS, POSTING, gate=asked)
    before = found.live.picture
    move(found.live, "plan.posts_per_day", 3.0)
    found.runs.do_start(5, 1)
    refused, unmoved = found.runs.said, found.live.picture
    asked.commit("more", 70)
    opened = not found.live.locked and not found.runs.state["locked"]
    asked.do_rethink()

    assert refused == "Commit your prediction first."
    assert unmoved is before
    assert opened
    assert found.live.locked
    assert found.runs.state["locked"]


def test_save_and_load_through_the_buttons(small_lab: Lab) -> None:
    """Saved B, reset, loaded: B is what it was, with settings that no control shows; A stays."""
    runs, live = small_lab.runs, small_lab.live
    runs.do_save("三 a day")
    kept = runs.state["files"]
    live.reset()
    runs.do_load(kept[0])
    said = runs.said
    move(live, "plan.content_quality", 0.8)

    assert kept == ["三-a-day.scenario.json"]
    assert said == "B is now 三 a day. A is unchanged."
    assert (live.b.plan.posts_per_day, live.b.plan.content_quality, live.a.plan.posts_per_day) == (3.0, 0.8, 1.0)


def test_results_can_be_exported(small_lab: Lab, home: Path) -> None:
    """The table of the runs becomes a CSV file."""
    small_lab.runs.start(5)
    small_lab.runs.wait()
    small_lab.runs.do_export()

    assert pd.read_csv(home / "small-results.csv", encoding="utf-8-sig")["metric"].tolist()[-1] == "posts"


# --- tables and charts of experiments


def test_verdicts_have_cost_columns() -> None:
    """One row a scenario; the baseline has no difference; hours and posts stand beside the effect."""
    results = compare(
        [SMALL, vary(SMALL, "plan.posts_per_day", 3, name="three")],
        replications=4,
        metrics=("reach", "team_hours", "posts"),
    )
    table = verdicts(results, "reach", baseline="small")

    assert table["verdict"].tolist()[0] == "baseline"
    assert {f"team_hours ({METRICS['team_hours'].unit})", "posts (count)"} <= set(table.columns)
    with pytest.raises(ValueError, match="two scenarios"):
        outcome_table(
            compare([vary(SMALL, {}, name="A"), vary(SMALL, {}, name="b"), vary(SMALL, {}, name="c")], replications=2)
        )


def test_sweep_curve_tells_its_numbers() -> None:
    """Description, band and rows agree with the summary."""
    results = sweep(SMALL, "plan.posts_per_day", [0.5, 2.0], replications=3, metrics=("reach",))
    table = sweep_table(results, "plan.posts_per_day", "reach")
    chart = sweep_curve(results, "plan.posts_per_day", "reach", title="T", x_title="posts a day").to_dict()

    assert table["plan.posts_per_day"].tolist() == [0.5, 2.0]
    assert "at 0.5:" in chart["description"]
    assert "3 replications" in chart["title"]["subtitle"]
    with pytest.raises(ValueError, match="not in the table"):
        sweep_table(results, "plan.posts_per_day", "orders")


def test_trade_off_names_every_dot() -> None:
    """Two metrics, a written name at each dot."""
    results = compare(
        [SMALL, vary(SMALL, "plan.posts_per_day", 3, name="three")], replications=3, metrics=("reach", "reactions")
    )
    chart = trade_off(results, "reach", "reactions", title="T").to_dict()

    assert "three:" in chart["description"]
    assert any(layer["mark"].get("type") == "text" for layer in chart["layer"])


def test_a_folded_table_is_readable_in_both_forms() -> None:
    """Folded up as HTML, written out as text."""
    table = Folded(pd.DataFrame({"a": [1.23456]}), 2)

    assert "<summary>Data table" in table._repr_html_()
    assert "1.23" in repr(table)
    assert "1.2346" not in table._repr_html_()


def test_the_readout_of_paired_runs_does_not_divide_by_a_loss() -> None:
    """A baseline that loses followers in every run has no relative difference, the difference itself stays."""
    rows = [{"scenario": s, "metric": "net_growth", "replication": k, "value": v + k}
            for s, v in (("A", -20.0), ("B", 500.0)) for k in range(6)]  # fmt: skip
    row = outcome_table(pd.DataFrame(rows)).iloc[0]

    assert row["difference"] == 520.0
    assert math.isnan(row["relative_percent"])
    assert _cells(dict(row))["relative"] == "–"


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [
        ([100, 104, 96], [110, 114, 106], 10.0),
        ([-70, -71, -69], [95, 96, 94], None),  # of a loss, once said to be +236 %
        ([-15, 30, -5], [400, 390, 410], None),  # next to nothing, of either sign
        ([0, 0, 0], [5, 6, 7], None),
        ([36, 35, 37], [-104, -105, -103], None),  # a loss is no part of a gain
        ([36, 35, 37], [0, 0, 0], -100.0),
    ],
)
def test_one_rule_says_where_there_is_a_per_cent(a: list[float], b: list[float], share: float | None) -> None:
    """Verdicts, the panel's table and the differences below both: a share of a mean clearly above zero, or the difference."""
    rows = [{"scenario": s, "metric": m, "replication": k, "value": float(v)}
            for m in ("net_growth", "reach") for s, values in (("A", a), ("B", b)) for k, v in enumerate(values)]  # fmt: skip
    results = pd.DataFrame(rows)
    table = verdicts(results, "net_growth", baseline="A")
    found = [
        100 * differences(results, baseline="A")["relative"].iloc[0],
        table["relative %"].iloc[1],
        outcome_table(results)["relative_percent"].iloc[0],
    ]

    assert found == pytest.approx([math.nan if share is None else share] * 3, nan_ok=True)
    assert table["difference"].iloc[1] == pytest.approx(sum(b) / 3 - sum(a) / 3)
    assert math.isnan(table["relative %"].iloc[0])
    assert table["verdict"].iloc[1] in ("higher", "lower")
