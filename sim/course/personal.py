"""Personal seeds (个人种子): each student's hidden tests run on luck that only the instructor can compute.

The seed is HMAC-SHA256(instructor's key, student and exercise). The generator of worlds is public; without the key
nobody can tell which of its 2**63 seeds a student is graded with, so regenerating the truth needs the key. It comes from
a file outside this repository or from the environment, and is made by ``python -m sim key FILE``.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
import unicodedata
from collections.abc import Mapping
from pathlib import Path

__all__ = ["KEY", "KEY_FILE", "fingerprint", "load_key", "make_key", "personal_seed"]

ROOT = Path(__file__).resolve().parents[2]
KEY, KEY_FILE = "SIM_INSTRUCTOR_KEY", "SIM_INSTRUCTOR_KEY_FILE"
SHORTEST = 32  # characters; ``make_key`` writes 64
FEWEST_KINDS = 8  # different characters: "aaaa..." is no secret


def load_key(
    file: str | Path | None = None, *, root: Path = ROOT, environment: Mapping[str, str] = os.environ
) -> bytes:
    """Return the instructor's key from ``file``, else from SIM_INSTRUCTOR_KEY, else the file in SIM_INSTRUCTOR_KEY_FILE.

    Raise a ValueError that says how to mend it: no key, too short, too simple, inside the course folder (from where a
    bundle could carry it away), or readable by other accounts.
    """
    if file is None and environment.get(KEY):
        return _good(environment[KEY].strip(), f"the variable {KEY}")
    named = file or environment.get(KEY_FILE)
    if not named:
        raise ValueError(
            f"there is no instructor's key: make one with `python -m sim key FILE` and name it with --key or {KEY_FILE}."
        )
    path = Path(named)
    if not path.is_file():
        raise ValueError(f"the key file {path} is not there: make one with `python -m sim key {path}`.")
    _outside(path, root)
    if os.name != "nt" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ValueError(f"the key file {path} can be read by other accounts: run `chmod 600 {path}`.")
    return _good(path.read_text(encoding="utf-8", errors="replace").strip(), f"the key file {path}")


def _outside(path: Path, root: Path) -> None:
    if path.resolve().is_relative_to(root.resolve()):
        raise ValueError(
            f"the key file {path} lies inside the course folder, where a bundle could carry it away: move it."
        )


def _good(text: str, name: str) -> bytes:
    if len(text) < SHORTEST:
        raise ValueError(
            f"{name} holds {len(text)} characters; a key has at least {SHORTEST}: `python -m sim key FILE`."
        )
    if len(set(text)) < FEWEST_KINDS:
        raise ValueError(f"{name} holds only {len(set(text))} different characters, which can be guessed.")
    return text.encode()


def make_key(file: str | Path, *, root: Path = ROOT) -> Path:
    """Write a new key of 32 random bytes to ``file``, readable by this account alone, and return the path.

    Raise a ValueError inside the course folder, a FileExistsError over an old key: without it old grades are lost.
    """
    path = Path(file)
    _outside(path, root)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(secrets.token_hex(32) + "\n")
    return path


def personal_seed(key: bytes, student: str, exercise: str) -> int:
    """Return a student's seed for one exercise: from 0 to 2**63 - 1; writing the id in capitals changes nothing."""
    name = unicodedata.normalize("NFKC", student).strip().casefold()
    if not name:
        raise ValueError("a student's id is empty.")
    # The length in front keeps ("ab", "c") and ("a", "bc") apart.
    message = f"{len(name)}:{name}:{exercise}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hmac.new(key, message, hashlib.sha256).digest()[:8], "big") >> 1


def fingerprint(key: bytes | None) -> str:
    """Return eight characters that tell keys apart and say nothing about them."""
    return hmac.new(key, b"fingerprint", hashlib.sha256).hexdigest()[:8] if key else "practice"
