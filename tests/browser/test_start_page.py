"""The start page as a trainee meets it: opened, run, moved, looked at, without a network."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from notebook_page import run_all

NOTEBOOK = "00_start_here.ipynb"
SLIDER = 'input[type="range"]'
# What JupyterLab itself says in the console, each with the reason why it is not ours.
ALLOWED = ()
# A bound on sanity only, because a busy machine is slow through no fault of ours: above it the panel no longer feels
# alive. The goals, a median below 100 ms and 95 % below 200 ms, are read from slider.json.
MEDIAN_MS = 1000
MOVES = 30


@dataclass
class Page:
    """A Lab tab with the start page run, and everything it asked for and complained about."""

    tab: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def panel(self) -> Any:
        """The live panel."""
        return self.tab.locator("section.live-panel")

    def slider(self, path: str) -> Any:
        """Return the slider of one parameter, scrolled into view."""
        found = self.panel.locator(f'[data-path="{path}"] {SLIDER}')
        found.scroll_into_view_if_needed()
        return found

    def lines(self) -> list[str]:
        """Return the paths of the drawn lines: what the picture shows, exactly."""
        return self.panel.locator(".live-picture svg .mark-line path").evaluate_all(
            "nodes => nodes.map(n => n.getAttribute('d'))"
        )

    def figures(self) -> str:
        """Return the visible read-out."""
        return self.panel.locator(".live-figures tbody").inner_text()

    def settle(self) -> None:
        """Wait until the kernel has answered and axes and screen reader have come to rest."""
        self.tab.wait_for_timeout(100)
        self.panel.locator('.live-picture[aria-busy="false"]').wait_for(timeout=20_000)
        self.tab.wait_for_timeout(700)


@pytest.fixture(scope="module")
def page(lab: str, browser: Any) -> Iterator[Page]:
    """Open the start page in Lab, run all cells, wait until the kernel is idle."""
    context = browser.new_context(viewport={"width": 1360, "height": 950})
    opened = Page(context.new_page())
    opened.tab.on("request", lambda request: opened.requests.append(request.url))
    opened.tab.on("websocket", lambda socket: opened.requests.append(socket.url))
    opened.tab.on("console", lambda said: opened.errors.append(said.text) if said.type == "error" else None)
    opened.tab.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.tab.goto(f"{lab}/lab/workspaces/start/tree/{NOTEBOOK}")
    run_all(opened.tab, NOTEBOOK)
    opened.panel.locator("svg .mark-line path").first.wait_for(timeout=60_000)
    yield opened
    context.close()


def test_runs_without_an_error(page: Page) -> None:
    """Every cell runs: no traceback is shown and nothing is written to the error stream."""
    outputs = page.tab.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells
            .flatMap(c => c.outputs ?? [])
            .map(o => ({type: o.output_type, name: o.name, said: o.evalue ?? o.text}))"""
    )

    assert outputs
    assert [o for o in outputs if o["type"] == "error" or o["name"] == "stderr"] == []


def test_asks_only_this_machine(page: Page) -> None:
    """No address but the local one is asked, so the course works without a network."""
    hosts = {urlsplit(url).hostname for url in page.requests if not url.startswith(("data:", "blob:"))}

    assert hosts == {"127.0.0.1"}


def test_console_is_clean(page: Page) -> None:
    """Neither our script nor a chart complains in the browser's console."""
    assert [said for said in page.errors if not any(known in said for known in ALLOWED)] == []


def test_charts_are_drawn(page: Page) -> None:
    """Every static chart of the page is drawn live, none is an error text."""
    notebook = page.tab.locator(".jp-NotebookPanel")

    assert notebook.locator(".jp-RenderedVegaCommon5, .jp-RenderedVega5, .vega-embed").count() >= 4
    assert "Javascript Error" not in notebook.inner_text()


def test_keyboard_moves_the_picture(page: Page) -> None:
    """Arrow keys alone change the value, the lines, the read-out and what a screen reader is told."""
    slider = page.slider("plan.posts_per_day")
    before, told = (
        (slider.input_value(), page.lines(), page.figures()),
        page.panel.get_by_role("status").inner_text(),
    )
    slider.focus()
    for _ in range(10):
        page.tab.keyboard.press("ArrowRight")
    page.settle()
    after = (slider.input_value(), page.lines(), page.figures())
    words = page.panel.get_by_role("img").get_attribute("aria-label")

    assert all(old != new for old, new in zip(before, after, strict=True))
    assert page.panel.get_by_role("status").inner_text() != told
    assert page.panel.get_by_role("status").inner_text() in words


def test_mouse_drag_moves_the_picture(page: Page) -> None:
    """A drag with the mouse ends in the picture of the value where it ended."""
    slider = page.slider("plan.content_quality")
    before = page.lines()
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.tab.mouse.move(box["x"] + box["width"] * 0.5, y)
    page.tab.mouse.down()
    page.tab.mouse.move(box["x"] + box["width"] * 0.9, y, steps=20)
    page.tab.mouse.up()
    page.settle()
    values = page.tab.evaluate("() => null") or slider.input_value()

    assert float(values) > 0.6
    assert page.lines() != before


def test_screenshots(page: Page, artifacts: Path) -> None:
    """Light, dark and narrow pictures are written for a person to look at; the dark one really is dark."""
    shots(page, artifacts, "light")
    page.tab.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0")
    page.tab.wait_for_timeout(500)
    page.tab.screenshot(path=artifacts / "page-top.png")
    page.panel.scroll_into_view_if_needed()
    page.tab.evaluate("window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})")
    page.tab.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
    page.settle()
    card = page.panel.evaluate("node => getComputedStyle(node).backgroundColor")
    inside = page.panel.locator(".live-picture svg").evaluate("node => getComputedStyle(node).backgroundColor")
    shots(page, artifacts, "dark")
    page.tab.evaluate("window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Light'})")
    page.tab.wait_for_function("document.body.dataset.jpThemeLight === 'true'")
    page.settle()

    assert max(map(int, card.strip("rgb()").split(","))) < 80
    assert card == inside


