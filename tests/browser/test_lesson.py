"""Lesson 2.3 as a trainee plays it: predict, drag, freeze, compare, cancel, reload, and find the prediction again.

The tests of this file build on each other in their order: they are one lesson.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from notebook_page import fresh_kernel, run_all

NOTEBOOK = "ch02_foundations.ipynb"
WIDE, NARROW = {"width": 1360, "height": 950}, {"width": 1024, "height": 950}
# The goals, and a bound on sanity for machines that do other work as well.
GOAL_MEDIAN_MS, GOAL_P95_MS, SANE_MEDIAN_MS = 100, 200, 1000
MOVES, MANY_MOVES = 40, 1_000
# What a thousand moves may add: the kernel's allocator and the browser's caches breathe by a few megabytes.
# The process as a whole may also keep freed memory in pieces: 34 MB were seen although nothing was left behind, which
# tests/test_controls.py checks to the kilobyte. A kept world a move would be more than 1,000 MB.
KERNEL_MB, PAGE_MB = 100, 15


@dataclass
class Lesson:
    """A Lab tab with the lesson, and everything it asked for and complained about."""

    tab: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def element(self, kind: str, nth: int = 0) -> Any:
        """Return the n-th element of one kind, scrolled into view."""
        found = self.tab.locator(f"section.kit-{kind}").nth(nth)
        found.scroll_into_view_if_needed()
        return found

    @property
    def panel(self) -> Any:
        """The live panel, without the elements that share its looks."""
        return self.tab.locator("section.live-panel:not(.kit)")

    def slider(self, path: str) -> Any:
        """Return the slider of one parameter."""
        found = self.panel.locator(f'[data-path="{path}"] input[type="range"]')
        found.scroll_into_view_if_needed()
        return found

    def settle(self) -> None:
        """Wait until the kernel has answered and the axes rest."""
        self.tab.wait_for_timeout(150)
        self.panel.locator('.live-picture[aria-busy="false"]').wait_for(timeout=30_000)
        self.tab.wait_for_timeout(600)

    def said(self, kind: str, words: str, nth: int = 0, timeout: int = 90_000) -> str:
        """Wait until an element's live region says ``words``; return all it says."""
        region = self.tab.locator(f"section.kit-{kind}").nth(nth).get_by_role("status")
        region.filter(has_text=words).wait_for(timeout=timeout)
        return str(region.text_content())

    def look(self, mode: str) -> None:
        """Switch JupyterLab's theme."""
        name = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}[mode]
        self.tab.evaluate(f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: '{name}'}})")
        self.tab.wait_for_function(f"document.body.dataset.jpThemeLight === '{str(mode == 'light').lower()}'")
        self.settle()


@pytest.fixture(scope="module")
def lesson(lab: str, browser: Any) -> Iterator[Lesson]:
    """Open the lesson in Lab, run all cells, wait until the kernel is idle."""
    context = browser.new_context(viewport=WIDE)
    context.set_default_timeout(15_000)
    opened = Lesson(context.new_page())
    opened.tab.on("request", lambda request: opened.requests.append(request.url))
    opened.tab.on("websocket", lambda socket: opened.requests.append(socket.url))
    opened.tab.on("console", lambda said: opened.errors.append(said.text) if said.type == "error" else None)
    opened.tab.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.tab.goto(f"{lab}/lab/tree/{NOTEBOOK}")
    run_all(opened.tab, NOTEBOOK)
    opened.panel.locator("svg .mark-line path").first.wait_for(timeout=60_000)
    yield opened
    context.close()


def commit(lesson: Lesson, nth: int, answer: int, steps: int) -> Any:
    """Answer a prediction with the keyboard alone."""
    box = lesson.element("prediction", nth)
    radio = box.get_by_role("radio").nth(answer)
    radio.focus()
    lesson.tab.keyboard.press("Space")
    box.get_by_role("slider").focus()
    for _ in range(steps):
        lesson.tab.keyboard.press("ArrowRight")
    box.get_by_role("button", name="Commit").focus()
    lesson.tab.keyboard.press("Enter")
    lesson.said("prediction", "Committed", nth)
    return box


