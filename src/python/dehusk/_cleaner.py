"""The cleaner: options held once, documents in, cleaned documents out."""
from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Iterator

from dehusk import _native
from dehusk._cleaned import Cleaned, Removed, Stats
from dehusk._ordered import in_order
from dehusk._settings import MAX_BYTES, File, Format, Kind, Level, Path, Settings, Task, paths, read, rule_paths, words

Document = str | bytes
#: What clean_many() takes: a document, (document, url) or (document, url, content_type).
Item = Document | tuple[Document, str | None] | tuple[Document, str | None, str | None]


class Cleaner:
    """Options, and the rules and models they name, loaded once. Never changes; any number of threads may use one.

    The options are those of the command, their words the same:

    task            what is wanted of a page: "article", its one article, or "page", the main content of any page (--for)
    level           "safe", "normal" or "aggressive"
    to              what pages become: "text", "markdown" or "html"
    read_as         "auto", "html" or "text" (--as)
    encoding        of documents that are bytes, where there is no byte order mark
    rules           rule files, or folders of them, to load too; those in DEHUSK_RULES are always loaded
    builtin         False: without the built-in packs (--no-builtin)
    use             packs to run, not those of the text's language; "all": every pack
    only, skip      categories to run alone, or to leave out; "ad,legal" or ["ad", "legal"]
    model           files of models in place of the built-in ones
    no_model        rules alone
    max_bytes       refuse larger documents
    absolute_links  resolve a page's links against its URL
    keep_blank      leave blank lines as they are
    removed         fill Cleaned.removed

    Files are read now, and not again: a Cleaner can be pickled and used where they are not. Raises Error for
    options that make no sense and for rules that do not load, OSError for files that cannot be read.
    """

    __slots__ = ("_settings", "_engine")

    def __init__(self, *, task: Task = "article", level: Level = "normal", to: Format = "text", read_as: Kind = "auto",
                 encoding: str | None = None, rules: Path | Iterable[Path] = (), builtin: bool = True,
                 use: str | Iterable[str] = (), only: str | Iterable[str] = (), skip: str | Iterable[str] = (),
                 model: Path | Iterable[Path] = (), no_model: bool = False, max_bytes: int = MAX_BYTES,
                 absolute_links: bool = False, keep_blank: bool = False, removed: bool = False) -> None:
        self._settings = Settings(
            task=task, level=level, to=to, read_as=read_as, encoding=encoding or "",
            rules=tuple(map(read, rule_paths(rules))), builtin=builtin, use=words(use), only=words(only),
            skip=words(skip), models=tuple(map(read, paths(model))), no_model=no_model, max_bytes=max_bytes,
            absolute_links=absolute_links, keep_blank=keep_blank, removed=removed)
        self._engine = engine_of(self._settings)

    def clean(self, document: Document, *, url: str | None = None, content_type: str | None = None) -> Cleaned:
        """Cleans one document: HTML or text, told from its content unless `read_as` says.

        bytes are decoded as the command does it: byte order mark, `encoding`, the charset of `content_type` (the header
        of the response), the page's own meta, what they look like. A str is decoded already, whatever it says of
        itself; a lone surrogate in it becomes U+FFFD. `url` is where it was fetched: it chooses rules of sites.

        Raises Error for what is no text, too large, or needs more memory than there is.
        """
        return _cleaned(self._engine.clean(document, url, content_type, False))

    def clean_many(self, items: Iterable[Item], *, threads: int = 1) -> Iterator[Cleaned]:
        """Cleans documents in their order, one after the other as the result is iterated.

        An item is a document, (document, url) or (document, url, content_type). One that cannot be cleaned gives a
        Cleaned without text whose `error` says why, and the run goes on; that holds for items of a wrong type as well.
        With `threads` (0: all cores) that many work at once, without the GIL; at most four results a thread wait.
        """
        if isinstance(items, (str, bytes)):
            raise TypeError("clean_many() takes many documents; clean() takes one")
        return in_order(self._clean_item, items, threads)

    def _clean_item(self, item: Item) -> Cleaned:
        if not isinstance(item, tuple):
            return self._try(item, None, None)
        if len(item) == 2:
            return self._try(item[0], item[1], None)
        if len(item) == 3:
            return self._try(*item)
        return Cleaned("", error=f"an item has a document, a URL and a Content-Type, not {len(item)} parts")

    def _try(self, document: Document, url: str | None, content_type: str | None, decoded: bool = False) -> Cleaned:
        """clean(), with errors as values. `decoded`: bytes are UTF-8, whatever they say."""
        try:
            return _cleaned(self._engine.clean(document, url, content_type, decoded))
        except (_native.Error, TypeError) as error:
            return Cleaned("", url=url if isinstance(url, str) else None, error=str(error))

    def __reduce__(self) -> tuple[object, tuple[Settings]]:
        return cleaner_of, (self._settings,)

    def __eq__(self, other: object) -> bool:
        return self._settings == other._settings if isinstance(other, Cleaner) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._settings)

    def __repr__(self) -> str:
        changed = ((field.name, getattr(self._settings, field.name), field.default) for field in dataclasses.fields(Settings))
        shown = {"rules": _names, "models": _names}
        return f"Cleaner({', '.join(f'{name}={shown.get(name, repr)(value)}' for name, value, usual in changed if value != usual)})"


def _names(files: tuple[File, ...]) -> str:
    return repr([path for path, _ in files])


def _cleaned(fields: _native.Fields) -> Cleaned:
    """What the extension returned, as users see it."""
    return Cleaned(*fields[:12], Stats(*fields[12]), tuple(Removed(*part) for part in fields[13]))


@functools.lru_cache(maxsize=16)
def engine_of(settings: Settings) -> _native.Engine:
    """The engine of these settings: one a process, while it is among the last ones used."""
    return _native.Engine(**{field.name: getattr(settings, field.name) for field in dataclasses.fields(Settings)})


def cleaner_of(settings: Settings) -> Cleaner:
    """A cleaner of settings that came from elsewhere."""
    cleaner = Cleaner.__new__(Cleaner)
    cleaner._settings = settings
    cleaner._engine = engine_of(settings)
    return cleaner
