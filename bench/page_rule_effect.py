#!/usr/bin/env python3
"""What each page rule takes from pages whose gold text is known: the table that shows rule writers which rules harm.

The pages of wcxb-dev are cleaned once with rules alone at --level (aggressive, so that every rule shows). Per rule:

  pages      pages on which it removed text
  words      words it removed (\\w+, case folded)
  alone      those of them that no other rule took
  gold       words the gold text needs and the page no longer has, were this the only rule
  back       words that the cleaned page lacks and this rule took: what dropping every rule but it could bring back
  precision  1 - gold / words: 1 is a rule that takes boilerplate only

A range that two rules took counts for both, so the columns do not add up. Common words of a menu may stand in for words of
the article that the page does not have at all: `gold` is a little too high on pages whose text comes by script.

  bench/page_rule_effect.py                     # all built-in page/ packs
  bench/page_rule_effect.py --rules rules/page  # files that are not built in (the built-in packs then stay out)
  bench/page_rule_effect.py --worst 3           # and the three ranges of each rule that hold most gold words
  bench/page_rule_effect.py --files             # one row a rule file
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import gold
import report
import rule_effect
import unpack_pages

Page = collections.namedtuple("Page", "have want left ranges")  # word counts of the whole page, the gold text, what was kept


class Effect:
    """One rule's sums; see above. worst: (gold words, page, text)."""

    def __init__(self):
        self.pages = self.words = self.alone = self.gold = self.back = 0
        self.worst = []

    def precision(self):
        return 1 - self.gold / self.words if self.words else 1.0


def clean(args, pages, work):
    """{id: cleaned text}, {id: [removed record]}"""
    command = [args.dehusk, "--no-model", "-q", "-r", "--level", args.level, "-d", work / "out", "--removed", work / "removed.jsonl"]
    if args.rules:
        command += ["--no-builtin", *(word for path in args.rules for word in ("--rules", path.resolve()))]
    result = subprocess.run([*command, "."], cwd=pages)
    if result.returncode:
        sys.exit(f"dehusk: exit status {result.returncode}")
    texts = {path.name.split(".")[0]: path.read_text(encoding="utf-8") for path in (work / "out").rglob("*") if path.is_file()}
    removed = collections.defaultdict(list)
    with open(work / "removed.jsonl", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record.get("rule"):
                removed[pathlib.PurePath(record["path"]).name.split(".")[0]].append(record)
    return texts, removed


def read_page(row, text, records):
    """The page as word counts, and its removed ranges as (rules, word counts, text)."""
    ranges = [((record["rule"], *record.get("also", ())), rule_effect.words(record["text"]), record["text"]) for record in records]
    left = rule_effect.words(text)
    have = left.copy()
    for _, words, _ in ranges:
        have.update(words)
    return Page(have, rule_effect.words(row["main_content"] or ""), left, ranges)


def add_page(effects, name, page, key):
    """key: a rule's full name -> the name it is counted under."""
    gone, alone = collections.defaultdict(collections.Counter), collections.Counter()
    missing = page.want - page.left
    overlap = sum((page.have & page.want).values())
    for rules, words, text in page.ranges:
        keys = {key(rule) for rule in rules}
        for one in keys:
            gone[one].update(words)
            cost = sum((words & missing).values())
            if cost:
                effects[one].worst.append((cost, name, " ".join(text.split())))
        if len(keys) == 1:
            alone[keys.pop()] += sum(words.values())
    for one, words in gone.items():
        effect = effects[one]
        effect.pages += 1
        effect.words += sum(words.values())
        effect.alone += alone[one]
        effect.gold += overlap - sum(((page.have - words) & page.want).values())
        effect.back += sum((words & missing).values())


def show(effects, worst):
    """Print the table, the most harmful rules first."""
    print(f"\n{'rule':<44}{'pages':>7}{'words':>9}{'alone':>9}{'gold':>8}{'back':>8}{'precision':>11}")
    for rule, e in sorted(effects.items(), key=lambda item: (-item[1].gold, -item[1].words, item[0])):
        print(f"{rule:<44}{e.pages:>7}{e.words:>9}{e.alone:>9}{e.gold:>8}{e.back:>8}{e.precision():>11.3f}")
        for cost, name, text in sorted(e.worst, reverse=True)[:worst]:
            print(f"    {cost:>6}  {name}: {text[:200]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", action="append", type=pathlib.Path, metavar="FILE|DIR", help="these files instead of the built-in packs")
    parser.add_argument("--level", default="aggressive", help="safe, normal or aggressive (default)")
    parser.add_argument("--pages", type=pathlib.Path, metavar="DIR", help="the pages, unpacked as ID.html (default: .cache/pages/wcxb)")
    parser.add_argument("--files", action="store_true", help="one row a rule file")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list for each rule N ranges with most gold words")
    report.add_arguments(parser)
    args = parser.parse_args()
    args.dehusk = report.need(args.dehusk)
    table = report.Table(f"pages, rules alone at --level {args.level}")
    with tempfile.TemporaryDirectory(prefix="dehusk-pages-") as temporary:
        work = pathlib.Path(temporary)
        pages = (args.pages or unpack_pages.folder("wcxb")).resolve()
        texts, removed = clean(args, pages, work)
    effects = collections.defaultdict(Effect)
    key = (lambda rule: rule.split(":")[0]) if args.files else (lambda rule: rule)
    before = []
    for row in gold.rows("wcxb"):
        page = read_page(row, texts.get(row["id"], ""), removed[row["id"]])
        overlap = sum((page.have & page.want).values())
        before.append(rule_effect.f1(overlap, sum(page.have.values()), sum(page.want.values())))
        add_page(effects, row["id"], page, key)
    after = gold.f1("wcxb", texts)
    table.add("wcxb-dev F1", after, note=f"{sum(before) / len(before):.4f} with nothing removed")
    show(effects, args.worst)
    return table.finish(args.json)


if __name__ == "__main__":
    sys.exit(main())
