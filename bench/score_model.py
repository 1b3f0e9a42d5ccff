#!/usr/bin/env python3
"""The article model: what the program itself makes of pages and texts whose sites its model has not seen.

--models DIR holds fold0.model to fold4.model and final.model, as ./dev train leaves them. A page of wcxb-dev is cleaned with the
model of its fold (bench/folds.py), trained on the other four; news-a with final.model, trained on wcxb-dev alone.

  pages          wcxb-dev with --for page, F1 of score.py wcxb, at least 0.878 (aim 0.90); its article pages with --for article, at
                 least 0.96 (aim 0.97); news-a with --for article, F1 of score.py news, at least 0.93 (aim 0.95)
  whole          wcxb-dev through inscriptis, html-text and resiliparse without main content, then dehusk --as text --for page: F1 at
                 least 0.83 each (aim 0.85); the note has the figure before dehusk
  clean          the output of trafilatura, resiliparse, readability-lxml on both sets, then dehusk --as text: F1 after less F1
                 before, none below -0.001, mean of the six at least +0.008; the note has what rules alone do to it
  gold           the gold texts with --as text --for page: words that survive, at least 0.995 at normal, 0.999 at safe

--rules-alone runs the same without a model: nothing is out of fold then, and there are no bounds. --worst N lists the worst pages
of each measure in `pages`: P, R, F1, page type, URL; of news-a the snippets lost and wrongly kept. Results of single pages are kept
in .cache/scores (page_results.py).
"""
import argparse
import collections
import pathlib
import sys

import extract_peers
import figures
import gold
import measures
import page_results
import report
import unpack_pages

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODELS = ROOT / ".cache" / "models"
PARTS = ("pages", "whole", "clean", "gold")
BOUNDS = {"page": (0.878, 0.90), "article": (0.96, 0.97), "news": (0.93, 0.95)}  # at least, aim


def by_type(found):
    """"article 0.9122, forum ...": the mean F1 of each page type, the most frequent first."""
    rows, kinds = unpack_pages.names("wcxb"), collections.defaultdict(list)
    for name, page in found.items():
        kinds[rows[name]["page_type"]].append(page["f1"])
    return ", ".join(f"{kind} {figures.mean(values):.4f}" for kind, values in sorted(kinds.items(), key=lambda item: -len(item[1])))


def means(found):
    return "P {:.4f}, R {:.4f}".format(*(figures.mean(page[field] for page in found.values()) for field in "pr"))


def snippets(found):
    lost, wrong = (sum(page[field] for page in found.values()) for field in ("lost", "wrong"))
    return f"{lost} snippets lost, {wrong} wrongly kept"


def add_pages(table, program, worst):
    for short, measure in measures.PAGES.items():
        found, (least, aim) = page_results.results(program, measure), BOUNDS[short]
        note = snippets(found) if measure.kind == "news" else means(found)
        bounded = bool(program.models)
        table.add(page_results.label(program, measure), page_results.f1(measure.kind, found), at_least=least if bounded else None,
                  note=note + (f"; aim {aim:g}" if bounded else ""))
        if short == "page":
            table.say("by type: " + by_type(found))
        show_worst(measure.kind, found, worst)


def show_worst(kind, found, count):
    rows = unpack_pages.names(kind)
    for name in figures.worst(found, count):
        print("  " + page_line(name, found[name], rows[name]))


def page_line(name, page, row):
    counts = f"lost {page['lost']}  kept {page['wrong']}  " if "lost" in page else ""
    return f"{name}  P {page['p']:.3f}  R {page['r']:.3f}  F1 {page['f1']:.3f}  {counts}{row.get('page_type', ''):<14}{row['url']}"


def add_whole(table, program):
    for tool, measure in measures.WHOLE.items():
        found, old = page_results.results(program, measure), page_results.before("wcxb", tool)
        table.add(measure.name, page_results.f1("wcxb", found), at_least=0.83 if program.models else None,
                  note=f"from {page_results.f1('wcxb', old):.4f}; {means(found)}" + ("; aim 0.85" if program.models else ""))


def add_clean(table, program):
    rises, by_rules, rules = [], [], program._replace(models=None)
    for (kind, tool), measure in measures.CLEAN.items():
        old, new, without = (page_results.f1(kind, found) for found in (
            page_results.before(kind, tool), page_results.results(program, measure), page_results.results(rules, measure)))
        rises.append(new - old)
        by_rules.append(without - old)
        table.add(measure.name, new - old, at_least=-0.001 if program.models else None,
                  note=f"{old:.4f} -> {new:.4f}" + (f"; rules alone {without - old:+.4f}" if program.models else ""))
    table.add("nearly clean, mean of six", figures.mean(rises), at_least=0.008 if program.models else None,
              note=f"rules alone {figures.mean(by_rules):+.4f}" if program.models else "")


def add_gold(table, program):
    for level, measure in measures.GOLD.items():
        found = page_results.results(program, measure).values()
        words, survive = (sum(page[field] for page in found) for field in ("words", "survive"))
        table.add(f"{measure.name}, words that survive", survive / words, digits=5,
                  at_least={"normal": 0.995, "safe": 0.999}[level] if program.models else None,
                  note=f"{words - survive} of {words} words lost")


def program_of(dehusk, models, rules_alone):
    """The binary with its models, or without; ends the script with status 2 if one is missing."""
    gold.need()
    program = page_results.Program(report.need(dehusk), None if rules_alone else models.resolve())
    missing = page_results.missing_models(program)
    if missing:
        print(f"no {missing}; train it (./dev train), say --models DIR or --rules-alone", file=sys.stderr)
        sys.exit(2)
    return program


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part; may be given more than once")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N worst pages")
    parser.add_argument("--models", type=pathlib.Path, default=MODELS, metavar="DIR",
                        help="where fold0.model to fold4.model and final.model are (default: .cache/models)")
    parser.add_argument("--rules-alone", action="store_true", help="run without a model; no bounds")
    report.add_arguments(parser)
    args = parser.parse_args()
    program = program_of(args.dehusk, args.models, args.rules_alone)
    wanted = args.only or PARTS
    if set(wanted) & {"whole", "clean"}:
        extract_peers.ensure(extract_peers.ALL)
    table = report.Table("rules alone on pages and texts" if args.rules_alone else "rules and model, out of fold")
    if "pages" in wanted:
        add_pages(table, program, args.worst)
    if "whole" in wanted:
        add_whole(table, program)
    if "clean" in wanted:
        add_clean(table, program)
    if "gold" in wanted:
        add_gold(table, program)
    return table.finish(args.json)


if __name__ == "__main__":
    sys.exit(main())
