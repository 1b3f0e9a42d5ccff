"""The options of a cleaner, as they are written and as they are kept: read from disk, ready to be sent elsewhere."""
from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable
from typing import Literal, TypedDict

Path = str | os.PathLike[str]
Task = Literal["article", "page"]
Level = Literal["safe", "normal", "aggressive"]
Format = Literal["text", "markdown", "html"]
Kind = Literal["auto", "html", "text"]
File = tuple[str, bytes]  #: path as messages name it, contents

MAX_BYTES = 1 << 30


class Options(TypedDict, total=False):
    """The options of `Cleaner`, which says what they mean."""

    task: Task
    level: Level
    to: Format
    read_as: Kind
    encoding: str | None
    rules: Path | Iterable[Path]
    builtin: bool
    use: str | Iterable[str]
    only: str | Iterable[str]
    skip: str | Iterable[str]
    model: Path | Iterable[Path]
    no_model: bool
    max_bytes: int
    absolute_links: bool
    keep_blank: bool
    removed: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """Options with the files they name: hashable, and the same on every machine they are sent to."""

    task: str = "article"
    level: str = "normal"
    to: str = "text"
    read_as: str = "auto"
    encoding: str = ""
    rules: tuple[File, ...] = ()
    builtin: bool = True
    use: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    models: tuple[File, ...] = ()
    no_model: bool = False
    max_bytes: int = MAX_BYTES
    absolute_links: bool = False
    keep_blank: bool = False
    removed: bool = False


def words(value: str | Iterable[str]) -> tuple[str, ...]:
    """The words of an option: one string is its words between commas."""
    parts = [value] if isinstance(value, str) else list(value)
    return tuple(word for part in parts for word in part.split(",") if word)


def paths(value: Path | Iterable[Path]) -> list[str]:
    """The paths of an option, which may be one."""
    if isinstance(value, (str, os.PathLike)):
        return [os.fspath(value)]
    return [os.fspath(path) for path in value]


def rule_paths(value: Path | Iterable[Path]) -> list[str]:
    """The rule files: those of the folder DEHUSK_RULES, then the named ones; of a folder, the *.toml files below it."""
    folder = os.environ.get("DEHUSK_RULES")
    found: dict[str, None] = {}
    for path in ([folder] if folder else []) + paths(value):
        found.update(dict.fromkeys(_toml_files_below(path) if os.path.isdir(path) else [path]))
    return list(found)


def _toml_files_below(folder: str) -> list[str]:
    files = []
    for place, _, names in os.walk(folder, onerror=_raise):
        files += [os.path.join(place, name) for name in names if name.endswith(".toml")]
    return sorted(path for path in files if os.path.isfile(path))


def _raise(error: OSError) -> None:
    raise error


def read(path: str) -> File:
    with open(path, "rb") as file:
        return path, file.read()