def test_runs_without_an_error(lesson: Lesson) -> None:
    """Every cell runs: no traceback, nothing on the error stream, every element and chart is there."""
    outputs = lesson.tab.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells
            .flatMap(c => c.outputs ?? [])
            .map(o => ({type: o.output_type, name: o.name, said: o.evalue ?? o.text}))"""
    )

    assert [o for o in outputs if o["type"] == "error" or o["name"] == "stderr"] == []
    assert lesson.tab.locator("section.kit-prediction").count() == 4
    assert lesson.tab.locator(".jp-NotebookPanel .vega-embed").count() >= 11


def test_closed_until_predicted(lesson: Lesson) -> None:
    """Before the predictions every control of the panel and every button of the runs is closed, and it says why."""
    open_controls = lesson.panel.locator("input:enabled, select:enabled, .live-buttons button:enabled").count()

    assert open_controls == 0
    assert lesson.panel.locator(".live-gate").is_visible()
    assert lesson.element("runs").get_by_role("button", name="Run A against B").is_disabled()


def test_ids_are_unique(lesson: Lesson) -> None:
    """Every widget loads its script anew; still no two elements of the page share an id."""
    ids = lesson.tab.locator("section.live-panel [id]").evaluate_all("nodes => nodes.map(n => n.id)")

    assert len(ids) > 100
    assert len(ids) == len(set(ids))


def test_predicting_opens_the_panel(lesson: Lesson) -> None:
    """Answer and confidence by keyboard; one prediction is not enough, two open the panel; focus is not lost."""
    commit(lesson, 0, 3, 8)
    half = lesson.panel.locator(".live-gate").is_visible()
    commit(lesson, 1, 0, 4)
    focused = lesson.tab.evaluate("document.activeElement.textContent")
    lesson.panel.locator(".live-gate").wait_for(state="hidden")

    assert half
    assert "Change my mind" in focused
    assert lesson.slider("plan.posts_per_day").is_enabled()


def test_drag_freeze_compare(lesson: Lesson) -> None:
    """Drag to a plan, freeze it as A, change B, run pairs: the table has verdicts, costs and n."""
    slider = lesson.slider("plan.posts_per_day")
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    lesson.tab.mouse.move(box["x"] + box["width"] * 0.17, y)
    lesson.tab.mouse.down()
    lesson.tab.mouse.move(box["x"] + box["width"] * 0.34, y, steps=15)
    lesson.tab.mouse.up()
    lesson.settle()
    dragged = float(slider.input_value())
    lesson.panel.get_by_role("button", name="Freeze as A").click()
    lesson.settle()
    slider.focus()
    for _ in range(20):
        lesson.tab.keyboard.press("ArrowRight")
    lesson.settle()
    runs = lesson.element("runs")
    runs.get_by_label("Runs each").fill("5")
    runs.get_by_role("button", name="Run A against B").click()
    said = lesson.said("runs", "Done.")
    table = runs.get_by_role("table").inner_text()

    assert 1.2 < dragged < 3
    assert "n = 5" in said
    assert "Team hours" in table
    assert "Posts" in table
    assert "What it costs" in table


def test_cancel_a_long_run(lesson: Lesson) -> None:
    """While sixty pairs run, a slider still answers; cancel ends them and the finished ones count."""
    runs = lesson.element("runs")
    runs.get_by_label("Runs each").fill("60")
    runs.get_by_role("button", name="Run A against B").click()
    lesson.tab.wait_for_function("document.querySelector('.kit-runs progress').value >= 2", timeout=60_000)
    before = lesson.panel.locator(".live-figures tbody").inner_text()
    slider = lesson.slider("plan.content_quality")
    slider.focus()
    lesson.tab.keyboard.press("ArrowRight")
    lesson.tab.wait_for_function(
        "old => document.querySelector('.live-panel:not(.kit) .live-figures tbody').innerText !== old",
        arg=before,
        timeout=20_000,
    )
    still = lesson.tab.evaluate("document.querySelector('.kit-runs progress').value")
    lesson.element("runs").get_by_role("button", name="Cancel").click()
    said = lesson.said("runs", "Cancelled after")

    assert still < 60
    assert "of 60" in said
    assert runs.get_by_role("button", name="Run A against B").is_enabled()


def test_save_and_load(lesson: Lesson) -> None:
    """A saved plan comes back after a reset."""
    wanted = lesson.slider("plan.posts_per_day").input_value()
    runs = lesson.element("runs")
    runs.get_by_label("Name").fill("我的 plan")
    runs.get_by_role("button", name="Save B").click()
    lesson.said("runs", "Saved B as")
    lesson.panel.get_by_role("button", name="Reset").click()
    lesson.settle()
    reset = lesson.slider("plan.posts_per_day").input_value()
    lesson.element("runs").get_by_role("button", name="Load as B").click()
    lesson.said("runs", "B is now 我的 plan")
    lesson.settle()

    assert reset == "1"
    assert lesson.slider("plan.posts_per_day").input_value() == wanted


def test_quiz_checklist_and_note(lesson: Lesson) -> None:
    """Answers get a diagnosis in words; ticks and the sentence are stored."""
    posts = lesson.element("quiz", 0)
    posts.get_by_role("combobox").first.select_option(index=2)
    posts.get_by_role("button", name="Check").click()
    lesson.said("quiz", "of 12 right", 0)
    last = lesson.element("quiz", 1)
    last.get_by_role("radio", name="Undecided: run more pairs before deciding.").check()
    last.get_by_role("button", name="Check").click()
    lesson.said("quiz", "1 of 3 right", 1)
    lesson.element("checklist").get_by_role("checkbox").first.check()
    lesson.said("checklist", "1 of 5 done")
    lesson.element("note").get_by_role("textbox").fill("two people had time for it 有人手")
    lesson.element("note").get_by_role("button", name="Save").click()
    lesson.said("note", "Saved.")

    assert "✗ Not quite." in posts.text_content()
    assert "✓ Right." in last.text_content()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_audit_of_our_own_elements(lesson: Lesson, mode: str, artifacts: Path) -> None:
    """An axe audit finds nothing serious or critical in anything we draw."""
    package = pytest.importorskip("axe_playwright_python")
    script = (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    lesson.look(mode)
    lesson.tab.evaluate(script)
    found = lesson.tab.evaluate("() => axe.run({include: [['section.live-panel']]}, {resultTypes: ['violations']})")
    lesson.look("light")
    violations = [
        {"rule": v["id"], "impact": v["impact"], "nodes": [n["html"][:160] for n in v["nodes"]][:5]}
        for v in found["violations"]
    ]
    (artifacts / f"axe-{mode}.json").write_text(json.dumps(violations, indent=1, ensure_ascii=False), encoding="utf-8")

    assert [v for v in violations if v["impact"] in ("serious", "critical")] == []


def test_screenshots(lesson: Lesson, artifacts: Path) -> None:
    """Light, dark and 1,024 pixels wide, for a person to look at; nothing is cut off in the narrow one."""
    for name, mode, size in (("light", "light", WIDE), ("dark", "dark", WIDE), ("1024", "light", NARROW)):
        lesson.look(mode)
        lesson.tab.set_viewport_size({**size, "height": 1500})
        for part, node in (
            ("predict", lesson.element("prediction", 0)), ("quiz", lesson.element("quiz", 0)),
            ("last", lesson.element("quiz", 1)), ("runs", lesson.element("runs")), ("panel", lesson.panel),
        ):  # fmt: skip
            node.scroll_into_view_if_needed()
            lesson.tab.wait_for_timeout(300)
            node.screenshot(path=artifacts / f"lesson-{part}-{name}.png")
        lesson.tab.screenshot(path=artifacts / f"lesson-page-{name}.png")
    lesson.panel.scroll_into_view_if_needed()
    picture, holder = (
        lesson.panel.locator(".live-frame svg").bounding_box(),
        lesson.panel.locator(".live-picture").bounding_box(),
    )
    cut = lesson.tab.locator("section.live-panel").evaluate_all(
        "nodes => nodes.filter(n => n.scrollWidth > n.clientWidth + 1).map(n => n.className)"
    )
    lesson.tab.set_viewport_size(WIDE)
    lesson.settle()

    assert cut == []
    assert picture["width"] > 0.9 * holder["width"]


def moved(lesson: Lesson, moves: int) -> list[dict[str, float]]:
    """Press arrow keys on the main slider, one after the other's picture; return the timings."""
    slider = lesson.slider("plan.posts_per_day")
    slider.focus()
    lesson.tab.evaluate("window.__panelTimings = []")
    for i in range(moves):
        seen = lesson.tab.evaluate("window.__panelTimings.length")
        lesson.tab.keyboard.press("ArrowRight" if i % 10 < 5 else "ArrowLeft")
        lesson.tab.wait_for_function(f"window.__panelTimings.length > {seen}", timeout=20_000)
    times = lesson.tab.evaluate("window.__panelTimings")
    lesson.tab.evaluate("window.__panelTimings = undefined")
    return list(times)


