#!/usr/bin/env python3
"""Hostile pages: is the time linear in their size, and does memory stay under 1 GB?

Instructions for n, 2n and 4n units (cachegrind, what an empty page costs taken off), as in linear.py: each ratio at most 2.1. What lies
beyond a limit of the reader (depth 512, 32 open formatting elements, a million start tags, three million pieces, 128 MiB) is cut, and the command says so; a cut page
costs less, so the sizes for instructions stay below the limits on bytes and tags. Memory is measured at full size, past the limits too.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import report
import run

HOSTILE = pathlib.Path(__file__).resolve().parent / "hostile"
GIGABYTE = 1 << 30


def numbered(form, n):
    return "".join(form.replace("#", str(i)) for i in range(n))


CASES = [  # name, rule file or None for the built-in rules, n, page of n units, units at full size or None
    ("nested div", None, 5000, lambda n: "<div>" * n + "x", 100_000),
    ("nested div, closed", None, 5000, lambda n: "<div>" * n + "x" + "</div>" * n, 100_000),
    ("nested span", None, 5000, lambda n: "<span>" * n + "x", 100_000),
    ("nested unknown names", None, 5000, lambda n: numbered("<x-#>", n) + "x", 100_000),
    ("attributes", None, 20000, lambda n: "<p " + numbered("a#=b ", n) + ">x", 1_000_000),
    ("attributes of html", None, 20_000, lambda n: "<html " + numbered("a#='&amp;' ", n) + "><p>x", 1_000_000),
    ("attributes of many tags of html", None, 500, lambda n: "".join(f"<html {numbered(f'a{i}-#=b ', 20)}>" for i in range(n)) + "<p>x", 50_000),
    ("nested code", None, 2000, lambda n: "<kbd>" * 500 + "<p>x" * n, 500_000),
    ("attributes of b, with NUL", None, 20_000, lambda n: "\0<b " + numbered("a#=b ", n) + ">x", 1_000_000),
    ("comments between letters", None, 20_000, lambda n: "<p>x" + "<!>x" * n, 30_000_000),
    ("end tags alone", None, 20_000, lambda n: "<p>x" + "</b>" * n, 30_000_000),
    ("attributes of b, opened again", None, 2000, lambda n: "<p><b " + numbered("a#=b ", 200) + "></p>" + "<p>x</p>" * n, 500_000),
    ("open brackets", None, 200_000, lambda n: "<" * n, 50_000_000),
    ("open quotes", None, 200_000, lambda n: "<a b=\"" * n, 5_000_000),
    ("unclosed paragraphs", None, 5000, lambda n: "<p>x" * n, 500_000),
    ("unclosed lists", None, 5000, lambda n: "<ul><li>x" * n, 100_000),
    ("unclosed everything", None, 2000, lambda n: "<p><b><i><ul><li><table><tr><td><form><select><h1><a href=x><svg>y" * n, 50_000),
    ("unclosed comments", None, 500_000, lambda n: "<!-- x -" * n, 5_000_000),
    ("unclosed scripts", None, 200_000, lambda n: "<script><!--<script>x" * n, 3_000_000),
    ("nested tables", None, 1000, lambda n: "<table><tr><td>" * n + "x", 10_000),
    ("tables in no cell", None, 1000, lambda n: "<table>x<b>" * n, 50_000),
    ("huge colspan", None, 2000, lambda n: "<table>" + "<tr><td colspan=9007199254740993>a<td rowspan=9999999999>b" * n, 100_000),
    ("table cells", None, 10_000, lambda n: "<table><tr>" + "<td>a" * n, 1_000_000),
    ("rows of cells", None, 5000, lambda n: "<table>" + "<tr><td>a<td>b" * n, 300_000),
    ("formatting in div", None, 2000, lambda n: numbered("<div><b class=c#></div>", n), 100_000),
    ("formatting in p", None, 8000, lambda n: numbered("<p><font color=#>", n), 100_000),
    ("formatting, misnested", None, 2000, lambda n: numbered("<b id=#><div></b>x", n), 100_000),
    ("links, misnested", None, 2000, lambda n: "<a href=x><div>y</a>" * n, 100_000),
    ("end tags of nothing", None, 10_000, lambda n: "<div>" * 500 + "</x></b></p></li>" * n, 1_000_000),
    ("references", None, 20_000, lambda n: numbered("&#;&amp;&copy", n), 3_000_000),
    ("a reference without end", None, 200_000, lambda n: "<p>&" + "a" * n, 20_000_000),
    ("text with NULs", None, 20_000, lambda n: "<p>a\0b</p>" * n, 300_000),
    ("svg", None, 5000, lambda n: "<svg><g><path d=x></path><title>t</title></g></svg>" * n, 100_000),
    ("svg, broken out of", None, 1000, lambda n: "<svg><title><div><style>x</svg>" * n, 50_000),
    ("forms and selects", None, 2000, lambda n: "<form><select><option>a<style>b</select>" * n, 100_000),
    ("templates", None, 2000, lambda n: "<template><td>x</template>" * n, 100_000),
    ("deep :has on a wide tree", "has-deep", 2000, lambda n: "<div>" + "<div><p>a<p>b</div>" * n + "</div>", 100_000),
    ("deep :has on a deep tree", "has-deep", 2000, lambda n: ("<div>" * 400 + "<p>a" * 100 + "</div>" * 400) * (n // 500), None),
]


def command_of(dehusk, rules):
    own = ["--no-builtin", "--rules", HOSTILE / f"{rules}.toml"] if rules else []
    return [str(word) for word in [dehusk, "--no-model", "-q", "-j1", "--as", "html", *own, "-"]]


def instructions(command, page):
    tool = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    done = subprocess.run([*tool, *command], input=page.encode(), capture_output=True, env=run.environment())
    if done.returncode:
        raise RuntimeError(f"exit status {done.returncode}: {run.shown(command)}\n{done.stderr.decode(errors='replace')}")
    return int(re.search(r"I +refs: +([\d,]+)", done.stderr.decode())[1].replace(",", ""))


def measure(dehusk, case):
    _, rules, n, make, _ = case
    command = command_of(dehusk, rules)
    base = instructions(command, "<p>x")
    costs = [instructions(command, make(n * times)) - base for times in (1, 2, 4)]
    ratios = costs[1] / costs[0], costs[2] / costs[1]
    return max(ratios), f"{ratios[0]:.2f}, {ratios[1]:.2f}; {costs[2] / n / 4:,.0f} a unit"


def peak(dehusk, case):
    """Peak memory at full size; the page is written to a file in pieces that this script can hold."""
    _, rules, _, make, full = case
    with tempfile.NamedTemporaryFile(dir=os.environ.get("TMPDIR"), suffix=".html") as file:
        subprocess.run([sys.executable, __file__, "--write", case[0], file.name], check=True)
        result = run.from_file(command_of(dehusk, rules), file.name)
        return result, os.path.getsize(file.name)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="WORD", help="only cases with this in their name")
    parser.add_argument("--skip-memory", action="store_true")
    parser.add_argument("--write", nargs=2, metavar=("CASE", "FILE"), help=argparse.SUPPRESS)
    report.add_arguments(parser)
    args = parser.parse_args()
    if args.write:
        case = next(case for case in CASES if case[0] == args.write[0])
        pathlib.Path(args.write[1]).write_text(case[3](case[4]))
        return 0
    report.need_tool("valgrind")
    dehusk = report.need(args.dehusk)
    cases = [case for case in CASES if not args.only or args.only in case[0]]
    table = report.Table("hostile pages: instructions for n, 2n and 4n units; memory at full size")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for case, (ratio, note) in zip(cases, pool.map(lambda case: measure(dehusk, case), cases)):
            table.add(f"linear {case[0]}", ratio, at_most=2.1, digits=3, note=note)
    for case in cases:
        if args.skip_memory or case[4] is None:
            continue
        result, size = peak(dehusk, case)
        table.add(f"memory {case[0]}, MB", result.peak / 1e6, at_most=GIGABYTE / 1e6, digits=0,
                  note=f"{size / 1e6:,.1f} MB of page, {result.cpu:.2f} s",
                  wrong=f"exit status {result.status}" if result.status else "")
    return table.finish(args.json)


if __name__ == "__main__":
    sys.exit(main())
