"""Which rules run: levels, categories, packs, sites, rule files and their faults."""
import json

from command_harness import OWN_RULES, PAGE, PAGE_NORMAL, CommandTest

SITE = """
name  = "sites/example"
sites = ["example.com", "!blog.example.com"]

[[remove]]
id   = "site"
line = "The island is quiet."
"""

# Twenty faults, one in each table but the last, which has two.
FAULTS = 'name = "faulty"\n' + "".join(
    f'[[remove]]\nid = "r{i}"\n{line}\n'
    for i, line in enumerate(
        ['line = ""', 'line = "*"', "line = '/(/'", 'line = "{nothing}"', 'lin = "a"\nline = "b"', "line = 1",
         'line = "a"\nlevel = "loose"', 'line = "a"\ncategory = "adz"', 'line = "a"\nat = "middle 3"',
         'line = "a"\nlimit = "40"', 'line = "a"\nwhen = ["length < 3"]', 'line = "a"\ngroup = ["a", "b"]',
         'group = ["a", "b"]\nrepeat = 100', 'select = "a["', 'line = "a"\nsites = ["*.example.com"]', 'line = "{date:date}"',
         "", 'line = "\\\\d"']))
FAULTS += '[[override]]\nid = "none:none"\nenabled = 1\n'


class Choice(CommandTest):
    def test_levels_remove_more_and_more(self):
        texts = [self.cleaned(PAGE, "--level", level) for level in ("safe", "normal", "aggressive")]
        lines = [set(text.splitlines()) for text in texts]
        self.assertGreater(lines[0], lines[1] - {"The ferry leaves at ten."})
        self.assertGreater(lines[1], lines[2])
        self.assertEqual(texts[0], PAGE.replace("Advertisement\n", ""))
        self.assertEqual(texts[1], PAGE_NORMAL)
        self.assertEqual(texts[1], self.cleaned(PAGE))
        self.assertEqual(texts[2], PAGE_NORMAL.replace("Share this\n", ""))
        removed = [{(r["begin"], r["end"]) for r in self.ranges("--level", level)} for level in ("safe", "normal", "aggressive")]
        self.assertLess(removed[0], removed[1])
        self.assertLess(removed[1], removed[2])

    def ranges(self, *words):
        [record] = self.records(self.own("--jsonl", "--removed", "/dev/null", *words, stdin=PAGE).out)
        return record["removed"]

    def categories(self, *words):
        return [r["category"] for r in self.ranges(*words)]

    def test_only_and_skip(self):
        self.assertEqual(self.categories(), ["ad", "byline", "cross-link", "related"])
        self.assertEqual(self.categories("--only", "byline"), ["byline"])
        self.assertEqual(self.categories("--only", "byline,ad"), ["ad", "byline"])
        self.assertEqual(self.categories("--only", "byline", "--only=ad"), ["ad", "byline"])
        self.assertEqual(self.categories("--skip", "byline", "--skip", "ad,related"), ["cross-link"])
        self.assertEqual(self.categories("--only", "byline,ad", "--skip", "ad"), ["byline"])
        self.assertEqual(self.categories("--only", "comment"), [])
        self.assertEqual(self.categories("--only", "share", "--level", "aggressive"), ["share"])

    def test_every_category_is_known(self):
        for category in ("ad", "ticker", "cross-link", "related", "navigation", "byline", "dateline", "caption", "legal",
                         "subscribe", "share", "comment", "cookie", "promo", "other"):
            self.own("--only", category, "--skip", category)
        for option in ("--only", "--skip"):
            result = self.own(option, "ad,bylin", code=2)
            self.assertEqual(result.err, "dehusk: 'bylin' is no category; did you mean 'byline'?\nTry 'dehusk --help'.\n")

    def packs(self, *words, text="The harbour opens at nine and the ferry leaves at ten.\n", **more):
        [record] = self.records(self.dehusk("--jsonl", *words, stdin=text, **more).out)
        return record["stats"]["packs"]

    def names(self, *words):
        return {file["name"] for file in json.loads(self.dehusk("rules", "--json", *words).out)["files"]}

    def test_packs(self):
        builtin = self.names()
        by_language = self.packs()
        self.assertIn("common", by_language)
        self.assertIn("news/en", by_language)
        self.assertEqual(self.packs("--use", "common"), ["common"])
        self.assertEqual(self.packs("--use", "common", "--rules", self.rules), ["common", "own"])
        self.assertIn("news/en", self.packs("--use", "news/en", text="Der Hafen öffnet um neun, und die Fähre geht um zehn.\n"))
        self.assertNotIn("common", self.packs("--use", "news/en"))
        self.assertEqual(set(self.packs("--use", "all")), builtin)
        self.assertEqual(set(self.packs("--use", "news/en", "--use", "common")), set(self.packs("--use", "news/en")) | {"common"})

    def test_an_unknown_pack(self):
        self.write("a.txt")
        result = self.dehusk("--use", "news/em", "-o", "out.txt", "a.txt", code=2)
        self.assertEqual(result.err, "dehusk: no rule pack is named 'news/em'; did you mean 'news/en'?\n"
                                     "'dehusk rules' lists them.\n")
        result = self.dehusk("--use", "common", "--use", "quite/other", "a.txt", code=2)
        self.assertEqual(result.err, "dehusk: no rule pack is named 'quite/other'\n'dehusk rules' lists them.\n")
        self.dehusk("--no-builtin", "--use", "common", "a.txt", code=2)
        self.assertEqual(self.tree(), {"a.txt": PAGE})

    def test_sites(self):
        rules = self.root / "site.toml"
        rules.write_text(SITE)
        without = PAGE_NORMAL.replace("The island is quiet.\n", "")
        for url, left in (("https://example.com/a", without), ("http://www.Example.com:8080/?q#f", without),
                          ("https://user@news.example.com", without), ("https://blog.example.com/a", PAGE_NORMAL),
                          ("https://badexample.com/", PAGE_NORMAL), ("https://example.com.evil.org/", PAGE_NORMAL),
                          ("https://evil.org/example.com", PAGE_NORMAL), ("nonsense", PAGE_NORMAL), ("", PAGE_NORMAL)):
            with self.subTest(url=url):
                self.assertEqual(self.cleaned(PAGE, "--rules", rules, "--url", url), left)
        self.assertEqual(self.cleaned(PAGE, "--rules", rules), PAGE_NORMAL)

    def test_no_model(self):
        self.assertEqual(self.dehusk("--no-model", "--no-builtin", stdin=PAGE).out.decode(), PAGE)
        self.assertEqual(self.dehusk("--no-model", "--model", "x", code=2).out, b"")

    def test_no_builtin(self):
        text = "One.\nAdvertisement\nTwo.\n"
        self.assertEqual(self.dehusk(stdin=text).out, b"One.\nTwo.\n")
        self.assertEqual(self.dehusk("--no-builtin", stdin=text).out.decode(), text)
        self.assertEqual(self.names("--no-builtin"), set())
        self.assertEqual(self.names("--no-builtin", "--rules", self.rules), {"own"})


