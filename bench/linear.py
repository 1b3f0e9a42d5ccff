#!/usr/bin/env python3
"""Is the time linear in the size of the text? Instructions for n, 2n and 4n lines of ordinary and hostile text.

Counted are instructions (valgrind --tool=cachegrind --cache-sim=no, "I refs"), so the figure is the same on a busy machine;
what the case's first line alone costs with the same rules is taken off (start-up, loading the rules, what its patterns cost once).
It has to be a line of the case: another one may have patterns compiled for it that the case never asks, and with too much taken
off everything looks worse than linear. The figure of a case is the larger
of its two ratios, 2n to n and 4n to 2n: 2 is linear, 4 quadratic, the bound is 2.1. The note gives both ratios and, as
"steps", (4n - 2n) / (2n - n), in which whatever is paid once (a pattern compiled at its first use) falls out too.

Hostile cases run with a rule file of their own (bench/hostile/NAME.toml says what is hostile about it) and without built-in
rules. The removed ranges are reported too (--removed), for that must be linear as well. Before a case is counted, its output at
n lines is checked where the rules leave no doubt about it: the number of non-blank lines that are left. A case that did not do
what it is made for would prove nothing.
"""
import argparse
import concurrent.futures
import itertools
import pathlib
import re
import subprocess
import sys
import tempfile

import gold
import report
import run

HOSTILE = pathlib.Path(__file__).resolve().parent / "hostile"
LINES = 4000
PROSE = "The council said on Tuesday that the bridge would stay closed for two more weeks while engineers look at it."
FURNITURE = ["Advertisement", "Also read: Bridge to stay closed", "Share this article", "Photo: Reuters", "Read more",
             "Published: 12 March 2021", "By Jane Doe", "Related Articles", "• NIKKEI 225\n39,594.39\n-4.61 (-0.01%)",
             "Copyright 2021 Example News. All rights reserved.", "Sign up for our newsletter"]


def numbered(word):
    """Lines of one width, all different: "x 0000007"."""
    return lambda n: [f"{word} {number:07}" for number in range(n)]


def cycle(*lines):
    return lambda n: list(itertools.islice(itertools.cycle(lines), n))


def ended(word, last):
    return lambda n: numbered(word)(n - 1) + [last]


def one_line(unit):
    return lambda n: [unit * n]


def runs(lines, length):
    """The lines in turn, `length` of them, then a line of prose, again and again."""
    return cycle(*itertools.islice(itertools.cycle(lines), length), PROSE)


def between(n):
    side = [f"{PROSE} {number}" for number in range(199)]
    return side + numbered("x")(n - 2 * len(side)) + side


def chain(n, rules=20):
    """Head rule j takes line e_j at the tail, for which tail rule j waits, which takes p_j, for which head rule j + 1 waits:
    p_20 ... p_1 h_1 kh h_2 kh ... h_20 | x x x ... | l_20 kt l_19 kt ... l_1 e_1 ... e_20; kh and kt are kept."""
    up, down = range(1, rules + 1), range(rules, 0, -1)
    head = [f"p {j:02}" for j in down] + [line for j in up for line in (f"h {j:02}", f"kh {j:02}")][:-1]
    tail = [line for j in down for line in (f"kt {j:02}", f"l {j:02}")][1:] + [f"e {j:02}" for j in up]
    return head + numbered("x")(n - len(head) - len(tail)) + tail


