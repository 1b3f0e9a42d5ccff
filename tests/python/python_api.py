"""What the package promises beyond what the command does: str, errors, many documents, threads, pickles."""
import pickle
import subprocess
import sys
import threading
import time
import unittest.mock

from python_harness import OWN_RULES, PAGE, ROOT, Case

import dehusk
from dehusk import _settings

STORY = "The ferry stays in the bay, and nobody in the harbour could say who pays for it.\n"
# One of Gumbo's assertions fails on it.
HOSTILE = ("<p>before<math><annotation-xml encoding='text/html'><body><![CDATA[c]]></th>&ampx</textarea></applet><noscript><meta>"
           "<figure><option><math></span><strong><center><frame></div></frameset></p></tbody><use/>after")


class Documents(Case):
    def test_a_page_tells_of_itself(self):
        cleaned = dehusk.clean(PAGE, url="https://example.com/a")
        self.assertEqual((cleaned.title, cleaned.author, cleaned.language, cleaned.published),
                         ("Ferry stays", "Clara Winfield", "en", None))
        self.assertEqual((cleaned.url, cleaned.is_page, cleaned.error), ("https://example.com/a", True, None))
        self.assertIn("since 1911", cleaned.text)
        self.assertNotIn("Coast", cleaned.text)
        self.assertGreater(cleaned.stats.ranges_removed, 0)
        self.assertEqual(cleaned.removed, ())
        self.assertIn("title='Ferry stays'", repr(cleaned))

    def test_removed_ranges_name_their_rules(self):
        cleaned = dehusk.clean("Advertisement\n" + STORY, removed=True)
        [gone] = cleaned.removed
        self.assertEqual((gone.rule, gone.category, gone.begin, gone.end, gone.line, gone.text),
                         ("news/en:ad.marker", "ad", 0, 13, 1, "Advertisement"))
        self.assertRegex(gone.rule_at, r"^rules/news/en\.toml:\d+$")
        self.assertEqual(cleaned.text, STORY)

    def test_url_chooses_rules(self):
        rules = self.write("site.toml", OWN_RULES + 'sites = ["example.com"]\n')
        cleaner = dehusk.Cleaner(rules=rules, no_model=True)
        text = "The Meteor is free\n" + STORY
        self.assertEqual(cleaner.clean(text, url="https://www.example.com/").text, STORY)
        self.assertEqual(cleaner.clean(text, url="https://example.org/").text, text)
        self.assertEqual(cleaner.clean(text).text, text)

    def test_a_str_is_decoded_already(self):
        page = PAGE.replace("<head>", '<head><meta charset="windows-1252">').replace("ferry that", "f\u00e9rr\u00ffy \u2014 that")
        for document in (page, "\ufeff" + page):
            cleaned = dehusk.clean(document, content_type="text/html; charset=koi8-r")
            self.assertIn("f\u00e9rr\u00ffy \u2014 that", cleaned.text)
            self.assertEqual(cleaned.stats.encoding, "utf-8")
        self.assertIn("f\u00e9rr\u00ffy", dehusk.clean(page, encoding="utf-16le").text)
        self.assertIn("\U0001f6a2 stays", dehusk.clean(STORY.replace("ferry", "\U0001f6a2")).text)

    def test_bytes_are_decoded_as_they_say(self):
        page = PAGE.replace("ferry that", "f\u00e9rry that")
        meta = page.replace("<head>", '<head><meta charset="windows-1252">')
        for document, how in ((page.encode("latin-1"), {"content_type": "text/html; charset=iso-8859-1"}),
                              (meta.encode("latin-1"), {}), (page.encode("latin-1"), {"encoding": "windows-1252"}),
                              (page.encode("utf-16"), {}), (page.encode(), {})):
            self.assertIn("f\u00e9rry that", dehusk.clean(document, **how).text, how)
        cleaned = dehusk.clean(b"The f\xe9rry stays in the bay.\n", encoding="utf-8")
        self.assertEqual((cleaned.text, cleaned.stats.undecodable), ("The f\ufffdrry stays in the bay.\n", 1))

    def test_lone_surrogates_are_replaced_and_counted(self):
        cleaned = dehusk.clean("A \ud83d f\u00e9rry \udc80\udfff stays in the bay.\n", url="https://example.com/\ud800")
        self.assertEqual(cleaned.text, "A \ufffd f\u00e9rry \ufffd\ufffd stays in the bay.\n")
        self.assertEqual(cleaned.stats.undecodable, 3)
        self.assertEqual(dehusk.clean("\ud800").text, "\ufffd\n")

    def test_nothing(self):
        for document in ("", b"", "\n \n"):
            self.assertEqual(dehusk.clean(document).text, "")

    def test_a_page_that_gumbo_asserts_on(self):
        for _ in range(3):
            text = dehusk.clean(HOSTILE, no_model=True).text
            self.assertIn("before", text)
            self.assertIn("after", text)


