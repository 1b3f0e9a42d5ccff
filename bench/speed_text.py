#!/usr/bin/env python3
"""Speed on plain text, against ripgrep as a filter with 20 line patterns.

The input is one file of about 140 MB of prose: the 1,497 gold texts of wcxb-dev, a blank line between them, ten times over
(.cache/bench/prose.txt). Compared are, one thread each, the same file as standard input and /dev/null as output:

  dehusk   dehusk --no-model -j1 -               all built-in packs loaded, those of the text's language running
  all      dehusk --no-model -j1 --use all -     every pack running
  rg       rg --no-config -j1 -v -i -f bench/rg_patterns.txt -

CPU time (user and system, of the process alone), interleaved, median. The figure is rg's time divided by dehusk's: 1 is rg's
speed, bound 0.7. With --use all it is reported; the aim is 1.0.

What keeps it fair: some tools stop at the first match when they see /dev/null, so each program also writes once to a pipe
that is read to its end, and its time to /dev/null must be at least half of that one's (ripgrep 13 has no such short cut: it
writes all 142 MB). That second run's output is checked: exit status 0, 95 to 100 % of the input's bytes, and not the same
as without rules, so that every program did its job. Timed runs must exit with 0 too.
"""
import argparse
import os
import pathlib
import sys

import gold
import report
import run

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROSE = ROOT / ".cache" / "bench" / "prose.txt"
COPIES = 10


def make_prose():
    once = "".join(f"{text}\n\n" for text in gold.texts().values() if text).encode()
    if not PROSE.exists() or PROSE.stat().st_size != len(once) * COPIES:
        PROSE.parent.mkdir(parents=True, exist_ok=True)
        partial = PROSE.with_suffix(".part")
        with open(partial, "wb") as out:
            for _ in range(COPIES):
                out.write(once)
        os.replace(partial, PROSE)
    return PROSE


def check(name, command, prose, unruled):
    """The output of one full run, checked; its CPU time. Ends the script if it is wrong."""
    result, digest, size, lines = run.digest(command, prose)
    share = size / prose.stat().st_size
    print(f"{name}: exit {result.status}, {size:,} bytes ({share:.2%} of the input), {lines:,} lines, sha256 {digest[:16]}")
    if result.status or not 0.95 <= share <= 1 or digest == unruled:
        sys.exit(f"{name}: wrong output or exit status; command: {run.shown(command)}")
    return result.cpu


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="runs of each (default: 7)")
    report.add_arguments(parser)
    args = parser.parse_args()
    report.need_tool("rg", "ripgrep")
    dehusk = [report.need(args.dehusk), "--no-model", "-j1"]
    patterns = ROOT / "bench" / "rg_patterns.txt"
    commands = {"dehusk": [*dehusk, "-"], "dehusk --use all": [*dehusk, "--use", "all", "-"],
                "rg": ["rg", "--no-config", "-j1", "-v", "-i", "-f", patterns, "-"]}
    prose = make_prose()
    unruled = run.digest([*dehusk, "--no-builtin", "-"], prose)[1]
    table = report.Table(f"speed of text, {prose.stat().st_size / 1e6:.1f} MB, one thread, median of {args.runs}")
    piped = {name: check(name, command, prose, unruled) for name, command in commands.items()}
    times = {name: run.median_cpu(results) for name, results in run.interleaved(
        args.runs, {name: lambda command=command: run.from_file(command, prose) for name, command in commands.items()}).items()}
    for name, seconds in times.items():
        if seconds < piped[name] / 2:
            sys.exit(f"{name}: {seconds:.3f} s to /dev/null but {piped[name]:.3f} s to a pipe; it takes a short cut")
        table.add(f"speed {name}, MB/s", prose.stat().st_size / 1e6 / seconds, digits=0, note=f"{seconds:.3f} s CPU")
    table.add("speed dehusk / rg", times["rg"] / times["dehusk"], at_least=0.7, digits=2)
    table.add("speed dehusk --use all / rg", times["rg"] / times["dehusk --use all"], digits=2, note="aim 1.0")
    return table.finish(args.json)


if __name__ == "__main__":
    sys.exit(main())