def ordinary(n):
    """Lines of gold texts, evenly taken from all pages, with furniture after every eighth."""
    lines = [line for text in gold.texts().values() for line in text.split("\n") if 20 < len(line) < 400]
    block = list(itertools.chain.from_iterable(
        (line, FURNITURE[place // 8 % len(FURNITURE)]) if place % 8 == 7 else (line,)
        for place, line in enumerate(lines[::len(lines) // 800][:800])))
    return cycle(*block)(n)


ALL, NONE, UNKNOWN = -1, 0, None
CASES = [  # name, rule file (None: built-in rules), lines of n, non-blank lines left
    ("ordinary", None, ordinary, UNKNOWN),
    ("prose", None, cycle(PROSE), UNKNOWN),
    ("related everywhere", None, cycle("Related Articles"), UNKNOWN),
    ("ads everywhere", None, cycle("Advertisement"), UNKNOWN),
    ("also read everywhere", None, cycle("Also read: Bridge to stay closed"), UNKNOWN),
    ("furniture everywhere", None, cycle(*FURNITURE), UNKNOWN),
    ("tickers never finished", None, cycle("• NIKKEI 225"), UNKNOWN),
    ("one line", None, one_line(PROSE[:59] + " "), UNKNOWN),
    ("blank lines", None, cycle(""), NONE),
    ("invisible lines", None, cycle("\u200b\u00ad \u00a0" * 16), UNKNOWN),  # larger than what languages are told from
    ("invalid UTF-8", None, cycle(PROSE + "\udcff\udcfe"), UNKNOWN),
    ("group start", "group-start", numbered("start"), ALL),
    ("group prefix", "group-prefix", numbered("item"), ALL),
    ("group cancelled", "group-cancelled", ended("tick", "tick bang and three more words"), ALL),
    ("repeat 99 fails", "repeat-fails", runs(["tick 1", "tock 1"], 197), ALL),
    ("repeat 99 overlaps", "repeat-overlap", runs(["tick 1"], 197), ALL),
    ("to every line", "to-every", numbered("x"), NONE),
    ("to no line", "to-never", numbered("x"), ALL),
    ("to last line", "to-last", ended("x", "finish"), NONE),
    ("until every line", "until-every", numbered("x"), 1),
    ("until last line", "until-last", ended("x", "finish"), 1),
    ("limit in lines", "limit-lines", numbered("x"), LINES - 6),
    ("limit as a share", "limit-share", numbered("x"), LINES * 6 // 10),
    ("limit, one end", "limit-last", ended("x", "finish"), LINES - 6),
    ("at head 200", "at-head", numbered("x"), NONE),
    ("at tail 200", "at-tail", numbered("x"), NONE),
    ("at edges 1", "at-edges", numbered("x"), NONE),
    ("at edges, two rules", "at-alternate", cycle("a 1", "b 1"), NONE),
    ("at edges, twenty rules", "at-many", cycle(*(f"r{k} x" for k in (*range(20, 0, -1), *range(1, 21)))), NONE),
    ("at edges, 398 survivors", "at-survivors", between, 398),
    ("at both ends in turn", "at-chain", chain, 38),
    ("at edges with to", "at-to", cycle("a 1", "middle", "middle", "e 1"), NONE),
    ("at edges with group", "at-group", cycle("a 1", "b 1", "p 1", "p 2"), NONE),
    ("at edges with span", "at-span", cycle("(x 1)"), NONE),
    ("spans in one line", "span-read", one_line("word (also read: this) "), 1),
    ("spans in all lines", "span-read", cycle("word (also read: this) and (also read: that)"), ALL),
    ("spans never closed", "span-read", one_line("(also read: this "), 1),
    ("spans cancelled", "span-read", one_line("(also read: zz) "), 1),
    ("span to the end, cancelled", "span-rest", lambda n: ["also read: this " * n + "zz"], 1),
    ("span of numbers", "span-number", one_line("1,1 (1"), 1),
    ("stars in one line", "stars", one_line("ab "), 1),
    ("keep and remove", "keep-all", numbered("x"), ALL),
    ("twenty rules overlap", "overlap", numbered("x"), NONE),
    ("guard", "guard", numbered("x"), ALL),
    ("captures", "captures", cycle("By Jane Doe | 12 March 2021"), NONE),
]


def command_of(dehusk, rules, removed):
    own = ["--no-builtin", "--rules", HOSTILE / f"{rules}.toml"] if rules else []
    return [dehusk, "--no-model", "-j1", "--as", "text", *own, "--removed", removed, "-"]


def feed(command, lines):
    """Run with the lines as a file on standard input; the finished process. Ends the script if it fails."""
    with tempfile.TemporaryFile() as stdin:
        stdin.write("\n".join(lines).encode("utf-8", "surrogateescape") + b"\n")
        stdin.seek(0)
        result = subprocess.run([str(word) for word in command], stdin=stdin, capture_output=True, env=run.environment())
    if result.returncode:
        raise RuntimeError(f"exit status {result.returncode}: {run.shown(command)}\n{result.stderr.decode(errors='replace')}")
    return result


def instructions(command, lines):
    tool = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    output = feed([*tool, *command], lines).stderr.decode(errors="replace")
    return int(re.search(r"I +refs: +([\d,]+)", output)[1].replace(",", ""))


def check(command, lines, left):
    """What is wrong with the output for these lines, or ""."""
    output = feed(command, lines).stdout
    found = sum(not line.isspace() for line in output.splitlines(keepends=True))
    expected = sum(bool(line.strip()) for line in lines) if left == ALL else left
    return "" if expected in (None, found) else f"{found} lines left, not {expected}"


def start(make):
    """The case's first line; of a case of one long line, its first part."""
    lines = make(LINES)
    return lines[:1] if len(lines) > 1 else make(1)


def measure(dehusk, case):
    """(ratio, what is wrong or "", note) of a case."""
    _, rules, make, left = case
    with tempfile.TemporaryDirectory(prefix="dehusk-linear-") as folder:
        command = command_of(dehusk, rules, pathlib.Path(folder) / "removed.jsonl")
        wrong = check(command, make(LINES), left)
        base = instructions(command, start(make))
        costs = [instructions(command, make(LINES * times)) - base for times in (1, 2, 4)]
    ratios = costs[1] / costs[0], costs[2] / costs[1]
    steps = (costs[2] - costs[1]) / (costs[1] - costs[0])
    return max(ratios), wrong, f"{ratios[0]:.2f}, {ratios[1]:.2f}, steps {steps:.2f}; {costs[2] / LINES / 4:,.0f} a line"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="WORD", help="only cases with this in their name")
    report.add_arguments(parser)
    args = parser.parse_args()
    report.need_tool("valgrind")
    dehusk = report.need(args.dehusk)
    cases = [case for case in CASES if not args.only or args.only in case[0]]
    table = report.Table(f"linear: instructions for {LINES:,}, {2 * LINES:,} and {4 * LINES:,} lines (or parts of one line)")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:  # two at a time: counts do not depend on load
        for (name, *_), (ratio, wrong, note) in zip(cases, pool.map(lambda case: measure(dehusk, case), cases)):
            table.add(f"linear {name}", ratio, at_most=2.1, digits=3, note=note, wrong=wrong)
    return table.finish(args.json)


if __name__ == "__main__":
    sys.exit(main())
