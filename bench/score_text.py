#!/usr/bin/env python3
"""Score dehusk on plain text with rules alone (--no-model). Four measures, one row or more each:

  seeds        the five scraped articles, cleaned by plain `dehusk -d DIR FILE...`, must equal ../shared/seeds/expected
               byte for byte (score.py seeds). Bound: 0 differ.
  survival     the 1,497 gold texts of wcxb-dev, cleaned as text at --level normal and safe: the share of their words
               (\\w+, case folded, counted page by page as multisets) that come out. Bounds: 0.997 and 0.9995.
  lift         the outputs of trafilatura, resiliparse and readability-lxml on wcxb-dev and news-a (extract_peers.py makes
               them), cleaned at normal: F1 after less F1 before, both by score.py's functions. Bounds: none below -0.0005;
               on news-a trafilatura at least +0.002, resiliparse at least +0.008.
  idempotence  the share of all those texts, gold and extracted, not empty, whose cleaned text stays as it is, byte for byte,
               when it is cleaned again. Bound: 0.99.

To be quick, dehusk runs three times over whole folders: all texts at normal, the gold texts at safe, the results of the first
again. --worst N lists for each measure where it loses: rules with the most gold words and their N worst lines, pages whose F1
fell, texts that changed again. --rules prints what each rule alone does (bench/rule_effect.py says how it is counted).
--keep DIR leaves the texts there: in/, out/, again/ and their removed ranges.
"""
import argparse
import collections
import contextlib
import pathlib
import shutil
import subprocess
import sys
import tempfile

import clean_folder
import extract_peers
import gold
import report
import rule_effect

MEASURES = ("seeds", "survival", "lift", "idempotence")
RISES = {("news", "trafilatura"): 0.002, ("news", "resiliparse"): 0.008}  # the other four: no fall below -0.0005


def score_seeds(table, dehusk, work):
    seeds = sorted(path.name for path in gold.score.SEEDS.glob("*.txt"))
    folder = work / "seeds"
    folder.mkdir()
    result = subprocess.run([dehusk, "-q", "-d", folder, *seeds], cwd=gold.score.SEEDS)
    with contextlib.redirect_stdout(sys.stderr):
        differ = gold.score.score_seeds(folder)
    table.add("seeds that differ", differ, at_most=0, digits=0, wrong=f"exit {result.returncode}" if result.returncode else "")


def survival(texts, cleaned):
    """(words before, words that survive), page by page as multisets."""
    before = surviving = 0
    for name, text in texts.items():
        words = rule_effect.words(text)
        before += sum(words.values())
        surviving += sum((words & rule_effect.words(cleaned[name])).values())
    return before, surviving


def show_losses(removed, worst):
    """The rules that cost most gold words, each with its worst lines."""
    costs, lines = collections.Counter(), collections.defaultdict(list)
    for name, ranges in removed.items():
        for range_ in ranges:
            count = sum(rule_effect.words(range_.text).values())
            costs[range_.rule] += count
            lines[range_.rule].append((count, name, range_.line, " ".join(range_.text.split())[:150]))
    for rule, count in sorted(costs.items(), key=lambda item: (-item[1], item[0])):
        print(f"  {count:>6} words  {len(lines[rule]):>5} ranges  {rule}")
        for words, name, number, text in sorted(lines[rule], key=lambda row: (-row[0], row))[:worst]:
            print(f"    {words:>4}  {name}:{number}: {text}")


def score_lift(table, kind, tool, before, after, worst):
    old, new = gold.f1(kind, before), gold.f1(kind, after)
    table.add(f"lift {kind} {tool}", new - old, at_least=RISES.get((kind, tool), -0.0005), note=f"{old:.4f} -> {new:.4f}")
    if worst and kind == "wcxb":
        falls = [(gold.page_f1(after[row["id"]], row) - gold.page_f1(before[row["id"]], row), row["id"], row["url"])
                 for row in gold.rows(kind)]
        for fall, name, url in sorted(falls)[:worst]:
            if fall < 0:
                print(f"  {fall:+.4f}  {name}  {url}")
    elif worst:
        for row in gold.rows(kind):
            lost = [snippet for snippet in row["with"] if snippet in before[row["url"]] and snippet not in after[row["url"]]]
            if lost:
                print(f"  lost {lost}  {row['url']}")


