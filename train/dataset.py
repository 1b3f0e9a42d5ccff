"""Rows, labels and weights for training: what `dehusk features` prints of each document, aligned with its gold text.

A row is a block of a page or a line of a text. Its label is the share of its words that the alignment (align.cc) finds in the
gold text; words are those of score.py. Rows that the rules take are out: the model never decides on them.
"""
import collections
import dataclasses
import json
import pathlib
import re
import subprocess
import tempfile

import numpy

WORD = re.compile(r"\w+")


@dataclasses.dataclass
class Document:
    name: str
    rows: slice          # of Data's arrays
    gold_words: int
    words: int           # of all rows


@dataclasses.dataclass
class Data:
    features: list       # names of the columns
    values: numpy.ndarray   # float32, rows x features
    words: numpy.ndarray    # of each row
    labels: numpy.ndarray   # share of the row's words that are wanted
    removed: numpy.ndarray  # share of the row that rules took
    scores: numpy.ndarray   # what [[score]] rules add
    documents: list
    texts: list          # of each row, for looking at it

    def page_of_row(self):
        pages = numpy.zeros(len(self.words), numpy.int32)
        for i, document in enumerate(self.documents):
            pages[document.rows] = i
        return pages


def measure(dehusk, paths, options=()):
    """(features, values, texts, removed, scores, rows of each path) of `dehusk features`."""
    process = subprocess.Popen([dehusk, "features", *options, *paths], stdout=subprocess.PIPE)
    features, values, texts, removed, scores, counts = [], [], [], [], [], {}
    for line in process.stdout:
        record = json.loads(line)
        if "features" in record:
            features = record["features"]
            counts[record["path"]] = record["rows"]
            continue
        values.append(numpy.array(record["values"], numpy.float32))
        texts.append(record["text"])
        removed.append(record["removed"])
        scores.append(record["score"])
    if process.wait() != 0:
        raise RuntimeError(f"dehusk features: exit {process.returncode}")
    table = numpy.stack(values) if values else numpy.zeros((0, len(features)), numpy.float32)
    return features, table, texts, removed, scores, counts


def align(tool, pairs):
    """For each (page words, gold words) a string of 0 and 1, one a word of the page."""
    with tempfile.TemporaryFile("w+") as lines:
        for page, gold in pairs:
            numbers = collections.defaultdict(lambda: len(numbers))
            print(len(page), len(gold), file=lines)
            print(*(numbers[word] for word in page), file=lines)
            print(*(numbers[word] for word in gold), file=lines)
        lines.seek(0)
        done = subprocess.run([tool], stdin=lines, stdout=subprocess.PIPE, check=True, text=True)
    return done.stdout.split("\n")[:len(pairs)]


def read(build, documents, options=()):
    """Data of [(name, path, gold text)], in that order."""
    paths = [str(path) for _, path, _ in documents]
    features, values, texts, removed, scores, counts = measure(pathlib.Path(build) / "dehusk", paths, options)
    words = [WORD.findall(text.lower()) for text in texts]
    pairs, described, first = [], [], 0
    for name, path, gold in documents:
        rows = slice(first, first + counts.get(str(path), 0))
        first = rows.stop
        page_words = [word for row in words[rows] for word in row]
        gold_words = WORD.findall((gold or "").lower())
        pairs.append((page_words, gold_words))
        described.append(Document(name, rows, len(gold_words), len(page_words)))
    marks = align(pathlib.Path(build) / "train" / "align", pairs)
    labels = numpy.zeros(len(texts), numpy.float32)
    for document, line in zip(described, marks):
        at = 0
        for row in range(document.rows.start, document.rows.stop):
            size = len(words[row])
            labels[row] = line.count("1", at, at + size) / size if size else 0
            at += size
    return Data(features, values, numpy.array([len(row) for row in words], numpy.int32), labels,
                numpy.array(removed, numpy.float32), numpy.array(scores, numpy.float32), described, texts)


def join(parts):
    """One Data of several with the same columns."""
    first, documents = 0, []
    for part in parts:
        for document in part.documents:
            rows = slice(document.rows.start + first, document.rows.stop + first)
            documents.append(dataclasses.replace(document, rows=rows))
        first += len(part.words)
    arrays = {name: numpy.concatenate([getattr(part, name) for part in parts])
              for name in ("values", "words", "labels", "removed", "scores")}
    return Data(features=parts[0].features, documents=documents, texts=[text for part in parts for text in part.texts], **arrays)
