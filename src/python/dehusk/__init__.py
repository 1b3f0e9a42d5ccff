"""dehusk strips boilerplate from scraped pages: a page or a text in, the clean article out.

    import dehusk

    dehusk.clean(page, url="https://example.com/a").text
    for cleaned in dehusk.clean_many(pages, threads=0): ...

    cleaner = dehusk.Cleaner(task="page", to="markdown")   # options once
    dehusk.spark.clean(df)                                 # import dehusk.spark; needs PySpark
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Unpack

from dehusk._cleaned import Cleaned, Removed, Stats
from dehusk._cleaner import Cleaner, Document, Item
from dehusk._native import VERSION as __version__
from dehusk._native import Error
from dehusk._settings import Options

__all__ = ["Cleaned", "Cleaner", "Document", "Error", "Item", "Options", "Removed", "Stats", "__version__", "clean", "clean_many"]


def clean(document: Document, *, url: str | None = None, content_type: str | None = None, **options: Unpack[Options]) -> Cleaned:
    """Cleans one document, see Cleaner.clean(), with the options of Cleaner. Files that they name are read at every call."""
    return Cleaner(**options).clean(document, url=url, content_type=content_type)


def clean_many(items: Iterable[Item], *, threads: int = 1, **options: Unpack[Options]) -> Iterator[Cleaned]:
    """Cleans documents in their order, see Cleaner.clean_many(), with the options of Cleaner."""
    return Cleaner(**options).clean_many(items, threads=threads)
