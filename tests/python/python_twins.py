"""The package and the command give the same for the same bytes: text, metadata, counts, removed ranges, errors."""
import contextlib
import dataclasses
import gzip
import sys
import unittest

import python_harness
from python_harness import ROOT, SHARED, Case

import dehusk

NEWS = SHARED / "data" / "news-a.warc.gz"
PAGES = 100
NEVER_NONE = ("path", "text", "stats", "removed")


def record_of(cleaned, like):
    """A Cleaned as the record `like` of the command has it."""
    record = {**dataclasses.asdict(cleaned), "path": like["path"]}
    stats = record["stats"]
    for name in ("packs",):
        stats[name] = list(stats[name])
    for name in ("undecodable", "broken_json_ld", "cut_elements", "cut_bytes", "guarded", "other_task", "task"):
        if not stats[name]:  # the command leaves these out
            del stats[name]
    for part in record["removed"]:
        part["also"] = list(part["also"])
        if not part["also"]:
            del part["also"]
    record["removed"] = list(record["removed"])
    if not cleaned.is_page:
        for name in ("modified", "description", "language", "canonical", "site_name"):
            assert record.pop(name) is None, name
    del record["is_page"], record["error"]
    return record


class Twins(Case):
    maxDiff = None

    def compare(self, paths, words=(), **options):
        records, errors = self.records(*words, *paths)
        documents = [path.read_bytes() for path in paths]
        compared = 0
        for path, cleaned in zip(paths, dehusk.clean_many(documents, removed=True, threads=2, **options), strict=True):
            compared += 1
            with self.subTest(path=str(path)):
                if str(path) not in records:
                    self.assertEqual(cleaned.error, errors[str(path)])
                    self.assertEqual(cleaned.text, "")
                else:
                    self.assertEqual(record_of(cleaned, records[str(path)]), records[str(path)])
        return compared

    def test_fixtures(self):
        self.assertGreater(self.compare(python_harness.fixtures()), 80)

    def test_options(self):
        rules = self.write("own.toml", python_harness.OWN_RULES)
        model = ROOT / "rules" / "model" / "html.model"
        paths = sorted(ROOT.glob("tests/cli/explain/*.html")) + [ROOT / "fixtures" / "harbour.txt"]
        for words, options in (
            (["--to", "markdown"], {"to": "markdown"}),
            (["--to", "html", "--absolute-links"], {"to": "html", "absolute_links": True}),
            (["--for", "page", "--level", "aggressive"], {"task": "page", "level": "aggressive"}),
            (["--no-model", "--use", "news/en,common"], {"no_model": True, "use": ["news/en", "common"]}),
            (["--as", "text", "--keep-blank"], {"read_as": "text", "keep_blank": True}),
            (["--rules", rules, "--no-builtin", "--no-model"], {"rules": rules, "builtin": False, "no_model": True}),
            (["--only", "ad,share", "--skip", "share"], {"only": "ad,share", "skip": ["share"]}),
            (["--encoding", "windows-1252"], {"encoding": "windows-1252"}),
            (["--max-bytes", "2000"], {"max_bytes": 2000}),
            (["--model", str(model)], {"model": model}),
        ):
            with self.subTest(words):
                if "news/en,common" in words:
                    words = ["--no-model", "--use", "news/en", "--use", "common"]
                self.compare(paths, words, **options)

    def test_seeds(self):
        seeds = sorted((SHARED / "seeds").glob("*.txt"))
        if not seeds:
            self.skipTest("no ../shared/seeds")
        self.compare(seeds)

    @unittest.skipUnless(NEWS.exists(), "no ../shared/data")
    def test_news(self):
        with contextlib.redirect_stdout(sys.stderr):
            import gold
        paths = []
        for number, (_, page) in zip(range(PAGES), gold.responses(gzip.decompress(NEWS.read_bytes()))):
            self.write(f"{number:03}.html", page)
            paths.append(self.folder / f"{number:03}.html")
        self.assertEqual(self.compare(paths), PAGES)
