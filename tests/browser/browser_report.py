"""`dehusk --report FILE.html`: charts that are seen, hostile names, small screens, light and dark, no script."""
import browser_harness
from browser_explain_looks import PIXEL, contrast, luminance
from browser_harness import ARTICLE, RULES, BrowserTest

HOSTILE = '<img src=x onerror="window.ran=1">.html'
SECTIONS = ["What was removed", "How much each lost", "How large they were", "Errors", "Slowest documents", "How it was run"]


class Report(BrowserTest):
    def report(self, broken=1, **how):
        """The report of a run over some pages and some files that are none, open in the browser."""
        for i in range(12):
            self.write(f"in/{i:02}.html", ARTICLE + "<p>The ferry goes on.</p>" * 4 ** (i % 6))
        self.write(f"in/{HOSTILE}", ARTICLE + "<p>The ferry goes on.</p>" * 4 ** 7)  # long: the slowest are listed
        for i in range(broken):
            self.write(f"in/z{i}<script>window.ran=1<\u2215script>\u202e.pdf", b"%PDF-1.4\n\0")
        self.write("own.toml", RULES)
        self.dehusk("--no-builtin", "--no-model", "--rules", "own.toml", "-r", "-d", "out", "--report", "out.html", "in", code=3)
        return self.open("out.html", **how)

    def visible(self, page, selector):
        """The boxes of what is drawn: [width, height]."""
        return page.evaluate(f"[...document.querySelectorAll('{selector}')].filter((e) => e.checkVisibility())"
                             ".map((e) => e.getBoundingClientRect()).map((box) => [box.width, box.height])")

    def test_it_opens(self):
        page = self.report()
        self.assertRegex(page.evaluate("document.querySelector('h1').innerText"),
                         r"^13 of 14 documents cleaned, [\d.]+\u00a0% of their text removed; 1 failed$")
        self.assertEqual(page.evaluate("[...document.querySelectorAll('h2')].map((h) => h.innerText)"), SECTIONS)
        cards = page.evaluate("[...document.querySelectorAll('.cards > div')].map((c) => c.innerText.split('\\n').slice(0, 2))")
        self.assertEqual([name for name, _ in cards], ["Documents", "Read", "Written", "Removed", "Errors", "Time"])
        self.assertEqual((cards[0][1], cards[4][1]), ("14", "1"))
        self.assert_quiet(page)

    def test_charts_are_seen(self):
        page = self.report()
        bars = self.visible(page, ".bars .bar rect")
        self.assertEqual(len(bars), 5)  # the categories of RULES
        self.assertEqual(bars, sorted(bars, reverse=True))
        self.assertGreater(bars[0][0], 200)
        self.assertGreater(min(height for _, height in bars), 5)
        [stack] = self.visible(page, ".stack")
        parts = self.visible(page, ".stack rect")
        self.assertAlmostEqual(sum(width for width, _ in parts), stack[0], delta=12)  # edges are drawn on them
        colours = page.evaluate("[...document.querySelectorAll('.stack rect')].map((r) => getComputedStyle(r).fill)")
        self.assertEqual(len(set(colours)), len(colours))
        plots = page.evaluate("""[...document.querySelectorAll('.plot svg')].map((svg) =>
            [...svg.querySelectorAll('rect:not(.hit)')].filter((r) => r.getBoundingClientRect().height > 1).length)""")
        self.assertEqual(len(plots), 2)
        self.assertGreater(plots[0], 1)
        self.assertGreater(plots[1], 3)

    def test_every_chart_has_its_figures_in_a_table(self):
        page = self.report()
        self.assertEqual(page.evaluate("document.querySelectorAll('svg:not([aria-hidden=true] *, [aria-hidden=true])').length"), 0)
        page.click("document.querySelector('figure summary')")
        sums = page.evaluate("""[...document.querySelectorAll('figure table')].map((table) =>
            [...table.querySelectorAll('td')].reduce((sum, cell) => sum + +cell.textContent, 0))""")
        self.assertEqual(sums, [13, 13])
        self.assertGreater(self.visible(page, "figure table")[0][1], 100)

    def test_hostile_names_are_text(self):
        page = self.report(broken=3)
        self.assert_quiet(page)
        self.assertIsNone(page.evaluate("window.ran"))
        self.assertEqual(page.evaluate("document.querySelectorAll('img, script, iframe').length"), 0)
        names = page.evaluate("[...document.querySelectorAll('.name')].map((cell) => cell.textContent)")
        self.assertIn(f"in/{HOSTILE}", names)
        self.assertIn("in/z0<script>window.ran=1<\u2215script>U+202E.pdf", names)

    def test_errors_are_listed_by_kind(self):
        page = self.report(broken=3)
        self.assertRegex(page.evaluate("document.querySelector('.kind summary').innerText"), r"^3 ")
        self.assertEqual(page.evaluate("document.querySelectorAll('.kind[open] tr').length"), 3)
        page = self.report(broken=11)
        self.assertEqual(page.evaluate("document.querySelectorAll('.kind[open]').length"), 0)
        page.click("document.querySelector('.kind summary')")
        self.assertEqual(page.evaluate("document.querySelectorAll('.kind[open] tr').length"), 11)

    def test_nothing_sticks_out(self):
        page = self.report(broken=2)
        for width, height in ((320, 640), (360, 740), (768, 1024), (1280, 900)):
            page.size(width, height, mobile=width < 700)
            page.settle()
            self.assertEqual(page.evaluate("document.documentElement.scrollWidth"), width)
            out = page.evaluate("""[...document.querySelectorAll('main *')].filter((e) => e.checkVisibility() && !e.closest('.hide, svg')
                && (e.getBoundingClientRect().right > innerWidth || e.getBoundingClientRect().left < 0)).map((e) => e.outerHTML)""")
            self.assertEqual(out, [], width)
            overlaps = page.evaluate("""[...document.querySelectorAll('.plot .x')].flatMap((axis) => {
                const boxes = [...axis.children].map((label) => {
                    const range = document.createRange();
                    range.selectNodeContents(label);
                    return range.getBoundingClientRect();
                });
                return boxes.slice(1).filter((box, i) => box.left < boxes[i].right);
            }).length""")
            self.assertEqual(overlaps, 0, width)

    def test_light_and_dark_have_the_contrast_of_wcag_aa(self):
        page = self.report(broken=2)
        papers = []
        for scheme in ("light", "dark"):
            page.scheme(scheme)
            page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
            pairs = page.evaluate("(() => {" + PIXEL + """
                const found = [];
                for (const element of document.querySelectorAll("body *")) {
                    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
                    if (!own || !element.checkVisibility() || element.closest("svg, .hide")) continue;
                    let below = "#fff";
                    const layers = [];
                    for (let e = element; e; e = e.parentElement) layers.unshift(getComputedStyle(e).backgroundColor);
                    for (const layer of layers) below = "rgb(" + pixel(layer, below) + ")";
                    found.push([element.outerHTML.slice(0, 80), pixel(getComputedStyle(element).color, below), pixel(below)]);
                }
                return found;
            })()""")
            self.assertGreater(len(pairs), 60)
            for name, ink, paper in pairs:
                self.assertGreaterEqual(contrast(ink, paper), 4.5, (scheme, name, ink, paper))
            papers.append(luminance(pairs[0][2]))
        self.assertGreater(papers[0], 0.8)
        self.assertLess(papers[1], 0.2)

    def test_without_scripts(self):
        self.report().close()
        context = browser_harness.BROWSER.browser.new_context(java_script_enabled=False)
        self.addCleanup(context.close)
        page = context.new_page()
        page.goto((self.folder / "out.html").resolve().as_uri())
        self.assertIn("13 of 14 documents cleaned", page.inner_text("h1"))
        page.click("figure summary")
        self.assertTrue(page.is_visible("figure table"))
        self.assertTrue(page.is_visible(".plot svg"))