def score_idempotence(table, texts, once, twice, removed_again, worst):
    real = [name for name, text in texts.items() if text.strip()]
    changed = [name for name in real if once[name] != twice[name]]
    table.add("idempotence", 1 - len(changed) / len(real), at_least=0.99, note=f"{len(changed)} of {len(real)} change")
    for name in changed[:worst]:
        why = removed_again[name] or [clean_folder.Removed("no rule", 0, 0, 0, "white space")]
        print(f"  {name}:{why[0].line}: {why[0].rule}: {' '.join(why[0].text.split())[:120]}")
    if worst and changed:
        rules = collections.Counter(rule for name in changed for rule in {range_.rule for range_ in removed_again[name]})
        print("  by rule: " + ", ".join(f"{rule} {count}" for rule, count in rules.most_common()))


def show_rules(peers, documents, removed):
    effects = collections.defaultdict(rule_effect.Effect)
    for (kind, tool), names in peers.items():
        add = rule_effect.add_wcxb if kind == "wcxb" else rule_effect.add_news
        for name, row in zip(names, gold.rows(kind)):
            add(effects, documents[name], row, removed[name])
    for name, ranges in removed.items():
        if name.startswith("gold/"):
            rule_effect.add_gold(effects, ranges)
    rule_effect.show(effects)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=MEASURES, action="append", help="only this measure; may be given more than once")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list where each measure loses, N entries each")
    parser.add_argument("--rules", action="store_true", help="print what each rule alone does")
    parser.add_argument("--keep", metavar="DIR", type=pathlib.Path, help="leave the texts there (a new folder)")
    report.add_arguments(parser)
    args = parser.parse_args()
    args.dehusk = report.need(args.dehusk)
    if args.keep and args.keep.exists():
        parser.error(f"--keep: {args.keep} exists; name a new folder")
    work = args.keep or pathlib.Path(tempfile.mkdtemp(prefix="dehusk-score-"))
    work.mkdir(exist_ok=True)
    try:
        return measure(args, work.resolve(), args.only or MEASURES)
    finally:
        if not args.keep:
            shutil.rmtree(work)


def measure(args, work, wanted):
    table = report.Table("text, rules alone")
    if "seeds" in wanted:
        score_seeds(table, args.dehusk, work)
    if wanted == ["seeds"] and not args.rules:
        return table.finish(args.json)

    documents = {f"gold/{name}.txt": text for name, text in gold.texts().items()}
    golds = dict(documents)
    peers = {}  # {(set, tool): its documents' names in the order of the set}
    if args.rules or "lift" in wanted or "idempotence" in wanted:
        extract_peers.ensure()
        for kind in gold.SETS:
            for tool in extract_peers.TOOLS:
                texts = gold.read_texts(extract_peers.path_of(kind, tool))
                names = [f"{kind}-{tool}/{number:04}.txt" for number in range(1, len(texts) + 1)]
                peers[kind, tool] = names
                documents.update(zip(names, (texts[row[gold.KEYS[kind]]] for row in gold.rows(kind))))
    clean_folder.write(documents, work / "in")
    removed = clean_folder.clean(args.dehusk, work / "in", work / "out")
    cleaned = clean_folder.read(work / "out", documents)

    if "survival" in wanted:
        clean_folder.clean(args.dehusk, work / "in" / "gold", work / "safe" / "gold", "safe")
        for level, texts, bound in (("normal", cleaned, 0.997), ("safe", clean_folder.read(work / "safe", golds), 0.9995)):
            before, surviving = survival(golds, texts)
            table.add(f"survival {level}", surviving / before, at_least=bound, digits=5,
                      note=f"{before - surviving} of {before} words lost")
        if args.worst:
            show_losses({name: removed[name] for name in golds}, args.worst)
    if "lift" in wanted:
        for (kind, tool), names in peers.items():
            keys = [row[gold.KEYS[kind]] for row in gold.rows(kind)]
            score_lift(table, kind, tool, *({key: texts[name] for key, name in zip(keys, names)} for texts in (documents, cleaned)),
                       args.worst)
    if "idempotence" in wanted:
        removed_again = clean_folder.clean(args.dehusk, work / "out", work / "again")
        score_idempotence(table, documents, cleaned, clean_folder.read(work / "again", documents), removed_again, args.worst)
    if args.rules:
        show_rules(peers, documents, removed)
    return table.finish(args.json)


if __name__ == "__main__":
    sys.exit(main())
