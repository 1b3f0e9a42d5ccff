#!/usr/bin/env python3
"""Which pages changed between two builds: ./dev score --compare A B.

A and B are dehusk binaries or build folders that hold one. Both clean wcxb-dev with --for page, its articles with --for article and
news-a, out of fold (--only picks others, see measures.py); then, per measure, how many pages went up, down or stayed, how many of
those that stayed have another text, and the changed pages, F1 before and after, the worst falls first (--most N from each end; 0:
all). --models twice gives each its own models. What was run before is found in .cache/scores, so a second comparison is quick.
"""
import argparse
import pathlib
import sys

import figures
import measures
import page_results
import report
import score_model
import unpack_pages


def binary_of(path):
    return path / "dehusk" if path.is_dir() else path


def show(table, programs, measure, most):
    before, after = (page_results.results(program, measure) for program in programs)
    rows, changed = unpack_pages.names(measure.kind), figures.changes(before, after)
    old, new = (page_results.f1(measure.kind, found) for found in (before, after))
    up, down = sum(row[0] > 0 for row in changed), sum(row[0] < 0 for row in changed)
    other = sum(before[name]["text"] != after[name]["text"] for name in before) - len(changed)
    table.add(page_results.label(programs[0], measure), new - old, note=f"{old:.4f} -> {new:.4f}; {up} up, {down} down, "
              f"{len(before) - len(changed)} same, {other} of them with another text")
    hidden = max(0, len(changed) - 2 * most) if most else 0
    for place, (change, name, f1_before, f1_after) in enumerate(changed):
        if hidden and place == most:
            print(f"  ... {hidden} more (--most 0)")
        if not hidden or not most <= place < most + hidden:
            row = rows[name]
            print(f"  {change:+.4f}  {f1_before:.4f} -> {f1_after:.4f}  {name}  {row.get('page_type', ''):<14}{row['url']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("builds", nargs=2, type=pathlib.Path, metavar="A|B", help="a dehusk binary or a build folder")
    parser.add_argument("--only", choices=measures.ALL, action="append", metavar="MEASURE",
                        help="one of: " + ", ".join(measures.ALL))
    parser.add_argument("--most", type=int, default=15, metavar="N", help="pages listed from each end (default: 15)")
    parser.add_argument("--models", type=pathlib.Path, action="append", metavar="DIR",
                        help="as of score_model.py; twice: A's, then B's")
    parser.add_argument("--rules-alone", action="store_true", help="run without a model")
    parser.add_argument("--json", metavar="FILE", help="write the rows there too")
    args = parser.parse_args()
    folders = args.models or [score_model.MODELS]
    programs = [score_model.program_of(binary_of(path), models, args.rules_alone)
                for path, models in zip(args.builds, (folders[0], folders[-1]))]
    table = report.Table(f"{args.builds[0]} -> {args.builds[1]}" + (", rules alone" if args.rules_alone else ", out of fold"))
    for short in args.only or measures.PAGES:
        show(table, programs, measures.ALL[short], args.most)
    return table.finish(args.json)


if __name__ == "__main__":
    sys.exit(main())
