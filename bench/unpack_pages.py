#!/usr/bin/env python3
"""The gold pages as files, once: .cache/pages/{wcxb,news}/NAME.html, for scripts that run dehusk over a folder.

NAME is the page's id in wcxb-dev, and its four-digit place in news-a (0001 is the first record). Nothing but pages is in the two
folders; .cache/pages/index.json has the rest: {set: {NAME: {"url", and in wcxb "page_type"}}}. Standard library only.
"""
import json
import os
import pathlib
import shutil
import sys

import gold

CACHE = pathlib.Path(__file__).resolve().parent.parent / ".cache" / "pages"


def names(kind):
    """{NAME: the set's record}, in the order of the set."""
    return {row["id"] if kind == "wcxb" else f"{number:04}": row for number, row in enumerate(gold.rows(kind), 1)}


def folder(kind):
    """The folder with the set's pages, unpacked if it is not there."""
    target = CACHE / kind
    if target.exists() and len(os.listdir(target)) == len(gold.rows(kind)):
        return target
    partial = CACHE / f"{kind}.part"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for name, (_, page) in zip(names(kind), gold.pages(kind)):
        (partial / f"{name}.html").write_bytes(page)
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)
    return target


def write_index():
    fields = ("url", "page_type")
    index = {kind: {name: {field: row[field] for field in fields if field in row} for name, row in names(kind).items()}
             for kind in gold.SETS}
    (CACHE / "index.json").write_text(json.dumps(index, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main():
    for kind in gold.SETS:
        print(folder(kind), len(gold.rows(kind)), "pages")
    write_index()
    return 0


if __name__ == "__main__":
    sys.exit(main())
