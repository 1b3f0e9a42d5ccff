#!/usr/bin/env python3
"""How fast pages are: the skeleton in front of Gumbo, the whole path beside resiliparse's, and what rules add.

  parse      CPU time of Gumbo with an arena over that of the skeleton path (skeleton, Gumbo, walk), all of wcxb-dev: at least 5
  path       CPU time from bytes to text with rules, without a model, over resiliparse's extract_plain_text(main_content=True)
             with its encoding detection and parse: at most 0.4, of the means and of the 99th percentiles of pages
  twins      pages of wcxb-dev, news-a and cases of html5lib that read differently with and without a skeleton: none
  rules      what rules add to the path without rules: at most 25 %
  model      the path with rules and the article model, over resiliparse's: at most 0.5 of the means; the share of features, model
             and [[score]] rules in it: at most 35 %

Each page's time is the least of --rounds. dehusk and resiliparse take turns on slices of the pages, in one run."""
import argparse
import gzip
import pathlib
import re
import subprocess
import sys
import tempfile

import gold
from extract_peers import VENV, make_venv
from report import Table

ROOT = pathlib.Path(__file__).resolve().parent.parent
SLICE = 100


def unpack(folder):
    """The pages of wcxb-dev as files in `folder`; their paths."""
    paths = []
    for packed in sorted((gold.SHARED / "data" / "wcxb-dev" / "html").glob("*.html.gz")):
        path = pathlib.Path(folder) / packed.stem
        path.write_bytes(gzip.decompress(packed.read_bytes()))
        paths.append(str(path))
    return paths


def unpack_news(folder):
    """The pages of news-a, whose WARC has a gzip member a record and no encodings; their paths."""
    paths = []
    data = gzip.decompress((gold.SHARED / "data" / "news-a.warc.gz").read_bytes())
    at = 0
    while at < len(data):
        end = data.index(b"\r\n\r\n", at)
        head = data[at:end].decode("utf-8", "replace").lower()
        length = int(re.search(r"content-length: *(\d+)", head)[1])
        body = data[end + 4:end + 4 + length]
        at = end + 4 + length
        while data[at:at + 2] == b"\r\n":
            at += 2
        if "warc-type: response" not in head:
            continue
        path = pathlib.Path(folder) / f"news-{len(paths):04}.html"
        path.write_bytes(body.partition(b"\r\n\r\n")[2])
        paths.append(str(path))
    return paths


def unpack_cases(folder):
    """The cases of html5lib's tree construction tests; their paths."""
    paths = []
    for file in sorted((gold.SHARED / "data" / "html5lib-tree-construction").glob("*.dat")):
        for case in file.read_bytes().split(b"#data\n")[1:]:
            path = pathlib.Path(folder) / f"case-{len(paths):04}.html"
            path.write_bytes(case.split(b"\n#errors")[0])
            paths.append(str(path))
    return paths


def add_twins(table, bench, name, paths):
    found = rows([bench, "twin", "1", *paths])
    table.add(f"twins, {name} that differ", sum(1 - row[0] for row in found), at_most=0, digits=0,
              note=f"{len(found)} read, {sum(row[1] for row in found)} with a skeleton")


def rows(command):
    """The lines that a command prints, their words after the first as numbers."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [[int(word) for word in line.split()[1:]] for line in done.stdout.splitlines()]


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", default=str(ROOT / "build/release/bench/html_bench"), help="the program to measure with")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=["parse", "path", "twins"])
    parser.add_argument("--json")
    options = parser.parse_args()
    if not (gold.SHARED / "data").is_dir():
        print("skipped: no ../shared/data")
        return 0
    if options.only in (None, "path"):
        make_venv()
    with tempfile.TemporaryDirectory() as folder:
        pages = unpack(folder)
        table = Table(f"pages, {len(pages)} of wcxb-dev, one thread, least of {options.rounds}")
        if options.only in (None, "twins"):
            add_twins(table, options.bench, "wcxb-dev", pages)
            add_twins(table, options.bench, "news-a", unpack_news(folder))
            add_twins(table, options.bench, "html5lib", unpack_cases(folder))
        if options.only in (None, "parse"):
            found = rows([options.bench, "parse", str(options.rounds), *pages])
            plain, fast = sum(row[1] for row in found) / 1e9, sum(row[2] for row in found) / 1e9
            size = sum(row[0] for row in found) / 1e6
            table.add("parse, Gumbo / skeleton", plain / fast, at_least=5, digits=2,
                      note=f"{plain:.3f} s ({size / plain:,.0f} MB/s), {fast:.3f} s ({size / fast:,.0f} MB/s)")
        if options.only in (None, "path"):
            ours, theirs = [], []
            for first in range(0, len(pages), SLICE):
                part = pages[first:first + SLICE]
                ours += rows([options.bench, "path", str(options.rounds), *part])
                theirs += rows([VENV / "bin/python", ROOT / "bench/resiliparse_times.py", str(options.rounds), *part])
            with_rules, without, model = ([row[i] for row in ours] for i in (1, 2, 3))
            peer = [row[1] for row in theirs]
            milli = len(pages) * 1e6
            table.add("path, mean, dehusk / resiliparse", sum(with_rules) / sum(peer), at_most=0.4, digits=3,
                      note=f"{sum(with_rules) / milli:.3f} ms, {sum(peer) / milli:.3f} ms")
            a, b = percentile(with_rules, 0.99), percentile(peer, 0.99)
            table.add("path, 99th percentile, dehusk / resiliparse", a / b, at_most=0.4, digits=3,
                      note=f"{a / 1e6:.2f} ms, {b / 1e6:.2f} ms")
            table.add("rules, share added", sum(with_rules) / sum(without) - 1, at_most=0.25, digits=3,
                      note=f"without {sum(without) / milli:.3f} ms a page")
            table.add("path with the model, mean, dehusk / resiliparse", sum(model) / sum(peer), at_most=0.5, digits=3,
                      note=f"{sum(model) / milli:.3f} ms")
            table.add("features, model and score rules, share of the path", 1 - sum(with_rules) / sum(model), at_most=0.35, digits=3)
        return table.finish(options.json)


if __name__ == "__main__":
    sys.exit(main())
