#!/usr/bin/env python3
"""How fast the Python package is, beside what people use from Python: CPU time in one process, pages of news-a.

  bytes  dehusk.clean_many(pages)
         trafilatura.extract(page)
         resiliparse: extract_plain_text(HTMLTree.parse_from_bytes(page, detect_encoding(page)), main_content=True)
  str    dehusk.clean_many(texts); extract_plain_text(text, main_content=True): the same pages, decoded before

Bounds: at least 15 times trafilatura and 1.5 times resiliparse; beside them elapsed time with `threads=0`. All of them with their defaults otherwise, one thread. Bytes are
what comes out of a WARC, and resiliparse's documentation parses them so. The tools take turns on slices of the pages; each slice's
time is the least of --rounds (trafilatura: of one round, it is long enough). dehusk's figure holds the making of a Cleaned with all
its fields (5 microseconds); its rules are compiled before, on the first slice. --check compares its texts with the command's."""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import extract_peers
import gold
import report

ROOT = pathlib.Path(__file__).resolve().parent.parent
SITE = ROOT / "build" / "python" / "site"
SLICE = 55


def run_inside():
    """Runs this script again in .venv, where the peers are, with dehusk; unless that is what runs it."""
    if not (SITE / "dehusk").is_dir():
        print(f"no {SITE.relative_to(ROOT)}; build it first: ./dev wheel", file=sys.stderr)
        sys.exit(2)
    if pathlib.Path(sys.prefix) != extract_peers.VENV:
        extract_peers.make_venv()
        python = extract_peers.VENV / "bin" / "python"
        environment = {key: value for key, value in os.environ.items() if key != "DEHUSK_RULES"}
        os.execve(python, [str(python), *sys.argv], {**environment, "PYTHONPATH": str(SITE)})


def tools():
    """{name: (function of a list of pages to a list of texts, whether it takes str)}."""
    import dehusk
    import trafilatura
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    def ours(pages):
        return [cleaned.text for cleaned in dehusk.clean_many(pages)]

    def theirs(pages):
        return [extract_plain_text(HTMLTree.parse_from_bytes(page, detect_encoding(page)), main_content=True) for page in pages]

    def theirs_of_str(pages):
        return [extract_plain_text(page, main_content=True) for page in pages]

    def trafilatura_of(pages):
        return [trafilatura.extract(page) or "" for page in pages]

    return {"dehusk": (ours, False), "resiliparse": (theirs, False), "dehusk, str": (ours, True),
            "resiliparse, str": (theirs_of_str, True), "trafilatura": (trafilatura_of, False)}


def seconds(pages, rounds):
    """({tool: CPU seconds}, {tool: texts})."""
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    texts = [bytes_to_str(page, detect_encoding(page)) for page in pages]
    all_tools = tools()
    spent, made = dict.fromkeys(all_tools, 0.0), {name: [] for name in all_tools}
    for work, takes_str in all_tools.values():
        work((texts if takes_str else pages)[:SLICE])  # what is loaded or compiled at first
    for first in range(0, len(pages), SLICE):
        best = {}
        for number in range(rounds):
            for name, (work, takes_str) in all_tools.items():
                if name == "trafilatura" and number:
                    continue
                part = (texts if takes_str else pages)[first:first + SLICE]
                begin = time.process_time()
                found = work(part)
                took = time.process_time() - begin
                best[name] = min(took, best.get(name, took))
                if not number:
                    made[name] += found
        for name, took in best.items():
            spent[name] += took
    return spent, made


def elapsed_on_all_cores(pages, rounds):
    import dehusk
    best = float("inf")
    for _ in range(rounds):
        begin = time.monotonic()
        for _ in dehusk.clean_many(pages, threads=0):
            pass
        best = min(best, time.monotonic() - begin)
    return best


def differing(pages, texts, binary):
    """How many texts are not what the command writes for the same bytes."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for number, page in enumerate(pages):
            (folder / f"{number:04}.html").write_bytes(page)
        subprocess.run([binary, "-q", "-d", folder / "out", *sorted(folder.glob("*.html"))], check=True)
        return sum((folder / "out" / f"{number:04}.html").read_bytes().decode() != text
                   for number, text in enumerate(texts))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    report.add_arguments(parser)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--check", action="store_true", help="compare the texts with those of --dehusk")
    options = parser.parse_args()
    if not (gold.SHARED / "data").is_dir():
        print("skipped: no ../shared/data")
        return 0
    run_inside()
    pages = [page for _, page in gold.pages("news")]
    table = report.Table(f"Python, {len(pages)} pages of news-a, one thread, least of {options.rounds}")
    spent, made = seconds(pages, options.rounds)
    milli = 1e3 / len(pages)

    def faster(ours, theirs, bound):
        wrong = f"{len(made[ours])} texts" if len(made[ours]) != len(pages) else ""
        table.add(f"{theirs} / {ours}", spent[theirs] / spent[ours], at_least=bound, digits=2, wrong=wrong,
                  note=f"{spent[theirs] * milli:.3f} ms, {spent[ours] * milli:.3f} ms a page")

    faster("dehusk", "trafilatura", 15)
    faster("dehusk", "resiliparse", 1.5)
    faster("dehusk, str", "resiliparse, str", 1.5)
    elapsed = elapsed_on_all_cores(pages, options.rounds)
    for theirs in ("trafilatura", "resiliparse"):
        table.add(f"  {theirs} / dehusk, threads=0, elapsed", spent[theirs] / elapsed, digits=2,
                  note=f"{elapsed * milli:.3f} ms a page on {len(os.sched_getaffinity(0))} cores")
    if options.check:
        table.add("texts that differ from the command's", differing(pages, made["dehusk"], report.need(options.dehusk)), at_most=0, digits=0)
    return table.finish(options.json)


if __name__ == "__main__":
    sys.exit(main())
