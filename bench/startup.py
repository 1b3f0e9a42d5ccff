#!/usr/bin/env python3
"""Start-up: CPU time of `echo x | dehusk` beside `echo 1 | jq .`.

One byte of work, so what is measured is loading the program and its built-in packs. 200 runs of each, interleaved, user and
system time of the process itself, mean a run in milliseconds (a run lasts a few ticks, so the mean says more than the
median). The bound is 12 ms, the aim 5.
"""
import argparse
import statistics
import sys

import report
import run


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=200, metavar="N", help="runs of each (default: 200)")
    report.add_arguments(parser)
    args = parser.parse_args()
    report.need_tool("jq")
    dehusk = report.need(args.dehusk)
    results = run.interleaved(args.runs, {"dehusk": lambda: run.from_bytes([dehusk], b"x\n"),
                                          "jq": lambda: run.from_bytes(["jq", "."], b"1\n")})
    table = report.Table(f"start-up, CPU ms a run, mean of {args.runs}")
    for name, bound in (("dehusk", 12.0), ("jq", None)):
        times = [result.cpu * 1000 for result in results[name]]
        table.add(f"startup {name}", statistics.mean(times), at_most=bound, digits=2,
                  note=f"median {statistics.median(times):.2f}" + ("; aim 5" if bound else ""))
    return table.finish(args.json)


if __name__ == "__main__":
    sys.exit(main())
