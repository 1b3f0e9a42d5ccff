#!/usr/bin/env python3
"""Random pages, read with and without a skeleton: random_pages.py SEED [BATCHES]

A batch is 40,000 pages of 2 to 18 pieces: tags of all kinds, end tags, references, elements nested as they should be, what is broken. No coverage guides it, but it makes
8,000 pages a second where the fuzzer `html` runs some hundreds. Prints a line a batch: its seed, pages, pages that differ; names
each that does, and leaves it in fuzz/crashes. Exit 1 if one did. Needs build/release/bench/html_bench (./dev build).
"""
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCH = ROOT / "build/release/bench/html_bench"
PAGES = 40_000
AT_ONCE = 5_000
TAGS = """a span a span p div b i font table tr td th tbody select option optgroup svg desc title foreignObject math mi annotation-xml
template li ul ol h1 button nobr form em textarea body head html caption colgroup br img input noscript frameset frame iframe script
style plaintext dd dt marquee object applet ruby rt rb hr pre listing image main details summary""".split()
STARTS = TAGS + ["a href=x", "span class=y", "input type=hidden", "b class=q", "font color=red"]
TEXTS = ["x", " ", "y z", "&amp;", "&lt;", "\n", "a&b", "\0", "<", "\u00e9", "&notit;", "&#13;", "</", "<!", "<!--c-->", "<!-- ", "-->",
         "<![CDATA[q]]>", "<!doctype html>", "</>", "<?x>", "&#x110000;", "\r\n"]


NESTED = """div div p p ul ol li li a a span b i form select option optgroup svg title g style path button h2 dl dt dd pre section label
script iframe noscript my-box article font table td""".split()
EMPTY = ["<img>", "<br/>", "<input>", "<input type=hidden>", "<hr>", "<link>", "<path/>", "<wbr>", "<use></use>", "<source>"]


def nested(chance, depth, tags):
    """An element whose content is nested as it should be, mostly."""
    tag, content = chance.choice(tags or NESTED), ""
    for _ in range(chance.choice([0, 1, 1, 2, 3]) if depth else 0):
        kind = chance.random()
        content += nested(chance, depth - 1, tags) if kind < 0.6 else chance.choice(EMPTY) if kind < 0.75 else chance.choice(TEXTS)
    end = "" if chance.random() < 0.03 else f"</{tag}>"
    return f"<{tag}>{content or chance.choice(TEXTS)}{end}"


def piece(chance, tags):
    if chance.random() < 0.25:
        return nested(chance, chance.randint(1, 4), tags)
    kind = chance.random()
    if kind < 0.42:
        return f"<{chance.choice(tags or STARTS)}{chance.choice(['>', '>', '>', '/>', ' >', ' a=b>'])}"
    if kind < 0.68:
        return f"</{chance.choice(tags or TAGS)}>"
    if kind < 0.8:
        tag = chance.choice(["a", "span", "li", "b"])
        return f"<{tag}>{chance.choice(TEXTS)}</{tag}>"
    return chance.choice(TEXTS)


def batch(seed, folder):
    """The pages of a seed that differ; (pages read, their paths)."""
    chance, paths, read, differ = random.Random(seed), [], 0, []
    for number in range(PAGES):
        path = folder / f"{seed}-{number:05}.html"
        # Half of the pages have a few tags, which meet more often.
        tags = chance.choices(TAGS + NESTED, k=chance.randint(2, 6)) if chance.random() < 0.5 else []
        path.write_text("".join(piece(chance, tags) for _ in range(chance.randint(2, 18))), encoding="utf-8", newline="")
        paths.append(str(path))
    for first in range(0, PAGES, AT_ONCE):
        done = subprocess.run([BENCH, "twin", "1", *paths[first:first + AT_ONCE]], stdout=subprocess.PIPE, text=True, check=True)
        rows = [line.split() for line in done.stdout.splitlines()]
        read += len(rows)
        differ += [row[0] for row in rows if row[1] == "0"]
    return read, differ


def main():
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    found = 0
    for seed in range(int(sys.argv[1]), int(sys.argv[1]) + int(sys.argv[2] if len(sys.argv) > 2 else 1)):
        with tempfile.TemporaryDirectory() as folder:
            read, differ = batch(seed, pathlib.Path(folder))
            for path in differ:
                (ROOT / "fuzz/crashes").mkdir(exist_ok=True)
                print(f"differs: {shutil.copy(path, ROOT / 'fuzz/crashes')}")
        print(seed, read, len(differ), flush=True)
        found += len(differ)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
