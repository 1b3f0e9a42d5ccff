"""What comes back: a cleaned document. Plain values: compared, pickled and shown as such."""
from __future__ import annotations

import dataclasses

_SHOWN = 60  # characters of a text in a repr


@dataclasses.dataclass(frozen=True, slots=True)
class Removed:
    """A range of a document that went, and the rule that took it."""

    rule: str  #: "file:id"; "model:unwanted" and "model:copy" are the article model
    category: str
    begin: int  #: bytes of the document where that was UTF-8 (a str counts as its UTF-8), of the decoded text otherwise
    end: int
    line: int  #: 1-based, of the document
    text: str
    rule_at: str  #: "path:line" of the rule
    also: tuple[str, ...]  #: other rules that took it


@dataclasses.dataclass(frozen=True, slots=True)
class Stats:
    """Counts, and what decided."""

    bytes_in: int = 0  #: of a str: of its UTF-8
    bytes_out: int = 0
    lines: int = 0  #: lines that are not blank
    ranges_removed: int = 0
    chars_removed: int = 0  #: without white space
    encoding: str = ""  #: that the document was decoded from, in lower case
    undecodable: int = 0  #: sequences of bytes, or lone surrogates of a str, that became U+FFFD
    broken_json_ld: int = 0  #: scripts of JSON-LD that could not be read
    cut_elements: int = 0  #: start tags left out since they nested too deep
    cut_bytes: int = 0  #: of a page, unread since it is too large
    packs: tuple[str, ...] = ()  #: rule files that ran
    level: str | None = None  #: that decided; None where the guard stopped all
    guarded: bool = False  #: the guard made it safer than asked for
    task: str | None = None  #: what the article model looked for; None where rules decided alone
    other_task: bool = False  #: `article` left next to nothing, so it is `page`


@dataclasses.dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned document. What it does not say of itself is None."""

    text: str  #: ends with a line feed; "" if nothing is left
    title: str | None = None
    author: str | None = None
    published: str | None = None  #: as it stands there
    source: str | None = None
    modified: str | None = None  #: from here on, only pages tell
    description: str | None = None
    language: str | None = None
    canonical: str | None = None  #: the URL that the page calls its own
    site_name: str | None = None
    url: str | None = None  #: that was given
    is_page: bool = False  #: it was read as HTML
    stats: Stats = Stats()
    removed: tuple[Removed, ...] = ()  #: in document order; only with removed=True
    error: str | None = None  #: why there is nothing else, from clean_many(); clean() raises

    def __repr__(self) -> str:
        if self.error is not None:
            return f"Cleaned(error={self.error!r}, url={self.url!r})"
        text = self.text if len(self.text) <= _SHOWN else self.text[: _SHOWN - 1] + "\u2026"
        return f"Cleaned(text={text!r}, title={self.title!r}, url={self.url!r}, {self.stats.ranges_removed} ranges removed)"
