#!/usr/bin/env python3
"""The five folds of wcxb-dev: whoever trains and whoever scores asks here, so that no page is judged by a model that saw its site.

Pages of one registered domain are in one fold. The domain is that of the ICANN part of the public suffix list (PyPI's
publicsuffixlist, pinned in requirements.txt, and its bundled list, so the same everywhere and offline): all of *.github.io or
*.blogspot.com is one group, for such sites share their layout. A record without a URL takes its page's canonical one, else it is
a group of its own. Groups go, largest first, to the fold that makes the folds most alike in pages and in each page type. No seed:
same data, same folds.

read() gives {id: fold from 0}; the file is .cache/folds.json, made again when the list, the data or this script change.
Run as a script it prints pages, domains and page types of each fold.
"""
import argparse
import collections
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import urllib.parse

import extract_peers
import gold
import report

COUNT = 5
FILE = pathlib.Path(__file__).resolve().parent.parent / ".cache" / "folds.json"
CANONICAL = re.compile(rb"""<link[^>]+rel=["']canonical["'][^>]+href=["'](https?://[^"'\s>]+)""")


def host_of(url):
    """Lower case, no port, no trailing dot; the whole text where there is no host."""
    return (urllib.parse.urlsplit(url.strip()).hostname or url).rstrip(".").lower()


def deal(groups, count=COUNT):
    """{name: fold} for groups {name: Counter of page types}.

    Each group goes to where the sum over "all pages" and each type of (pages there)^2 / (pages of that kind) grows least; the first
    fold wins a tie."""
    totals = collections.Counter()
    for kinds in groups.values():
        totals.update(kinds)
    everything = sum(totals.values())
    filled = [collections.Counter() for _ in range(count)]
    found = {}
    for name, kinds in sorted(groups.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        size = sum(kinds.values())

        def growth(fold):
            has, total = filled[fold], filled[fold].total()
            all_pages = ((total + size) ** 2 - total ** 2) / everything
            return all_pages + sum(((has[kind] + n) ** 2 - has[kind] ** 2) / totals[kind] for kind, n in kinds.items())

        best = min(range(count), key=growth)
        filled[best].update(kinds)
        found[name] = best
    return found


def url_of(row, page):
    """The record's URL, else the page's canonical one, else its id."""
    found = row["url"] or CANONICAL.search(page)
    return found if isinstance(found, str) else found[1].decode() if found else row["id"]


def domains():
    """{id: registered domain}; needs publicsuffixlist, so .venv."""
    import publicsuffixlist
    suffixes = publicsuffixlist.PublicSuffixList(only_icann=True)
    hosts = {row["id"]: host_of(url_of(row, page)) for row, (_, page) in zip(gold.rows("wcxb"), gold.pages("wcxb"))}
    return {name: suffixes.privatesuffix(host) or host for name, host in hosts.items()}


def key():
    urls = "".join(f"{row['id']} {row['url']} {row['page_type']}\n" for row in gold.rows("wcxb"))
    parts = (extract_peers.REQUIREMENTS.read_bytes(), pathlib.Path(__file__).read_bytes(), urls.encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def load():
    """The file's object, made first if it is missing or stale."""
    if FILE.exists():
        stored = json.loads(FILE.read_text())
        if stored["key"] == key():
            return stored
    extract_peers.make_venv()
    subprocess.run([extract_peers.VENV / "bin/python", __file__, "--inside"], check=True)
    return json.loads(FILE.read_text())


def read():
    """{id: fold from 0}"""
    return load()["folds"]


def write():
    domain = domains()
    groups = collections.defaultdict(collections.Counter)
    for row in gold.rows("wcxb"):
        groups[domain[row["id"]]][row["page_type"]] += 1
    dealt = deal(groups)
    FILE.parent.mkdir(exist_ok=True)
    stored = {"key": key(), "folds": {name: dealt[site] for name, site in domain.items()}, "domains": domain}
    FILE.write_text(json.dumps(stored, indent=1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    report.add_arguments(parser, binary=False)
    args = parser.parse_args()
    if args.inside:
        write()
        return 0
    stored = load()
    table = report.Table("folds of wcxb-dev, pages")
    for fold in range(COUNT):
        rows = [row for row in gold.rows("wcxb") if stored["folds"][row["id"]] == fold]
        kinds = collections.Counter(row["page_type"] for row in rows)
        sites = len({stored["domains"][row["id"]] for row in rows})
        types = ", ".join(f"{kind} {n}" for kind, n in sorted(kinds.items()))
        table.add(f"fold {fold}", len(rows), digits=0, note=f"{sites} domains; {types}")
    return table.finish(args.json)


if __name__ == "__main__":
    sys.exit(main())
