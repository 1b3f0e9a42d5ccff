"""`dehusk explain --html` as a person uses it: rules, parts, filters, keys."""
from browser_harness import RULES, BrowserTest

AD = ("[...document.querySelectorAll('[role=option]')]"
      ".find((o) => o.querySelector('.name').textContent === 'own:ad')")
SHOWN_RULES = ("[...document.querySelectorAll('[role=option]')].filter((o) => o.checkVisibility())"
               ".map((o) => o.querySelector('.hits').textContent + ' ' + o.querySelector('.name').textContent)")
SELECTED = "[...document.querySelectorAll('#text .on')].map((part) => part.textContent)"
PANEL = "document.getElementById('part').hidden ? '' : document.getElementById('part').innerText"
IN_VIEW = """(() => {
    const box = document.querySelector('#text .on').getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight;
})()"""
FOCUSED = """(() => {
    const active = document.activeElement;
    return active.matches('[data-r]') ? active.textContent : active.id || active.tagName;
})()"""


def part(text):
    return f"[...document.querySelectorAll('#text [data-r]')].find((part) => part.textContent.startsWith('{text}'))"


class Explain(BrowserTest):
    def setUp(self):
        super().setUp()
        self.page = self.explain()
        self.addCleanup(self.assert_quiet, self.page)

    def facts(self):
        return dict(self.page.evaluate("[...document.querySelectorAll('#facts > div')]"
                                       ".map((row) => [...row.children].map((cell) => cell.innerText.trim()))"))

    def assert_verdict(self, told):
        self.assertRegex(told, r"^p [01]\.\d\d (over|under) 0\.\d\d; .* [+-]\d")

    def test_it_opens(self):
        self.assertEqual(self.page.evaluate("document.title"), "page.html \u00b7 dehusk explain")
        self.assertEqual(self.page.evaluate("document.querySelectorAll('#text del').length"), 8)
        self.assertEqual(self.page.evaluate(SHOWN_RULES), [
            "3 own:ad", "1 own:byline", "1 own:inline", "1 own:legal", "1 own:menu", "1 own:ad.span", "1 own:tags"])
        self.assertEqual(self.page.evaluate(PANEL), "")

    def test_clicks_on_a_rule_go_through_its_parts(self):
        texts = ["Advertisement", "ADVERTISEMENT", "Advertisement"]
        for n in (1, 2, 3, 1):
            self.page.click(AD)
            self.assertEqual(self.page.evaluate(SELECTED), [texts[n - 1]])
            self.assertIn(f"{n} of 3", self.page.evaluate(PANEL))
            self.assertTrue(self.page.evaluate(IN_VIEW))
        self.assertEqual(self.page.evaluate("document.querySelectorAll('#text .kin').length"), 3)
        self.assertEqual(self.page.evaluate(f"{AD}.getAttribute('aria-selected')"), "true")
        self.page.click("document.getElementById('prev')")
        self.assertIn("3 of 3", self.page.evaluate(PANEL))
        self.page.click("document.getElementById('close')")
        self.assertEqual(self.page.evaluate("document.querySelectorAll('#text .kin, #text .on').length"), 0)

    def test_a_click_on_a_part_tells_its_rule(self):
        self.page.click(part("Copyright"))
        facts = self.facts()
        self.assert_verdict(facts.pop("article model"))
        begin, end = self.source.index(b"Copyright"), self.source.index(b"Courier") + 7
        self.assertEqual(facts, {
            "rule": "own:legal", "at": "own.toml:36", "category": "legal", "also": "own:legal.year",
            "source": f"line 16, bytes {begin} to {end}", "element": "main#story > p"})
        self.assertEqual(RULES.split("\n")[35], "[[remove]]")
        self.assertIn("own:legal", self.page.evaluate("document.querySelector('[aria-selected=true]').textContent"))

        self.page.click(part("Advertising"))
        facts = self.facts()
        self.assertIn("Saved by a keep", self.page.evaluate(PANEL))
        self.assertEqual((facts["rule"], facts["saved by"]), ("own:ad.span", "own:keep.standards own.toml:46"))

        self.page.click(part("Tags"))
        self.assertIn("Held back by its limit", self.page.evaluate(PANEL))
        self.assertEqual(self.page.evaluate(SELECTED), ["Tags: ferries", "The end of it."])

    def test_a_click_on_what_stays_tells_where_it_is(self):
        self.page.click("document.querySelector('#text .h1')")
        facts = self.facts()
        self.assert_verdict(facts.pop("article model"))
        self.assertEqual(facts, {"source": "line 6", "element": "main#story > h1"})

    def test_bytes_are_those_of_the_source(self):
        self.page.click(part("(Also"))
        words = self.facts()["source"].split()
        begin, end = int(words[3]), int(words[5])
        self.assertEqual(self.source[begin:end], b"(Also read: Why the bridge was built)")

    def test_filter_by_category(self):
        self.page.click("document.querySelector('.cat.c-ad')")
        self.assertEqual(self.page.evaluate(SHOWN_RULES), ["3 own:ad", "1 own:ad.span"])
        self.assertEqual(self.page.evaluate("document.querySelectorAll('#text [data-r]:not(.off)').length"), 4)
        self.page.click("document.querySelector('.cat.c-legal')")
        self.assertEqual(self.page.evaluate(SHOWN_RULES), ["3 own:ad", "1 own:legal", "1 own:ad.span"])
        for name in ("ad", "legal"):
            self.page.click(f"document.querySelector('.cat.c-{name}')")
        self.assertEqual(len(self.page.evaluate(SHOWN_RULES)), 7)
        self.assertEqual(self.page.evaluate("document.querySelectorAll('#text .off').length"), 0)

    def search(self, text):
        self.page.evaluate("document.getElementById('find').select()")
        self.page.type(text)
        self.page.settle()

    def test_filter_by_text(self):
        self.search("BRIDGE")
        self.assertEqual(self.page.evaluate(SHOWN_RULES), ["1 own:inline"])
        self.search("the end")  # the second part of a range
        self.assertEqual(self.page.evaluate(SHOWN_RULES), ["1 own:tags"])
        self.search("own:ad")  # rules by name
        self.assertEqual(self.page.evaluate(SHOWN_RULES), ["3 own:ad", "1 own:ad.span"])
        self.search("nothing like it")
        self.assertEqual(self.page.evaluate(SHOWN_RULES), [])
        self.assertTrue(self.page.evaluate("document.getElementById('none').checkVisibility()"))
        self.page.press("Escape")
        self.assertEqual(len(self.page.evaluate(SHOWN_RULES)), 7)

    def test_views(self):
        shown = "[...document.querySelectorAll('#text .b')].filter((b) => b.checkVisibility()).length"
        blocks = self.page.evaluate(shown)
        self.page.click("document.querySelector('[value=removed]').parentElement")
        self.assertEqual(self.page.evaluate(shown), blocks - 3)
        self.page.click("document.querySelector('[value=kept]').parentElement")
        self.assertEqual(self.page.evaluate(shown), blocks - 7)
        self.assertNotIn("Also read", self.page.evaluate("document.getElementById('text').innerText"))
        self.page.press("n")  # what is hidden is shown again
        self.assertEqual(self.page.evaluate(shown), blocks)

    def test_keys(self):
        press, evaluate = self.page.press, self.page.evaluate
        press("n")
        self.assertEqual(evaluate(FOCUSED), "Home")
        press("n", "n")
        self.assertEqual(evaluate(FOCUSED), "Advertisement")
        press("p")
        self.assertEqual(evaluate(FOCUSED), "By Clara Winfield")
        press("p", "p")  # round the end
        self.assertEqual(evaluate(FOCUSED), "Copyright 2026 Eastmere Courier")
        press("n", "n", "n", "ArrowRight")  # the next of its rule
        self.assertEqual(evaluate(FOCUSED), "ADVERTISEMENT")
        press("Enter")
        self.assertEqual(evaluate("document.activeElement.querySelector('.name').textContent"), "own:ad")
        press("Enter")
        self.assertIn("3 of 3", evaluate(PANEL))
        press("ArrowLeft")
        self.assertIn("2 of 3", evaluate(PANEL))
        press("ArrowDown", "ArrowDown", "Enter")
        self.assertEqual(evaluate(SELECTED), ["(Also read: Why the bridge was built)"])
        press("End")
        self.assertEqual(evaluate("document.activeElement.querySelector('.name').textContent"), "own:tags")
        press("Home", "ArrowUp")
        self.assertEqual(evaluate("document.activeElement.querySelector('.name').textContent"), "own:ad")
        press("Escape")
        self.assertEqual((evaluate(SELECTED), evaluate(PANEL)), ([], ""))
        press("/")
        self.assertEqual(evaluate(FOCUSED), "find")
        self.page.type("n/p")
        self.assertEqual(evaluate("document.getElementById('find').value"), "n/p")
        press("Escape", "Escape")
        self.assertEqual(evaluate(FOCUSED), "BODY")

    def test_tab_reaches_everything_and_shows_where_it_is(self):
        stops = []
        for _ in range(40):
            self.page.press("Tab")
            where, outline = self.page.evaluate("""(() => {
                const active = document.activeElement, style = getComputedStyle(active.closest('.views label') || active);
                return [active.className.split(' ')[0] || active.id || active.value || active.tagName,
                        parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none'];
            })()""")
            if where == "BODY":
                break
            if where not in stops:
                stops.append(where)
            self.assertTrue(outline, where)
        self.assertEqual(stops, ["skip", "theme", "find", "cat", "all", "c-ad", "SUMMARY", "x"])

    def test_what_a_screen_reader_is_told(self):
        self.page.settle()
        tree = self.page.call("Accessibility.getFullAXTree")["nodes"]
        named = [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in tree if not n.get("ignored")]
        for role, name in named:
            if role in ("button", "option", "searchbox", "radio", "listbox", "navigation", "main", "heading"):
                self.assertNotEqual(name.strip(), "", role)
        roles = [role for role, _ in named]
        self.assertEqual(roles.count("option"), 7)
        self.assertEqual(roles.count("deletion"), 8)
        self.page.press("n")
        self.assertIn("Removed by own:menu", self.page.evaluate("document.getElementById('say').textContent"))