class Errors(Case):
    def test_of_documents(self):
        for document, says in ((b"%PDF-1.4\0\1", "not text but PDF document"), ("x" * 11, "11 bytes")):
            with self.assertRaisesRegex(dehusk.Error, says):
                dehusk.clean(document, max_bytes=10)
        self.assertTrue(issubclass(dehusk.Error, ValueError))
        self.assertEqual(pickle.loads(pickle.dumps(dehusk.Error("x"))).args, ("x",))
        for document in (None, 1, bytearray(b"x"), memoryview(b"x")):
            with self.assertRaisesRegex(TypeError, "a document is str or bytes, not"):
                dehusk.clean(document)
        with self.assertRaisesRegex(TypeError, "url and content_type are str or None, not bytes"):
            dehusk.clean("x", url=b"x")

    def test_of_options(self):
        broken = self.write("broken.toml", 'name = "broken"\n[[remove]]\nid = "a"\nlien = "x"\n')
        for options, says in (
            ({"level": "norml"}, "level takes one of safe, normal, aggressive, not 'norml'; did you mean 'normal'"),
            ({"task": "pages"}, "task takes one of article, page"), ({"to": "pdf"}, "to takes one of text, markdown, html"),
            ({"read_as": "xml"}, "read_as takes one of"), ({"skip": ["adz"]}, "'adz' is no category; did you mean 'ad'"),
            ({"only": "adz"}, "'adz' is no category"), ({"use": "news/dx"}, "no rule pack is named 'news/dx'; did you mean"),
            ({"encoding": "klingon"}, "unknown encoding"), ({"rules": broken}, r"broken.toml:4:1: error\[E003\]"),
            ({"model": ROOT / "README.md"}, "README.md"), ({"no_model": True, "model": ROOT / "rules/model/html.model"}, "only one"),
        ):
            with self.subTest(options), self.assertRaisesRegex(dehusk.Error, says):
                dehusk.Cleaner(**options)
        with self.assertRaises(FileNotFoundError):
            dehusk.Cleaner(rules="none.toml")
        with self.assertRaisesRegex(TypeError, "'levle'"):
            dehusk.clean("x", levle="safe")

    def test_options_are_the_same_everywhere(self):
        init = dehusk.Cleaner.__init__.__kwdefaults__
        self.assertEqual(set(dehusk.Options.__annotations__), set(init))
        kept = {field.removesuffix("s") if field == "models" else field for field in _settings.Settings.__dataclass_fields__}
        self.assertEqual(kept, set(init))
        self.assertEqual(dehusk.Cleaner()._settings, _settings.Settings())
        self.assertEqual(repr(dehusk.Cleaner(to="html", only="ad")), "Cleaner(to='html', only=('ad',))")


