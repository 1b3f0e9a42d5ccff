#!/usr/bin/env python3
"""Tests of the arithmetic that bench/ has of its own: figures, folds, which model a page gets. Needs neither ../shared nor a build.

Last line: `N passed, N failed`."""
import collections
import pathlib
import sys
import unittest
import unittest.mock

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "bench"))

import figures
import folds
import measures
import page_results


class Figures(unittest.TestCase):
    def test_news_f1_is_over_all_snippets(self):
        pages = [{"found": 3, "lost": 1, "wrong": 0}, {"found": 1, "lost": 1, "wrong": 4}]
        precision, recall = 4 / 8, 4 / 6  # not the mean of the two pages' F1
        self.assertAlmostEqual(figures.news_f1(pages), 2 * precision * recall / (precision + recall))

    def test_nothing_found(self):
        for counts in ((0, 0, 0), (0, 2, 0), (0, 0, 2)):
            self.assertEqual(figures.precision_recall(*counts)[2], 0.0, counts)

    def test_changes_are_sorted_and_leave_equal_pages_out(self):
        before = {name: {"f1": f1} for name, f1 in (("a", 0.5), ("b", 0.5), ("c", 0.5), ("gone", 1.0))}
        after = {name: {"f1": f1} for name, f1 in (("a", 0.75), ("b", 0.5), ("c", 0.25), ("new", 1.0))}
        self.assertEqual(figures.changes(before, after), [(-0.25, "c", 0.5, 0.25), (0.25, "a", 0.5, 0.75)])

    def test_worst(self):
        self.assertEqual(figures.worst({"a": {"f1": 0.2}, "b": {"f1": 0.1}, "c": {"f1": 0.2}}, 2), ["b", "a"])
        news = {"a": {"f1": 0.0, "lost": 1, "wrong": 0}, "b": {"f1": 0.9, "lost": 0, "wrong": 4}}
        self.assertEqual(figures.worst(news, 1), ["b"])

    def test_change_text_compares_what_is_shown(self):
        for new, old, digits, text in ((0.5, None, 4, "new"), (0.87654, 0.87651, 4, "="), (0.8777, 0.8765, 4, "+0.0012"),
                                       (0.87644, 0.87651, 4, "-0.0001"), (3, 5, 0, "-2"), (0.1 + 0.2, 0.3, 4, "=")):
            self.assertEqual(figures.change_text(new, old, digits), text, (new, old))


class Folds(unittest.TestCase):
    def groups(self):
        kinds = ("article", "forum", "product")
        return {f"site{number}": collections.Counter({kinds[number % 3]: 1 + number % 4}) for number in range(200)}

    def test_folds_are_alike(self):
        groups, filled = self.groups(), [collections.Counter() for _ in range(5)]
        for name, fold in folds.deal(groups).items():
            filled[fold].update(groups[name])
        for kind in ("article", "forum", "product"):
            counts = [fold[kind] for fold in filled]
            self.assertLessEqual(max(counts) - min(counts), 2, kind)
        self.assertLessEqual(max(fold.total() for fold in filled) - min(fold.total() for fold in filled), 2)

    def test_order_does_not_matter(self):
        groups = self.groups()
        self.assertEqual(folds.deal(groups), folds.deal(dict(reversed(groups.items()))))

    def test_host(self):
        for url, host in (("https://WWW.Example.co.uk:443/a?b", "www.example.co.uk"), (" http://example.com. ", "example.com"),
                          ("0551", "0551")):
            self.assertEqual(folds.host_of(url), host)

    def test_canonical_url_stands_in(self):
        page = b'<link data-x rel="canonical" href="https://a.example/b"/>'
        self.assertEqual(folds.url_of({"id": "1", "url": "https://c.example"}, page), "https://c.example")
        self.assertEqual(folds.url_of({"id": "1", "url": None}, page), "https://a.example/b")
        self.assertEqual(folds.url_of({"id": "1", "url": None}, b""), "1")


class Models(unittest.TestCase):
    rows = {"0001": {"page_type": "article"}, "0002": {"page_type": "forum"}, "0003": {"page_type": "article"}}

    def groups(self, measure, models=pathlib.Path("m")):
        with unittest.mock.patch.object(page_results.unpack_pages, "names", lambda kind: self.rows), \
             unittest.mock.patch.object(page_results.folds, "read", lambda: {"0001": 4, "0002": 0, "0003": 0}):
            found = page_results.groups(page_results.Program(pathlib.Path("dehusk"), models), measure)
        return [(model and model.name, names) for model, names in found if names]

    def test_a_page_gets_the_model_that_has_not_seen_it(self):
        self.assertEqual(self.groups(measures.PAGE), [("fold0.model", ["0002", "0003"]), ("fold4.model", ["0001"])])
        self.assertEqual(self.groups(measures.ARTICLE), [("fold0.model", ["0003"]), ("fold4.model", ["0001"])])
        self.assertEqual(self.groups(measures.NEWS), [("final.model", ["0001", "0002", "0003"])])
        self.assertEqual(self.groups(measures.PAGE, None), [(None, ["0001", "0002", "0003"])])

    def test_rules_alone_know_no_task(self):
        measure = measures.GOLD["safe"]
        self.assertEqual(page_results.options_of(measure, None), ["--no-model", "--as", "text", "--level", "safe"])
        self.assertEqual(page_results.options_of(measure, "m"), ["--as", "text", "--for", "page", "--level", "safe"])


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=0).run(suite)
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