class ExplainText(BrowserTest):
    def test_a_text_is_shown_line_by_line(self):
        text = "One.\n\n  Advertisement\n\tTwo (Also read: More) and three.\r\nBy Jane Roe\n"
        page = self.explain(text, name="page.txt")
        lines = page.evaluate("[...document.querySelectorAll('#text .b')].map((b) => b.dataset.l + '|' + b.textContent)")
        self.assertEqual(lines, ["1|One.", "2|", "3|  Advertisement", "4|\tTwo (Also read: More) and three.",
                                 "5|By Jane Roe"])
        self.assertEqual(page.evaluate("[...document.querySelectorAll('#text del')].map((d) => d.textContent)"),
                         ["Advertisement", "(Also read: More)", "By Jane Roe"])
        self.assert_quiet(page)

    def test_nothing_goes(self):
        page = self.explain("One.\n", name="page.txt")
        page.press("n", "p", "Enter", "ArrowDown", "Escape", "/", "Escape")
        self.assertIn("removed nothing", page.evaluate("document.body.innerText"))
        self.assert_quiet(page)

    def test_the_guard_and_joins(self):
        rules = 'name = "g"\n[guard]\nmax_removed = "20%"\n[[remove]]\nid = "ad"\ncategory = "ad"\nline = "Advertisement"\n'
        page = self.explain("Advertisement\n" * 4 + "One.\n", rules, name="page.txt")
        page.click(part("Advertisement"))
        self.assertIn("Stopped by the guard", page.evaluate(PANEL))
        self.assert_quiet(page)
