"""What dehusk is run on, as folders of files: pages, others' texts of them, gold texts. Standard library only.

A source is "html" (the pages), "gold" (wcxb-dev's gold texts) or a tool of extract_peers.py. Files are named as unpack_pages.py
names pages, with .html or .txt; texts lie in .cache/texts/{set}-{source} and are written again when they changed."""
import hashlib
import os
import pathlib
import shutil

import extract_peers
import gold
import unpack_pages

CACHE = pathlib.Path(__file__).resolve().parent.parent / ".cache" / "texts"


def folder(kind, source):
    """The folder with the set's files; what it holds is the set's and nothing else."""
    if source == "html":
        return unpack_pages.folder(kind)
    target = CACHE / f"{kind}-{source}"
    stamp = target.with_suffix(".key")
    if not (stamp.exists() and stamp.read_text() == digest(kind, source)):
        write(target, texts(kind, source))
        stamp.write_text(digest(kind, source))
    return target


def file_name(name, source):
    return name + (".html" if source == "html" else ".txt")


def digest(kind, source):
    """Names the bytes of a source, cheaply: pages and gold are fixed, a tool's file has its key."""
    if source in ("html", "gold"):
        return f"{kind} {source}"
    extract_peers.ensure([source])
    content = extract_peers.path_of(kind, source).read_bytes()
    return hashlib.sha256(content).hexdigest()[:16]


def texts(kind, source):
    """{NAME: text}, in the order of the set."""
    found = gold.texts() if source == "gold" else gold.read_texts(extract_peers.path_of(kind, source))
    return {name: found[row[gold.KEYS[kind]]] or "" for name, row in unpack_pages.names(kind).items()}


def write(target, documents):
    partial = pathlib.Path(f"{target}.part")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for name, text in documents.items():
        (partial / f"{name}.txt").write_text(text, encoding="utf-8", errors="replace", newline="")
    shutil.rmtree(target, ignore_errors=True)
    os.replace(partial, target)