class Many(Case):
    def test_items_and_order(self):
        items = [PAGE, PAGE.encode(), (PAGE, "https://example.com/a"), (PAGE.encode(), None, "text/html; charset=utf-8")] * 20
        for threads in (1, 2, 7, 0):
            found = list(dehusk.clean_many(items, threads=threads))
            self.assertEqual([one.url for one in found], [None, None, "https://example.com/a", None] * 20)
            self.assertEqual({one.text for one in found}, {dehusk.clean(PAGE).text})
        numbered = [f"Number {n}. {STORY}" for n in range(300)]
        self.assertEqual([one.text for one in dehusk.clean_many(iter(numbered), threads=3)], numbered)

    def test_a_bad_document_costs_itself_alone(self):
        items = [STORY, b"%PDF-1.4\0", None, (None, "u"), (STORY, b"u"), (STORY,), (), STORY]
        for threads in (1, 2):
            found = list(dehusk.clean_many(items, threads=threads))
            self.assertEqual([one.error is None for one in found], [True, *[False] * 6, True])
            self.assertEqual([one.text for one in found], [STORY, *[""] * 6, STORY])
            self.assertEqual(found[3].url, "u")
            self.assertIn("PDF", repr(found[1]))

    def test_one_document_is_not_many(self):
        for document in (STORY, b"x"):
            with self.assertRaises(TypeError):
                dehusk.clean_many(document)

    def test_it_is_lazy(self):
        for threads in (1, 2):
            taken = 0

            def items():
                nonlocal taken
                while True:
                    taken += 1
                    yield STORY

            run = dehusk.clean_many(items(), threads=threads)
            self.assertEqual(taken, 0)
            self.assertEqual(next(iter(run)).text, STORY)
            self.assertLessEqual(taken, 4 * threads)
            del run

    def test_what_the_input_raises_comes_after_what_was_before(self):
        def items():
            yield from [STORY] * 3
            raise KeyError("gone")

        for threads in (1, 2):
            found = []
            with self.assertRaises(KeyError):
                for one in dehusk.clean_many(items(), threads=threads):
                    found.append(one.text)
            self.assertEqual(found, [STORY] * 3)

    def test_the_gil_is_free(self):
        document = STORY * 200_000
        done = threading.Event()

        def work():
            dehusk.clean(document)
            done.set()

        thread = threading.Thread(target=work)
        begin, turns = time.monotonic(), 0
        thread.start()
        while not done.is_set():
            turns += 1
            time.sleep(0.001)
        took = time.monotonic() - begin
        thread.join()
        self.assertGreater(turns, 10, f"in {took} s")

    def test_one_cleaner_for_many_threads(self):
        cleaner, wrong = dehusk.Cleaner(), []
        want = cleaner.clean(PAGE)

        def work():
            wrong.extend(one for _ in range(100) if (one := cleaner.clean(PAGE)) != want)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])


class Files(Case):
    def test_rules(self):
        rules = self.write("rules/own.toml", OWN_RULES)
        text = "The Meteor is free\n" + STORY
        for where in (rules, [rules], self.folder / "rules", str(self.folder / "rules") + "/"):
            self.assertEqual(dehusk.clean(text, rules=where, no_model=True).text, STORY)
        self.assertEqual(dehusk.clean(text, no_model=True).text, text)
        with unittest.mock.patch.dict("os.environ", DEHUSK_RULES=str(self.folder / "rules")):
            self.assertEqual(dehusk.clean(text, no_model=True).text, STORY)
            self.assertEqual(dehusk.clean(text, rules=rules, no_model=True).text, STORY)
        self.write("rules/own.toml", OWN_RULES.replace("Meteor", "Comet"))
        self.assertEqual(dehusk.clean(text, rules=rules, no_model=True).text, text)

    def test_pickles_need_no_files(self):
        rules = self.write("own.toml", OWN_RULES)
        cleaner = dehusk.Cleaner(rules=rules, removed=True)
        cleaned = cleaner.clean(PAGE)
        self.assertIn("own:meteor", {gone.rule for gone in cleaned.removed})
        self.write("cleaner.pickle", pickle.dumps((cleaner, cleaned)))
        (self.folder / "own.toml").unlink()
        script = ("import pickle, sys\ncleaner, cleaned = pickle.load(open('cleaner.pickle', 'rb'))\n"
                  "sys.exit(cleaner.clean(sys.argv[1]) != cleaned)")
        subprocess.run([sys.executable, "-c", script, PAGE], check=True)
        again = pickle.loads(pickle.dumps(cleaner))
        self.assertEqual((again, hash(again)), (cleaner, hash(cleaner)))
        self.assertIs(again._engine, cleaner._engine)
        self.assertNotEqual(again, dehusk.Cleaner())
        self.assertIn("own.toml", repr(again))
