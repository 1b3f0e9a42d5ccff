#!/usr/bin/env python3
"""Turn the gold pages into text with other tools: the real input of ./dev score.

What dehusk gets as text is what somebody else made out of HTML, so it is measured on the output of three extractors and of
three tools that turn whole pages to text, over two sets of pages, 1,497 of wcxb-dev and 495 of news-a. Each tool runs as its
first page of documentation says:

  trafilatura    extract(bytes): all defaults, so output "txt", comments and tables in, links and images out
  resiliparse    extract_plain_text(tree, main_content=True), formatting kept, the rest default;
                 tree from parse_from_bytes(bytes, detect_encoding(bytes, from_html_meta=True))
  readability    readability-lxml's Document(bytes).summary(); then text: one line a block element or <br>,
                 white space collapsed, nothing else changed

  inscriptis         get_text(page), the page decoded as resiliparse detects it (meta included)
  html-text          html_text.extract_text(page), decoded in the same way
  resiliparse-full   extract_plain_text(tree), no main_content, the rest as above

Output: .cache/peers/{wcxb,news}/{tool}.jsonl, one {"id" or "url", "text"} a page in the order of the set. A file is made
again only when its key (tool, version, this script's options) has changed. A page on which a tool fails has an empty text
and is counted in the table.

The tools come from PyPI, pinned in bench/requirements.txt, into .venv, which this script makes when it is missing and then
runs itself in. Prints one row a set and tool: pages, failures, word F1 as it is before dehusk (score.py's figure).
"""
import argparse
import hashlib
import json
import multiprocessing
import os
import pathlib
import subprocess
import sys

import gold
import report

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "bench" / "requirements.txt"
CACHE = ROOT / ".cache" / "peers"
TOOLS = {  # the extractors; tool: (PyPI name, options; the options are part of the cache's key)
    "trafilatura": ("trafilatura", "extract(bytes)"),
    "resiliparse": ("resiliparse", "main_content=True, from_html_meta=True"),
    "readability": ("readability-lxml", "summary() as lines of blocks"),
}
WHOLE_PAGE = {  # tools that turn all of a page to text
    "inscriptis": ("inscriptis", "get_text(page), bytes_to_str, from_html_meta=True"),
    "html-text": ("html-text", "extract_text(page), bytes_to_str, from_html_meta=True"),
    "resiliparse-full": ("resiliparse", "main_content=False, from_html_meta=True"),
}
ALL = TOOLS | WHOLE_PAGE
BLOCKS = frozenset("""address article aside blockquote body br center dd details dir div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section select summary table tbody td tfoot
th thead tr ul""".split())


def path_of(kind, tool):
    return CACHE / kind / f"{tool}.jsonl"


def key_of(tool):
    """Names the tool's version, all pinned versions with it, and its options."""
    return hashlib.sha256((REQUIREMENTS.read_text() + ALL[tool][1]).encode()).hexdigest()[:16]


def is_fresh(kind, tool):
    stamp = path_of(kind, tool).with_suffix(".key")
    return path_of(kind, tool).exists() and stamp.exists() and stamp.read_text() == key_of(tool)


def ensure(tools=TOOLS, quiet=True):
    """Make the missing texts, of all tools if one of `tools` is missing, in .venv. Raises CalledProcessError."""
    if all(is_fresh(kind, tool) for kind in gold.SETS for tool in tools):
        return
    make_venv()
    subprocess.run([VENV / "bin/python", __file__, "--inside"], check=True, stdout=subprocess.DEVNULL if quiet else None,
                   env=dict(os.environ, PYTHONHASHSEED="0"))


def make_venv():
    stamp = VENV / "requirements.txt"
    if stamp.exists() and stamp.read_bytes() == REQUIREMENTS.read_bytes():
        return
    python = "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable
    print(f"installing {REQUIREMENTS.relative_to(ROOT)} into .venv", file=sys.stderr)
    made = subprocess.run([python, "-m", "venv", "--clear", VENV])
    if made.returncode:
        sys.exit("extract_peers: cannot make .venv; on Debian: apt-get install python3-venv")
    # --no-deps: every package is pinned, and pip 23 stumbles over the extras of lxml 6
    subprocess.run([VENV / "bin/pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", "-r", REQUIREMENTS],
                   check=True)
    stamp.write_bytes(REQUIREMENTS.read_bytes())


def with_trafilatura(page):
    import trafilatura
    return trafilatura.extract(page) or ""


def with_resiliparse(page, main_content=True):
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree
    tree = HTMLTree.parse_from_bytes(page, detect_encoding(page, from_html_meta=True))
    return extract_plain_text(tree, main_content=main_content)


def decode(page):
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    return bytes_to_str(page, detect_encoding(page, from_html_meta=True))


def with_inscriptis(page):
    import inscriptis
    return inscriptis.get_text(decode(page))


def with_html_text(page):
    import html_text
    return html_text.extract_text(decode(page))


def with_resiliparse_full(page):
    return with_resiliparse(page, main_content=False)


def with_readability(page):
    import lxml.html
    import readability
    tree = lxml.html.fromstring(readability.Document(page).summary())
    pieces = []
    for event, element in lxml.etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        plain = isinstance(element.tag, str)
        if plain and element.tag in BLOCKS:
            pieces.append("\n")
        if event == "start" and plain:
            pieces.append(" ".join((" " + (element.text or "") + " ").split("\n")))
        if event != "start":
            pieces.append(" ".join((element.tail or "").split("\n")))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def extract(job):
    """(text, error) of one page; a tool's failure is its result, not ours."""
    tool, page = job
    try:
        return globals()["with_" + tool.replace("-", "_")](page), None
    except Exception as error:  # the tools raise all kinds
        return "", f"{type(error).__name__}: {error}"


def extract_set(kind, tool, pool):
    names, pages = zip(*gold.pages(kind))
    results = pool.map(extract, [(tool, page) for page in pages], chunksize=16)
    target = path_of(kind, tool)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".part")
    with open(partial, "w", encoding="utf-8", errors="replace") as out:
        for name, (text, _) in zip(names, results):
            print(json.dumps({gold.KEYS[kind]: name, "text": text}, ensure_ascii=False), file=out)
    os.replace(partial, target)
    for name, (_, error) in zip(names, results):
        if error:
            print(f"{tool} on {name}: {error.splitlines()[0]}", file=sys.stderr)
    target.with_suffix(".key").write_text(key_of(tool))


def extract_all():
    import logging
    logging.disable(logging.CRITICAL)
    with multiprocessing.Pool(2) as pool:
        for kind in gold.SETS:
            for tool in ALL:
                if not is_fresh(kind, tool):
                    extract_set(kind, tool, pool)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--force", action="store_true", help="extract again even where the cache is fresh")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--json", metavar="FILE", help="write the rows there too")
    args = parser.parse_args()
    if args.inside:
        extract_all()
        return 0
    if args.force:
        for kind in gold.SETS:
            for tool in ALL:
                path_of(kind, tool).with_suffix(".key").unlink(missing_ok=True)
    ensure(ALL, quiet=False)
    table = report.Table("peers, before dehusk")
    for kind in gold.SETS:
        for tool, texts in ((tool, gold.read_texts(path_of(kind, tool))) for tool in ALL):
            empty = sum(not text for text in texts.values())
            table.add(f"F1 {kind} {tool}", gold.f1(kind, texts), note=f"{len(texts)} pages, {empty} empty")
    return table.finish(args.json)


if __name__ == "__main__":
    sys.exit(main())