def test_slider_latency(lesson: Lesson, artifacts: Path) -> None:
    """From key press to the frame that shows the answer, with all controls of the lesson: written down and sane."""
    lesson.panel.get_by_role("button", name="Reset").click()
    lesson.settle()
    times = moved(lesson, MOVES)
    whole = sorted(t["ms"] for t in times)
    found = {
        "what": "slider key press to picture, one preview of lesson 2.3's panel, real browser",
        "n": len(whole),
        "median_ms": round(statistics.median(whole), 1),
        "p95_ms": round(statistics.quantiles(whole, n=20)[-1], 1),
        "goal": f"median below {GOAL_MEDIAN_MS} ms, 95th percentile below {GOAL_P95_MS} ms",
        "panel_median_ms": round(statistics.median(t["ms"] - t["model_ms"] for t in times), 1),
        "model_median_ms": round(statistics.median(t["model_ms"] for t in times), 1),
        "load": round(os.getloadavg()[0], 1),
        "measured": time.strftime("%Y-%m-%d"),
    }
    (artifacts / "lesson-slider.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")

    assert found["median_ms"] < SANE_MEDIAN_MS


RSS = "__import__('os').sysconf('SC_PAGE_SIZE') * int(open('/proc/self/statm').read().split()[1])"


def kernel_mb(lesson: Lesson) -> float:
    """Return the resident memory of the lesson's kernel, told by itself."""
    told = lesson.tab.evaluate(
        """async (rss) => {
            const kernel = window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
            const asked = kernel.requestExecute({code: '', silent: true, user_expressions: {rss}});
            return (await asked.done).content.user_expressions.rss.data['text/plain'];
        }""",
        RSS,
    )
    return int(told) / 2**20


