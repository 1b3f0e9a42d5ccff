#!/usr/bin/env python3
"""Nothing is lost: every word of a page is in the output or in the removed list, as often as it is in the page.

The words of a page are those of html5lib's tree (PyPI), less script, style, template and head, taken from the bytes that dehusk
decoded. A word is a run of letters and digits; soft hyphens and zero-width characters do not count. On all of wcxb-dev and news-a.
Text of each block-level element is apart from the next: what stands side by side in one line is one word, as a browser shows it. Where
a removal ends inside such a word ("Relays128", a number in an element of its own), its parts count for it: they are words that the page
has not, and together they are the word.

Pages on which html5lib and Gumbo build different trees (depth beyond 512, framesets) are named."""
import argparse
import collections
import concurrent.futures
import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import gold
import venv_of
from report import Table

ROOT = pathlib.Path(__file__).resolve().parent.parent
IGNORED = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
WORD = re.compile(r"[^\W_]+")
LEFT_OUT = {"script", "style", "template", "head"}
# What sets words apart: block-level elements, and those in whose place something else is seen.
APART = {"address", "article", "aside", "audio", "blockquote", "body", "br", "button", "canvas", "caption", "center", "dd", "desc",
         "details", "dialog", "dir", "div", "dl", "dt", "embed", "fieldset", "figcaption", "figure", "footer", "foreignObject",
         "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "iframe", "img", "input", "keygen",
         "legend", "li", "listing", "main", "menu", "meter", "nav", "noembed", "noframes", "noscript", "object", "ol", "optgroup",
         "option", "p", "plaintext", "pre", "progress", "search", "section", "select", "summary", "svg", "table", "tbody", "td",
         "text", "textarea", "tfoot", "th", "thead", "title", "tr", "ul", "video", "xmp"}


def words_of(text):
    return collections.Counter(WORD.findall(text.translate(IGNORED)))


def text_of_tree(document):
    """The tree's text, unknown elements inline, block-level ones apart. No recursion: pages nest deep."""
    parts = []
    after_link = False  # nothing stands between here and the end of a link
    stack = [("open", document)]
    while stack:
        what, value = stack.pop()
        if what == "text":
            parts.append(value)
            after_link = after_link and not value
            continue
        if what == "link ends":
            after_link = True
            continue
        name = value.tag if isinstance(value.tag, str) else None
        local = name.rsplit("}", 1)[-1] if name else None
        if name is None or local in LEFT_OUT:
            continue
        apart = " " if local in APART or (local == "a" and after_link) else ""
        parts.append(apart)
        stack.append(("link ends", None) if local == "a" else ("text", apart))
        for child in reversed(value):
            if child.tail:
                stack.append(("text", child.tail))
            stack.append(("open", child))
        if value.text:
            stack.append(("text", value.text))
    return "".join(parts)


def parts_of(word, surplus):
    """Words of `surplus` that make up `word` one after the other, or None."""
    if not word:
        return []
    for size in range(len(word), 0, -1):
        part = word[:size]
        if surplus[part] > 0:
            surplus[part] -= 1
            rest = parts_of(word[size:], surplus)
            surplus[part] += 1
            if rest is not None:
                return [part, *rest]
    return None


def lost_words(page, got):
    """Words of the page that were not got, whole or in parts."""
    surplus = got - page
    lost = collections.Counter()
    for word in (page - got).elements():
        parts = parts_of(word, surplus)
        if parts is None:
            lost[word] += 1
        else:
            surplus.subtract(parts)
    return lost


def judge(job):
    """(name, words, Counter of missing words) of one page."""
    import html5lib

    name, data, dehusk = job
    decoded = subprocess.run([dehusk, "--no-model", "--as", "html", "--jsonl", "--removed", "/dev/null", "-"], input=data,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    record = json.loads(decoded.stdout)
    source = data.decode(record["stats"]["encoding"] or "utf-8", "replace").removeprefix("\ufeff")
    tree = html5lib.parse(source, treebuilder="etree", namespaceHTMLElements=False)
    # html5lib does not know <template>, which for it ends the head: a title behind one is in no head.
    for title in tree.findall("body/title") if "<template" in source.lower() else ():
        title.tag = "head"
    page = words_of(text_of_tree(tree))
    got = words_of(record["text"]) + sum((words_of(entry["text"]) for entry in record["removed"]), collections.Counter())
    return name, sum(page.values()), lost_words(page, got)


def pages(kind):
    if kind == "wcxb":
        for packed in sorted((gold.SHARED / "data/wcxb-dev/html").glob("*.html.gz")):
            yield packed.stem, gzip.decompress(packed.read_bytes())
        return
    from warcio.archiveiterator import ArchiveIterator

    with gzip.open(gold.SHARED / "data/news-a.warc.gz") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                yield record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dehusk", default=str(ROOT / "build/release/dehusk"))
    parser.add_argument("--only", choices=["wcxb", "news"])
    parser.add_argument("--limit", type=int, help="pages of each set")
    parser.add_argument("--show", type=int, default=5, help="worst pages to show")
    parser.add_argument("--json")
    options = parser.parse_args()
    if not (gold.SHARED / "data").is_dir():
        print("skipped: no ../shared/data")
        return 0
    venv_of.run_inside(pathlib.Path(__file__).with_suffix(".txt"))
    table = Table("words of pages that are in the output or in the removed list")
    for kind in ("wcxb", "news"):
        if options.only not in (None, kind):
            continue
        jobs = [(name, data, options.dehusk) for name, data in pages(kind)][:options.limit]
        total = lost = clean = 0
        worst = []
        with concurrent.futures.ProcessPoolExecutor(2) as pool:
            for name, count, missing in pool.map(judge, jobs, chunksize=8):
                total += count
                lost += sum(missing.values())
                clean += not missing
                if missing:
                    worst.append((sum(missing.values()), name, missing.most_common(8)))
        table.add(f"{kind}: words kept or reported", 1 - lost / total, at_least=1, digits=6,
                  note=f"{lost} of {total} lost, on {len(jobs) - clean} of {len(jobs)} pages")
        for count, name, missing in sorted(worst, reverse=True)[:options.show]:
            print(f"    {count:6} {name}: {' '.join(f'{word}({n})' for word, n in missing)}")
    return table.finish(options.json)


if __name__ == "__main__":
    sys.exit(main())