class RuleFiles(CommandTest):
    def rule(self, path, name, line):
        path = self.root / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'name = "{name}"\n[[remove]]\nid = "r"\nline = "{line}"\n')
        return path

    def bare(self, *words, text="a\nb\nc\nd\n", **more):
        result = self.dehusk("--no-builtin", *words, stdin=text, **more)
        self.assertEqual(result.err, "")
        return result.out.decode()

    def test_files_and_folders(self):
        a = self.rule("a.toml", "a", "a")
        self.rule("folder/b.toml", "b", "b")
        self.rule("folder/deep/er/c.toml", "c", "c")
        self.rule("folder/d.toml.bak", "d", "d")
        folder = self.root / "folder"
        self.assertEqual(self.bare("--rules", a), "b\nc\nd\n")
        self.assertEqual(self.bare("--rules", folder), "a\nd\n")
        self.assertEqual(self.bare("--rules", folder, f"--rules={a}"), "d\n")
        self.assertEqual(self.bare("--rules", a, "--rules", folder), "d\n")
        self.assertEqual(self.bare("--rules", a, "--rules", a), "b\nc\nd\n")
        self.assertEqual(self.bare("--rules", self.root / "folder/deep"), "a\nb\nd\n")

    def test_the_users_own_folder(self):
        self.rule("mine/a.toml", "a", "a")
        b = self.rule("b.toml", "b", "b")
        env = {"DEHUSK_RULES": str(self.root / "mine")}
        self.assertEqual(self.bare(env=env), "b\nc\nd\n")
        self.assertEqual(self.bare("--rules", b, env=env), "c\nd\n")
        self.assertEqual(self.bare(env={"DEHUSK_RULES": str(b)}), "a\nc\nd\n")
        self.assertEqual(self.bare(env={"DEHUSK_RULES": ""}), "a\nb\nc\nd\n")
        names = {file["name"] for file in json.loads(self.dehusk("rules", "--no-builtin", "--json", env=env).out)["files"]}
        self.assertEqual(names, {"a"})

    def test_the_order_of_the_files_changes_nothing(self):
        files = [self.rule(f"{name}.toml", name, "a*") for name in ("x", "m", "b")]
        text = "abc\nb\nab\n"
        outputs = set()
        for order in (files, files[::-1], files[1:] + files[:1]):
            words = [word for path in order for word in ("--rules", path)]
            result = self.dehusk("--no-builtin", *words, "--jsonl", "--removed", "-", stdin=text)
            [record] = self.records(result.out)[-1:]
            outputs.add(json.dumps(record | {"stats": {k: v for k, v in record["stats"].items() if k != "packs"}}))
        self.assertEqual(len(outputs), 1)

    def test_rules_from_a_pipe(self):
        self.write("a.txt", "a\nb\n")
        out = self.bare("--rules", "/dev/stdin", "a.txt", text='name = "piped"\n[[remove]]\nid = "r"\nline = "a"\n')
        self.assertEqual(out, "b\n")

    def refused(self, *words, env=None):
        """Faults of rules: exit 2, nothing written, no input read. Returns the lines that name faults."""
        self.write("a.txt")
        before = self.tree()
        faults = set()
        for command in (["-o", "out.txt", "a.txt"], ["-i", "a.txt"], ["-d", "out", "a.txt"], ["--check", "a.txt"]):
            result = self.dehusk(*words, *command, code=2, env=env)
            self.assertEqual(result.out, b"")
            self.assertEqual(self.tree(), before)
            faults.add(result.err)
        [text] = faults
        return [line for line in text.splitlines() if " error[" in line]

    def test_a_missing_file_or_folder(self):
        [fault] = self.refused("--rules", "none.toml")
        self.assertRegex(fault, r"^none.toml: error\[E026\]: cannot be read: No such file or directory$")
        [fault] = self.refused(env={"DEHUSK_RULES": "/none/rules"})
        self.assertRegex(fault, r"^/none/rules: error\[E026\]: cannot be read: No such file or directory$")

    def test_an_unreadable_file(self):
        self.need_nobody()
        self.write("rules/a.toml", OWN_RULES).chmod(0)
        result = self.dehusk("--rules", "rules", stdin="x\n", code=2, nobody=True)
        self.assertRegex(result.err, r"^rules/a.toml: error\[E026\]: cannot be read: Permission denied\n$")

    def test_all_faults_of_all_files_at_once(self):
        self.write("rules/a.toml", 'name = "a"\n[[remove]]\nid = "x"\nlin = "a"\nline = "b"\n[[remove]]\nline = "c"\n')
        self.write("rules/b.toml", 'name = "b"\n[[remove]\nid = "x"\n')
        self.write("rules/c.toml", OWN_RULES)
        faults = self.refused("--rules", "rules", "--rules", "none.toml")
        self.assertEqual([fault.split(" ")[0].rsplit(":", 3)[0] for fault in faults],
                         ["none.toml", "rules/a.toml", "rules/a.toml", "rules/b.toml"])
        self.assertIn("did you mean 'line'?", faults[1])

    def test_twenty_faults_in_one_file(self):
        self.write("faulty.toml", FAULTS)
        faults = self.refused("--rules", "faulty.toml")
        self.assertGreaterEqual(len(faults), 20, "\n".join(faults))
        places = [tuple(map(int, fault.split(":")[1:3])) for fault in faults]
        self.assertEqual(places, sorted(places))
        self.assertGreater(len({fault.split("[")[1].split("]")[0] for fault in faults}), 12)
        listed = self.dehusk("lint", "faulty.toml", code=1).out.decode()
        self.assertEqual([line for line in listed.splitlines() if " error[" in line], faults)

    def test_two_files_of_one_name(self):
        a, b = self.rule("a.toml", "same", "a"), self.rule("b.toml", "same", "b")
        result = self.dehusk("--no-builtin", "--rules", a, "--rules", b, stdin="x", code=2)
        self.assertIn("error[E022]", result.err)

    def test_rules_that_load_say_nothing(self):
        self.write("rules/a.toml", OWN_RULES + '[[remove]]\nid = "shadowed"\nline = "Advertisement"\n')
        self.assertEqual(self.bare("--rules", "rules", text="x\n"), "x\n")

    def test_broken_bytes_and_folders_of_rules(self):
        broken = {"nul.toml": b'name = "a\0b"\n', "latin.toml": b'name = "\xe9"\n', "gzip.toml": b"\x1f\x8b\x08\0"}
        for name, content in broken.items():
            self.write(name, content)
            self.assertGreaterEqual(len(self.refused("--rules", name)), 1)
        (self.folder / "empty").mkdir()
        self.assertEqual(self.bare("--rules", "empty"), "a\nb\nc\nd\n")
        self.write("empty.toml", "")
        self.assertGreaterEqual(len(self.refused("--rules", "empty.toml")), 1)
        self.write("mark.toml", b"\xef\xbb\xbfname = 'mark'\r\n[[remove]]\r\nid = 'r'\r\nline = 'a'\r\n")
        self.assertEqual(self.bare("--rules", "mark.toml"), "b\nc\nd\n")