def page_mb(lesson: Lesson) -> float:
    """Return the page's script memory after a collection."""
    session = lesson.tab.context.new_cdp_session(lesson.tab)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    found = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return float(found["JSHeapUsedSize"]) / 2**20


def test_everything_is_there_after_a_reload(lesson: Lesson) -> None:
    """The page is loaded afresh, the kernel restarted: predictions, ticks, sentence are back; now they are scored."""
    fresh_kernel(lesson.tab, NOTEBOOK)
    run_all(lesson.tab, NOTEBOOK)
    said = lesson.said("prediction", "Committed", 0)
    first = lesson.element("prediction", 0).get_by_role("radio").nth(3)

    assert "90 % sure" in said
    assert first.is_checked()
    assert lesson.slider("plan.posts_per_day").is_enabled()
    assert lesson.element("checklist").get_by_role("checkbox").first.is_checked()
    assert "有人手" in lesson.element("note").get_by_role("textbox").input_value()
    table = lesson.tab.get_by_role("table").filter(has_text="Your intuition against the model")
    assert table.locator("tbody tr").count() == 2


def test_asks_only_this_machine(lesson: Lesson) -> None:
    """No address but the local one was asked in the whole lesson."""
    hosts = {urlsplit(url).hostname for url in lesson.requests if not url.startswith(("data:", "blob:"))}

    assert hosts == {"127.0.0.1"}


def test_console_is_clean(lesson: Lesson) -> None:
    """Nothing complained in the browser's console in the whole lesson."""
    assert lesson.errors == []


# Last, because a thousand moves leave the server with a long memory of its own.
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_a_thousand_moves_leave_memory_flat(lesson: Lesson, artifacts: Path) -> None:
    """Neither kernel nor page grows while a slider is moved a thousand times."""
    moved(lesson, 60)  # caches fill first
    before = kernel_mb(lesson), page_mb(lesson)
    moved(lesson, MANY_MOVES)
    after = kernel_mb(lesson), page_mb(lesson)
    found = {"moves": MANY_MOVES, "kernel_mb": [round(before[0], 1), round(after[0], 1)],
             "page_mb": [round(before[1], 1), round(after[1], 1)]}  # fmt: skip
    (artifacts / "lesson-memory.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")

    assert after[0] - before[0] < KERNEL_MB
    assert after[1] - before[1] < PAGE_MB
