#!/usr/bin/env python3
"""All scores in one table, with the difference to the committed last one: ./dev score.

Runs score_text.py (text, rules alone), score_model.py --rules-alone --only pages (pages, rules alone) and score_model.py (rules and
model, out of fold; left out with --rules-alone). Prints one table and writes it to bench/scores.md and bench/scores.json, both
committed. "change" is the figure less that of the last commit's scores.json; where nothing changed the files stay as they are.
scores.json holds each page's F1 too, so that the worst pages, listed in scores.md (and printed with --worst N), have their change
beside them. Exits with 1 if a bound is missed, with 2 if a script did not run.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import figures
import measures
import page_results
import report
import score_model
import unpack_pages

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCH = ROOT / "bench"
LISTED = 20  # worst pages of each measure in scores.md
VERDICTS = {None: "-", True: "ok", False: "MISSED"}


def last_scores():
    """The object of the last commit's scores.json; empty where there is none."""
    shown = subprocess.run(["git", "show", "HEAD:./bench/scores.json"], cwd=ROOT, capture_output=True)
    return json.loads(shown.stdout) if shown.returncode == 0 else {"tables": [], "pages": {}}


def run_script(words):
    """The object that a script writes with --json: its title and rows. What it prints is not shown."""
    with tempfile.TemporaryDirectory(prefix="dehusk-score-") as work:
        target = pathlib.Path(work) / "rows.json"
        result = subprocess.run([sys.executable, BENCH / words[0], *words[1:], "--json", target], stdout=subprocess.DEVNULL)
        if result.returncode not in (0, 1) or not target.exists():
            print(f"{words[0]}: exit status {result.returncode}", file=sys.stderr)
            sys.exit(2)
        return json.loads(target.read_text())


def row_changes(table, last):
    """{row's name: its change, as text}: see figures.change_text."""
    old = {row["name"]: row["figure"] for one in last["tables"] if one["title"] == table["title"] for row in one["rows"]}
    return {row["name"]: figures.change_text(row["figure"], old.get(row["name"]), row["digits"]) for row in table["rows"]}


def print_table(table, changes):
    print(f"# {table['title']}")
    for row in table["rows"]:
        print(f"{row['name']:<44}{row['figure']:>10,.{row['digits']}f}   {row['bound'] or '':<12}{VERDICTS[row['ok']]:<8}"
              f"{changes[row['name']]:<10}{row['note']}".rstrip(), flush=True)


def page_rows(program, last, count):
    """{short: [(NAME, result, record, change)]}: the worst pages of each measure; {short: {NAME: F1}} of all."""
    listed, everything = {}, {}
    for short, measure in measures.PAGES.items():
        found, rows = page_results.results(program, measure), unpack_pages.names(measure.kind)
        everything[short] = {name: round(page["f1"], 3) for name, page in found.items()}
        old = last["pages"].get(short, {})
        listed[short] = [(name, found[name], rows[name], figures.change_text(found[name]["f1"], old.get(name), 3))
                         for name in figures.worst(found, count)]
    return listed, everything


def kind_text(page, row):
    return f"{page['lost']} lost, {page['wrong']} kept" if "lost" in page else row["page_type"]


def markdown(tables, program, last, listed):
    lines = ["# Scores", "", "Written by `./dev score`; README.md says how each figure is measured. change: to the table committed before.",
             ""]
    for table in tables:
        changes = row_changes(table, last)
        lines += [f"## {table['title']}", "", "| what | figure | bound | | change | note |", "|---|---:|---|---|---:|---|"]
        lines += [f"| {row['name']} | {row['figure']:,.{row['digits']}f} | {row['bound'] or ''} | {VERDICTS[row['ok']]} "
                  f"| {changes[row['name']]} | {row['note']} |" for row in table["rows"]]
        lines.append("")
    for short, pages in listed.items():
        lines += [f"## The {len(pages)} worst pages: {page_results.label(program, measures.PAGES[short])}", "",
                  "| page | P | R | F1 | change | type or snippets | URL |", "|---|---:|---:|---:|---:|---|---|"]
        lines += [f"| {name} | {page['p']:.3f} | {page['r']:.3f} | {page['f1']:.3f} | {change} | {kind_text(page, row)} "
                  f"| {(row['url'] or '').strip().replace('|', '%7C')} |" for name, page, row, change in pages]
        lines.append("")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="print the N worst pages of each measure on pages")
    parser.add_argument("--models", type=pathlib.Path, default=score_model.MODELS, metavar="DIR", help="as of score_model.py")
    parser.add_argument("--rules-alone", action="store_true", help="leave the model out")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    report.add_arguments(parser)
    args = parser.parse_args()
    program = score_model.program_of(args.dehusk, args.models, args.rules_alone)
    last, tables = last_scores(), []
    runs = [["score_text.py"], ["score_model.py", "--rules-alone", "--only", "pages"]]
    if not args.rules_alone:
        runs.append(["score_model.py", "--models", program.models])
    for words in runs:
        table = run_script([*words, "--dehusk", program.dehusk])
        print_table(table, row_changes(table, last))
        tables.append(table)
    listed, everything = page_rows(program, last, max(LISTED, args.worst))
    for short, pages in listed.items():
        if args.worst:
            print(f"# {page_results.label(program, measures.PAGES[short])}: the worst")
        for name, page, row, change in pages[:args.worst]:
            print(f"  {change:<8}{score_model.page_line(name, page, row)}")
    scores = json.dumps({"tables": tables, "pages": everything}, ensure_ascii=False, indent=1) + "\n"
    if args.json:
        pathlib.Path(args.json).write_text(scores, encoding="utf-8")
    if not args.dry and {"tables": tables, "pages": everything} != last:  # else the files still say what changed then
        (BENCH / "scores.json").write_text(scores, encoding="utf-8")
        shown = {short: pages[:LISTED] for short, pages in listed.items()}
        (BENCH / "scores.md").write_text(markdown(tables, program, last, shown), encoding="utf-8")
    return 1 if any(row["ok"] is False for table in tables for row in table["rows"]) else 0


if __name__ == "__main__":
    sys.exit(main())
