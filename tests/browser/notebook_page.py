"""A notebook in JupyterLab as a tab of the browser: open it, run it, find its sections, give it a fresh kernel."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sim.course import workcopy

__all__ = ["NARROW", "WIDE", "Book", "Section", "fresh_kernel", "lessons", "ready", "run_all", "run_cells"]

ROOT = Path(__file__).resolve().parents[2]
WIDE, NARROW = {"width": 1360, "height": 950}, {"width": 1024, "height": 950}
NOTEBOOK_JS = """name => [...(window.jupyterapp?.shell?.widgets('main') ?? [])].find(w => w.context?.path === name)"""

SECTIONS_JS = r"""name => {
    const notebook = (NOTEBOOK_JS)(name).content;
    let now = '';
    for (const cell of notebook.widgets) {
        const text = cell.model.type === 'markdown' ? cell.model.sharedModel.getSource() : '';
        for (const head of text.match(/^#{1,3} .*$/gm) ?? [])
            now = head.match(/^#+[^\w\u4e00-\u9fff]*(\d+\.\d+)/)?.[1] ?? (/^#{1,2} /.test(head) ? '' : now);
        cell.node.dataset.section = now;
    }
}""".replace("NOTEBOOK_JS", NOTEBOOK_JS)


def lessons() -> dict[str, list[str]]:
    """Return every lesson notebook, by its path in the working copy, with the numbers of its sections."""
    found = {}
    for name, path in workcopy.releases(ROOT).items():
        if name.endswith(".ipynb") and not name.startswith(("exercises/", "templates/")):
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            heads = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
            own = list(dict.fromkeys(re.findall(r"^#{1,3} [^\w\n]*(\d+\.\d+)\b(?!\.\d)", heads, re.M)))
            if own:
                found[name] = own
    return found


def ready(tab: Any, name: str, *, timeout_s: float = 90) -> None:
    """Wait until the notebook is open, in front, and its kernel is connected and at rest."""
    tab.wait_for_function(
        f"""name => {{
            const widget = ({NOTEBOOK_JS})(name);
            if (!widget?.context?.isReady || !widget.context.sessionContext.isReady) return false;
            window.jupyterapp.shell.activateById(widget.id);
            const kernel = widget.context.sessionContext.session?.kernel;
            return window.jupyterapp.shell.currentWidget === widget
                && kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
        }}""",
        arg=name,
        timeout=1000 * timeout_s,
    )


def run_all(tab: Any, name: str, *, timeout_s: float = 300) -> None:
    """Run every cell of an open notebook; wait until the last one has its count and the kernel rests."""
    ready(tab, name)
    tab.evaluate(
        """async () => {
            if (window.jupyterapp.shell.leftCollapsed === false) window.jupyterapp.shell.collapseLeft();
            await window.jupyterapp.commands.execute('notebook:run-all-cells');
        }"""
    )
    tab.wait_for_function(
        f"""name => {{
            const widget = ({NOTEBOOK_JS})(name);
            const cells = widget.content.model.toJSON().cells.filter(c => c.cell_type === 'code');
            const idle = widget.context.sessionContext.session?.kernel?.status === 'idle';
            return idle && cells.every(c => c.execution_count !== null);
        }}""",
        arg=name,
        timeout=1000 * timeout_s,
    )


def run_cells(tab: Any, name: str, ids: Iterable[str]) -> None:
    """Run the cells with these ids, one after the other."""
    ready(tab, name)
    missing = tab.evaluate(
        f"""async ([name, ids]) => {{
            const notebook = ({NOTEBOOK_JS})(name).content;
            const missing = [];
            for (const id of ids) {{
                const at = notebook.widgets.findIndex(cell => cell.model.id === id);
                if (at < 0) {{ missing.push(id); continue; }}
                notebook.deselectAll();
                notebook.activeCellIndex = at;
                await window.jupyterapp.commands.execute('notebook:run-cell');
            }}
            return missing;
        }}""",
        [name, list(ids)],
    )
    assert missing == []


def fresh_kernel(tab: Any, name: str) -> None:
    """End the notebook's kernel, save, and load the page anew: Lab starts another kernel for it."""
    tab.evaluate(
        f"""async name => {{
            const widget = ({NOTEBOOK_JS})(name);
            await window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs');
            await widget.context.save();
            await widget.context.sessionContext.shutdown();
        }}""",
        name,
    )
    tab.reload()


@dataclass
class Book:
    """A tab with one notebook, and everything it asked for and complained about."""

    tab: Any
    name: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, browser: Any, address: str, name: str) -> Book:
        """Open a notebook in a page of its own, with cleared outputs, and run all of it."""
        context = browser.new_context(viewport=WIDE)
        context.set_default_timeout(15_000)
        book = cls(context.new_page(), name)
        book.tab.on("request", lambda request: book.requests.append(request.url))
        book.tab.on("websocket", lambda socket: book.requests.append(socket.url))
        book.tab.on("console", lambda said: book.errors.append(said.text) if said.type == "error" else None)
        book.tab.on("pageerror", lambda error: book.errors.append(str(error)))
        # A workspace a notebook: one page must not find another's open tabs.
        workspace = name.rpartition("/")[2].removesuffix(".ipynb")
        book.tab.goto(f"{address}/lab/workspaces/{workspace}/tree/{name}")
        run_all(book.tab, name)
        return book

    def close(self) -> None:
        """End the kernel and close the page: nothing of it may slow down the next one."""
        self.tab.evaluate(f"async name => await ({NOTEBOOK_JS})(name).context.sessionContext.shutdown()", self.name)
        self.tab.context.close()

    def hosts(self) -> set[str | None]:
        """Return the hosts that were asked for anything."""
        return {urlsplit(url).hostname for url in self.requests if not url.startswith(("data:", "blob:"))}

    def troubles(self) -> list[dict[str, Any]]:
        """Return every output that is a traceback or a warning."""
        outputs = self.tab.evaluate(
            """() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells
                .flatMap(c => c.outputs ?? [])
                .map(o => ({type: o.output_type, name: o.name, said: o.evalue ?? o.text}))"""
        )
        assert outputs
        return [o for o in outputs if o["type"] == "error" or o["name"] == "stderr"]

    def section(self, number: str) -> Section:
        """Return one section; its cells are marked in the page so that a selector finds them."""
        self.tab.evaluate(SECTIONS_JS, self.name)
        return Section(self, number)

    def look(self, mode: str) -> None:
        """Switch JupyterLab's theme."""
        name = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}[mode]
        self.tab.evaluate(f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: '{name}'}})")
        self.tab.wait_for_function(f"document.body.dataset.jpThemeLight === '{str(mode == 'light').lower()}'")
        self.tab.wait_for_timeout(300)

    def audit(self) -> list[dict[str, Any]]:
        """Return what axe finds in everything that the course draws, in the present look."""
        import axe_playwright_python as package

        script = (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
        self.tab.evaluate(script)
        found = self.tab.evaluate("() => axe.run({include: [['section.live-panel']]}, {resultTypes: ['violations']})")
        return [
            {"rule": v["id"], "impact": v["impact"], "nodes": [n["html"][:160] for n in v["nodes"]][:5]}
            for v in found["violations"]
        ]


@dataclass
class Section:
    """One section of an open notebook."""

    book: Book
    number: str

    @property
    def tab(self) -> Any:
        """The page."""
        return self.book.tab

    @property
    def root(self) -> Any:
        """All cells of the section."""
        return self.tab.locator(f'[data-section="{self.number}"]')

    @property
    def panel(self) -> Any:
        """The live panel, without the elements that share its looks."""
        return self.root.locator("section.live-panel:not(.kit)")

    def element(self, kind: str, nth: int = 0) -> Any:
        """Return the n-th element of one kind, scrolled into view."""
        found = self.root.locator(f"section.kit-{kind}").nth(nth)
        found.scroll_into_view_if_needed()
        return found

    def slider(self, path: str = "") -> Any:
        """Return the slider of one parameter, or the first one."""
        control = f'[data-path="{path}"] ' if path else ""
        found = self.panel.locator(f'{control}input[type="range"]').first
        found.scroll_into_view_if_needed()
        return found

    def settle(self) -> None:
        """Wait until the kernel has answered and the axes rest."""
        self.tab.wait_for_timeout(150)
        self.panel.locator('.live-picture[aria-busy="false"]').wait_for(timeout=30_000)
        self.tab.wait_for_timeout(600)

    def said(self, kind: str, words: str, nth: int = 0, timeout: int = 90_000) -> str:
        """Wait until an element's live region says ``words``; return all it says."""
        region = self.root.locator(f"section.kit-{kind}").nth(nth).get_by_role("status")
        region.filter(has_text=words).wait_for(timeout=timeout)
        return str(region.text_content())

    def run_pairs(self, runs: int) -> str:
        """Run A against B this many times and return what is said at the end: of this run, not of an earlier one."""
        box = self.element("runs")
        box.get_by_label("Runs each").fill(str(runs))
        box.get_by_role("button", name="Run A against B").click()
        self.said("runs", "Running")
        return self.said("runs", "Done.")

    def commit(self, nth: int, answer: int, steps: int) -> None:
        """Answer a prediction with the keyboard alone."""
        box = self.element("prediction", nth)
        box.get_by_role("radio").nth(answer).focus()
        self.tab.keyboard.press("Space")
        box.get_by_role("slider").focus()
        for _ in range(steps):
            self.tab.keyboard.press("ArrowRight")
        box.get_by_role("button", name="Commit").focus()
        self.tab.keyboard.press("Enter")
        self.said("prediction", "Committed", nth)

    def open_controls(self) -> int:
        """Return how many controls of the panel can be used."""
        return int(self.panel.locator("input:enabled, select:enabled, .live-buttons button:enabled").count())

    def closed(self) -> bool:
        """Tell whether the panel still says that predictions come first."""
        return bool(self.panel.locator(".live-gate").is_visible())
