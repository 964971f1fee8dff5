"""Templates to fill in: CSV files with a bilingual header, read from the course and copied for the trainee.

They stand in ``notebooks/templates/`` and are UTF-8 with a byte order mark, so that Excel shows Chinese. ``index.csv``
there names each with its sections and use.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.lab.files import save_csv
from sim.lab.lesson import Export

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Template", "load_template", "template", "templates"]

FOLDER = Path(__file__).resolve().parents[2] / "notebooks" / "templates"
INDEX = "index.csv"
COPY = "my-"


def templates() -> pd.DataFrame:
    """Return the index: one row a template, with file, title, sections, practice and use."""
    return _read(FOLDER / INDEX)


def load_template(name: str) -> pd.DataFrame:
    """Return a template as a table of texts, empty where you write. Raise a ValueError that names those that exist."""
    known = list(templates()["file"])
    if name not in known:
        raise ValueError(f"template = {name!r} is none of the course's; there are: {', '.join(known)}.")
    return _read(FOLDER / name)


def _read(path: Path) -> pd.DataFrame:
    import pandas as pd

    # Everything is text: an empty cell is one to write in, no missing number.
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


class Template(Export):
    """A button that puts a copy of a template beside the notebook; a copy that is there already is left alone."""

    def __init__(self, name: str) -> None:
        table, listed = load_template(name), templates().set_index("file").loc[name]
        super().__init__(table, COPY + name)
        self.title, self.use = str(listed["title"]), str(listed["use"])
        self.spec = {"label": f"{self.title}: copy it here as {self.name} 复制模板"}

    def do_export(self) -> None:
        """Write the copy, under a name that is free."""
        place, n = Path(self.name), 1
        while place.exists():
            n += 1
            place = Path(f"{Path(self.name).stem}-{n}.csv")
        try:
            save_csv(self.table, place)
        except OSError as error:
            self.said = f"{place.name} cannot be written: {error.strerror or error}."
            return
        self.said = f"Saved {place.name} in the folder {place.resolve().parent.name}: open it with Excel or LibreOffice and write."

    def words(self) -> str:
        """Return title, columns and use."""
        columns = ", ".join(self.table.columns)
        return f"Template: {self.title}, {len(self.table)} rows ({columns}). How: {self.use}."


def template(name: str) -> Template:
    """Offer a template of the course, such as ``"persona-card.csv"``; see ``Template``."""
    return Template(name)