def shots(page: Page, artifacts: Path, name: str) -> None:
    """Write a picture of the panel and one of the page's start, in a window tall enough for both."""
    size = page.tab.viewport_size
    page.tab.set_viewport_size({**size, "height": 1500})
    page.panel.scroll_into_view_if_needed()
    page.settle()
    page.panel.screenshot(path=artifacts / f"panel-{name}.png")
    page.tab.screenshot(path=artifacts / f"page-{name}.png")
    page.tab.set_viewport_size(size)


def test_narrow_window(page: Page, artifacts: Path) -> None:
    """In a window 700 pixels wide the controls stand above the picture and nothing is cut off."""
    page.tab.set_viewport_size({"width": 700, "height": 950})
    page.settle()
    shots(page, artifacts, "narrow")
    controls, picture, panel = (
        page.tab.locator(name).first.bounding_box()
        for name in (".live-controls", ".live-picture", "section.live-panel")
    )
    svg = page.panel.locator(".live-picture svg").bounding_box()
    page.tab.set_viewport_size({"width": 1360, "height": 950})
    page.settle()

    assert controls["y"] + controls["height"] <= picture["y"]
    assert svg["x"] + svg["width"] <= panel["x"] + panel["width"]


def test_freeze_and_reset(page: Page) -> None:
    """Freezing makes A equal to B; reset brings every control and figure back to the start."""
    page.panel.get_by_role("button", name="Freeze as A").click()
    page.settle()
    changes = page.panel.locator(".live-figures tbody td:last-child").all_inner_texts()
    frozen = set(changes)
    page.panel.get_by_role("button", name="Reset").click()
    page.settle()

    assert frozen == {"no change"}
    assert page.slider("plan.posts_per_day").input_value() == "1"


def test_impossible_value_is_explained(page: Page) -> None:
    """A typed value outside the rule is refused in the model's own words, and the last picture stays."""
    box = page.panel.locator('[data-path="plan.posts_per_day"] input[type="number"]')
    before = page.lines()
    box.fill("99")
    box.press("Enter")
    page.panel.get_by_role("alert").wait_for()
    said, invalid, kept = (
        page.panel.get_by_role("alert").inner_text(),
        box.get_attribute("aria-invalid"),
        page.lines(),
    )
    page.panel.get_by_role("button", name="Reset").click()
    page.settle()

    assert "plan.posts_per_day = 99 is outside" in said
    assert invalid == "true"
    assert kept == before
    assert page.panel.get_by_role("alert").count() == 0


def test_slider_latency(page: Page, artifacts: Path) -> None:
    """From key press to the frame that shows the answer: written down, and below a bound on sanity."""
    slider = page.slider("plan.posts_per_day")
    slider.focus()
    page.tab.keyboard.press("ArrowRight")
    page.settle()
    page.tab.evaluate("window.__panelTimings = []")
    for i in range(MOVES):
        seen = page.tab.evaluate("window.__panelTimings.length")
        page.tab.keyboard.press("ArrowRight" if i % 10 < 5 else "ArrowLeft")
        page.tab.wait_for_function(f"window.__panelTimings.length > {seen}", timeout=10_000)
    times = page.tab.evaluate("window.__panelTimings")
    page.tab.evaluate("window.__panelTimings = undefined")
    whole = sorted(t["ms"] for t in times)
    found = {
        "what": "slider key press to picture, one preview of the start page's panel, real browser",
        "n": len(whole),
        "median_ms": round(statistics.median(whole), 1),
        "p95_ms": round(statistics.quantiles(whole, n=20)[-1], 1),
        "panel_median_ms": round(statistics.median(t["ms"] - t["model_ms"] for t in times), 1),
        "model_median_ms": round(statistics.median(t["model_ms"] for t in times), 1),
        "measured": time.strftime("%Y-%m-%d"),
    }
    (artifacts / "slider.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")

    assert found["n"] >= 25
    assert found["median_ms"] < MEDIAN_MS


def test_panel_is_accessible(page: Page) -> None:
    """Every control has a name and an explanation; roles are set; the keyboard walks from top to bottom."""
    panel = page.panel
    controls = panel.locator("input, select, button")
    nameless = controls.evaluate_all(
        """nodes => nodes
            .filter(n => !(n.labels?.length || n.getAttribute('aria-label') || n.textContent.trim()))
            .map(n => n.outerHTML)"""
    )
    dangling = controls.evaluate_all(
        """nodes => nodes.map(n => n.getAttribute('aria-describedby')).filter(Boolean)
            .filter(id => !document.getElementById(id)?.textContent)"""
    )
    tops = []
    controls.first.focus()
    for _ in range(controls.count()):
        tops.append(page.tab.evaluate("document.activeElement.getBoundingClientRect().bottom"))
        page.tab.keyboard.press("Tab")
    ids = panel.locator("[id]").evaluate_all("nodes => nodes.map(n => n.id)")

    assert nameless == []
    assert dangling == []
    assert len(ids) == len(set(ids))
    assert tops == sorted(tops)
    assert panel.get_by_role("img").count() == 1
    assert panel.get_by_role("status").count() == 1


def test_chinese_labels_are_drawn(page: Page) -> None:
    """The bilingual label is there as text; that its font draws it is seen in the screenshots."""
    assert "每日发布数" in page.panel.inner_text()
