"""How every picture of the course looks: one palette, light and dark, and a renderer that needs no network.

A comparison reads the same way everywhere: scenario A is grey and dashed, scenario B is blue and solid.
Colour is never alone; dash, shape or a written label always says the same. Text has a contrast of at least
4.5 to 1 against its card, marks at least 3 to 1; `tests/test_charts.py` computes both.
"""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from typing import Any, Literal

Mode = Literal["auto", "light", "dark"]
Spec = dict[str, Any]

__all__ = ["DARK", "LIGHT", "Palette", "config", "course_renderer", "use_theme", "variables"]

# What the lab can draw itself: JupyterLab brings Vega-Lite 5, the pictures come from 6.4.
VEGA_LITE = "6.4"
MIME = "application/vnd.vegalite.v5+json"
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
FONT = "'Helvetica Neue', Arial, 'Liberation Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"


@dataclass(frozen=True)
class Palette:
    """Colours of one mode. ``series`` starts with the grey of A and the blue of B."""

    card: str
    text: str
    muted: str
    line: str
    grid: str
    series: tuple[str, ...]


# The hues are spread so that red-green blindness leaves lightness and hue apart (blue, orange, teal, plum,
# ochre).
LIGHT = Palette(
    card="#ffffff",
    text="#1d2733",
    muted="#55616e",
    line="#7b8794",
    grid="#e6eaee",
    series=("#6b7480", "#0b63b5", "#c04a00", "#00776a", "#8a3a8f", "#8a6200"),
)
DARK = Palette(
    card="#1a1f27",
    text="#eef1f5",
    muted="#b3bcc7",
    line="#8a94a1",
    grid="#323a46",
    series=("#a3acb8", "#63b0ff", "#ff9d5c", "#41cdb8", "#d6a1e6", "#e3bd4b"),
)


def config(palette: Palette) -> Spec:
    """Return the Vega-Lite ``config`` of one mode."""
    accent = palette.series[1]
    axis = {
        "labelColor": palette.muted,
        "titleColor": palette.text,
        "gridColor": palette.grid,
        "domainColor": palette.line,
        "tickColor": palette.line,
        "labelFontSize": 11,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "labelPadding": 4,
    }
    legend = {
        "labelColor": palette.text,
        "titleColor": palette.text,
        "labelFontSize": 12,
        "titleFontSize": 12,
    }
    title = {"color": palette.text, "subtitleColor": palette.muted, "fontSize": 14, "subtitleFontSize": 12}
    header = {"labelColor": palette.text, "titleColor": palette.text, "labelFontSize": 12}
    return {
        "background": palette.card,
        "font": FONT,
        "padding": 12,
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False, "labelFlush": False},
        "axisY": {"domain": False, "ticks": False},
        "legend": {**legend, "orient": "top", "symbolStrokeWidth": 2.5, "symbolSize": 300},
        "title": {**title, "anchor": "start", "offset": 12, "subtitlePadding": 5},
        "header": {**header, "labelFontWeight": "bold", "labelAnchor": "start"},
        "range": {"category": list(palette.series)},
        "line": {"color": accent, "strokeWidth": 2.25},
        "area": {"color": accent},
        "point": {"color": accent, "filled": True, "size": 70},
        "bar": {"color": accent},
        "circle": {"color": accent},
        "rule": {"color": palette.muted},
        "text": {"color": palette.text, "fontSize": 12},
    }


def variables(palette: Palette) -> dict[str, str]:
    """Return the colours that a widget's style sheet reads as ``--panel-…`` variables."""
    named = {"card": palette.card, "text": palette.text, "muted": palette.muted, "line": palette.line}
    return named | {
        "grid": palette.grid,
        "a": palette.series[0],
        "accent": palette.series[1],
        "warn": palette.series[2],
    }


def course_renderer(spec: Spec, **_: Any) -> tuple[Spec, Spec]:
    """Return what a notebook stores of a chart: live (Vega-Lite 5), still (PNG) and in words.

    All three are made on this machine. The picture must be among them: JupyterLab would draw and store its
    own.
    """
    import vl_convert

    png = vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, scale=1)
    bundle = {
        MIME: {**spec, "$schema": SCHEMA},
        "image/png": base64.b64encode(_packed(png)).decode(),
        "text/plain": spec.get("description", "A chart without a description."),
    }
    return bundle, {}


def _packed(png: bytes) -> bytes:
    """Return the same picture in about two fifths of the bytes: its pixels are compressed again, without loss."""
    head, pieces, at, after = png[:8], [], 8, b""
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        piece = png[at : at + 12 + size]
        if piece[4:8] == b"IDAT":
            pieces.append(piece[8:-4])
        elif pieces:
            after += piece
        else:
            head += piece
        at += 12 + size
    body = b"IDAT" + zlib.compress(zlib.decompress(b"".join(pieces)), 9)
    return head + (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big") + after


def use_theme(mode: Mode = "auto") -> None:
    """Make every chart from here on look like the course and draw without a network.

    ``auto`` stores light charts on a light card, which stay legible on JupyterLab's dark theme; ``dark`` puts
    them on a dark card. Live panels follow JupyterLab's own theme, whatever is chosen here. Raise a
    ValueError for any other mode.
    """
    if mode not in ("auto", "light", "dark"):
        raise ValueError(f"mode = {mode!r} is not one of auto, light, dark.")
    import altair as alt
    import pandas as pd

    pd.set_option("display.max_colwidth", 120)  # a sentence in a table is not cut off
    for name, palette in (("course-light", LIGHT), ("course-dark", DARK)):
        settings = config(palette)
        alt.theme.register(name, enable=False)(lambda settings=settings: alt.theme.ThemeConfig(config=settings))
    alt.theme.enable("course-dark" if mode == "dark" else "course-light")
    alt.renderers.register("course", course_renderer)
    alt.renderers.enable("course")
