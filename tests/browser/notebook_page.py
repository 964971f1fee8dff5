"""A notebook in JupyterLab as a tab of the browser: wait for it, run it, give it a fresh kernel."""

from __future__ import annotations

from typing import Any

__all__ = ["fresh_kernel", "ready", "run_all"]

NOTEBOOK_JS = """name => [...(window.jupyterapp?.shell?.widgets('main') ?? [])].find(w => w.context?.path === name)"""


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


def run_all(tab: Any, name: str, *, timeout_s: float = 240) -> None:
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
