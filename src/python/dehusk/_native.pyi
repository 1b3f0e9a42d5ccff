"""The extension module (module.cc). Use the package dehusk, which is made of it."""
from dehusk._settings import File

VERSION: str

class Error(ValueError):
    """An option that makes no sense, rules that do not load, or a document that cannot be cleaned."""

#: As Removed: rule, category, begin, end, line, text, rule_at, also.
RemovedFields = tuple[str, str, int, int, int, str, str, tuple[str, ...]]
#: As Stats: bytes_in, bytes_out, lines, ranges_removed, chars_removed, encoding, undecodable, broken_json_ld,
#: cut_elements, cut_bytes, packs, level, guarded, task, other_task.
StatsFields = tuple[
    int, int, int, int, int, str, int, int, int, int, tuple[str, ...], str | None, bool, str | None, bool
]
#: As Cleaned: text, title, author, published, source, modified, description, language, canonical, site_name, url,
#: is_page, stats, removed.
Fields = tuple[
    str, str | None, str | None, str | None, str | None, str | None, str | None, str | None,
    str | None, str | None, str | None, bool, StatsFields, tuple[RemovedFields, ...]
]

class Engine:
    """One set of options at work. Thread-safe; the GIL is free while it cleans."""

    def __init__(
        self, *, task: str, level: str, to: str, read_as: str, encoding: str, rules: tuple[File, ...], builtin: bool,
        use: tuple[str, ...], only: tuple[str, ...], skip: tuple[str, ...], models: tuple[File, ...], no_model: bool,
        max_bytes: int, absolute_links: bool, keep_blank: bool, removed: bool,
    ) -> None: ...
    def clean(
        self, document: str | bytes, url: str | None, content_type: str | None, decoded: bool
    ) -> Fields:
        """`decoded`: bytes are UTF-8, whatever they say; a str always is. Raises Error, TypeError."""
