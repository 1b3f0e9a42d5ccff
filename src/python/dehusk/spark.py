"""dehusk on PySpark: where one machine is not enough.

    import dehusk.spark

    pages = spark.read.parquet("pages")                 # url, html, whatever else
    dehusk.spark.clean(pages).write.parquet("clean")    # url, whatever else, text, title, ...

Rules and models are read where the driver runs and travel with the task. The package must be installed on every node.
Rows go to Python by Arrow in batches of spark.sql.execution.arrow.maxRecordsPerBatch, 10,000 by default: set that to
some hundreds for pages, or a batch holds a gigabyte.
"""
from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Unpack

from dehusk._cleaned import Cleaned
from dehusk._cleaner import Cleaner
from dehusk._settings import Options

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

#: The columns that clean() adds: fields of Cleaned, all of them strings, null where there is nothing.
COLUMNS = ("text", "title", "author", "published", "source", "language", "error")
_POSSIBLE = (*COLUMNS, "modified", "description", "canonical", "site_name")


def clean(df: DataFrame, html: str = "html", url: str | None = "url", *, content_type: str | None = None,
          columns: Sequence[str] = COLUMNS, keep_html: bool = False, **options: Unpack[Options]) -> DataFrame:
    """The rows of `df`, their documents cleaned.

    html          the column of documents, string or binary: pages or texts; left out of the result unless `keep_html`
    url           the column of their URLs, or None
    content_type  the column of the responses' headers, for the charset of binary documents, or None
    columns       what to add: of text, title, author, published, source, language, error, modified, description,
                  canonical and site_name. A column of that name must not be there already.

    The other options are those of Cleaner. A document that cannot be cleaned, or is null, has a null `text` and an
    `error`. One Cleaner works for all tasks of a Python worker. Lazy, as transformations are. Raises ValueError for
    columns that are not there, or twice, or hold something else; what Cleaner raises.
    """
    from pyspark.sql.types import BinaryType, StringType, StructField, StructType

    fields = {field.name: field for field in df.schema.fields}
    for role, name in (("html", html), ("url", url), ("content_type", content_type)):
        if name is not None and name not in fields:
            raise ValueError(f"no column is named {name!r}: say {role}=, of {', '.join(fields)}"
                             + (", or url=None" if role == "url" else ""))
    if not isinstance(fields[html].dataType, (StringType, BinaryType)):
        raise ValueError(f"column {html!r} holds neither strings nor bytes but {fields[html].dataType.simpleString()}")
    if wrong := [name for name in columns if name not in _POSSIBLE]:
        raise ValueError(f"columns that cannot be added: {', '.join(wrong)}; there are {', '.join(_POSSIBLE)}")
    kept = [field for field in df.schema.fields if keep_html or field.name != html]
    if twice := [field.name for field in kept if field.name in columns]:
        raise ValueError(f"already there: {', '.join(twice)}; rename them, or say columns= without them")
    plan = _Plan(Cleaner(**options), html, url, content_type, tuple(columns), tuple(field.name for field in kept))

    def clean_batches(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        return map(plan.clean, batches)

    return df.mapInArrow(clean_batches, StructType(kept + [StructField(name, StringType()) for name in columns]))


@dataclasses.dataclass(frozen=True)
class _Plan:
    """What an executor does with a batch. Pickled; the cleaner finds its engine again, see Cleaner.__reduce__."""

    cleaner: Cleaner
    html: str
    url: str | None
    content_type: str | None
    columns: tuple[str, ...]
    kept: tuple[str, ...]

    def clean(self, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
        import pyarrow

        cleaned = self._documents(batch)
        names = batch.schema.names
        arrays = [batch.column(names.index(name)) for name in self.kept]
        arrays += [pyarrow.array([_value(one, name) for one in cleaned], pyarrow.string()) for name in self.columns]
        return pyarrow.RecordBatch.from_arrays(arrays, names=[*self.kept, *self.columns])

    def _documents(self, batch: pyarrow.RecordBatch) -> list[Cleaned]:
        import pyarrow

        documents = batch.column(self.html)
        decoded = not (pyarrow.types.is_binary(documents.type) or pyarrow.types.is_large_binary(documents.type))
        if decoded:  # a str would be decoded here only to be encoded in the next step
            large = pyarrow.types.is_large_string(documents.type)
            documents = documents.cast(pyarrow.large_binary() if large else pyarrow.binary())
        urls = self._texts(batch, self.url)
        content_types = self._texts(batch, self.content_type)
        return [Cleaned("", error="no document") if document is None else
                self.cleaner._try(document, url, content_type, decoded)
                for document, url, content_type in zip((one.as_py() for one in documents), urls, content_types)]

    @staticmethod
    def _texts(batch: pyarrow.RecordBatch, name: str | None) -> list[Any]:
        return [None] * len(batch) if name is None else batch.column(name).to_pylist()


def _value(cleaned: Cleaned, name: str) -> str | None:
    value: str | None = getattr(cleaned, name)
    return None if name == "text" and cleaned.error is not None else value
