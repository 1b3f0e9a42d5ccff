"""Options, commands and their slips of the pen; help and version; each command once."""
import json
import re

from command_harness import OWN_RULES, PAGE, PAGE_NORMAL, CommandTest

COMMANDS = ("explain", "test", "lint", "rules", "stats", "new", "help", "version")
TRY = "\nTry 'dehusk --help'.\n"


class Options(CommandTest):
    def refused(self, *words, says):
        self.write("a.txt")
        result = self.dehusk(*words, code=2)
        self.assertEqual((result.out, result.err), (b"", f"dehusk: {says}{TRY}"))
        self.assertEqual(self.tree(), {"a.txt": PAGE})

    def test_unknown_options(self):
        near = {"--chec": "--check", "--rule": "--rules", "--no-buildin": "--no-builtin", "--json": "--jsonl",
                "--sepparator": "--separator", "--inplace": "--in-place", "--max-byte": "--max-bytes", "--keepblank": "--keep-blank", "--Level": "--level"}
        for word, meant in near.items():
            for words in ([word, "a.txt"], [word + "=x", "a.txt"], ["-q", word]):
                self.refused(*words, says=f"unknown option '{word}'; did you mean '{meant}'?")
        for word in ("--frobnicate", "-x"):
            self.refused(word, "a.txt", says=f"unknown option '{word}'")

    def test_abbreviations_are_not_guessed(self):
        for word in ("--chec", "--rec", "--dir", "--v", "--vers", "--encod", "--in-plac", "--removed-", "--check-"):
            self.assertRegex(self.dehusk(word, "x", code=2).err, f"^dehusk: unknown option '{word}'")

    def test_values(self):
        self.refused("--level", "loose", says="--level takes safe, normal or aggressive, not 'loose'")
        self.refused("--level", "", says="--level takes safe, normal or aggressive, not ''")
        for jobs in ("-1", "x", "1.5", "", "99999", "99999999999999999999"):
            self.assertIn("--jobs", self.dehusk("--jobs", jobs, "a.txt", code=2).err)
        for words in (["-o"], ["-d"], ["--rules"], ["--separator"], ["-o", "-i", "a.txt"], ["--level", "--", "a.txt"]):
            self.assertRegex(self.dehusk(*words, code=2).err, r"^dehusk: ")
        for words in (["--check=yes"], ["--jsonl=1"], ["--recursive=x"]):
            self.assertRegex(self.dehusk(*words, code=2).err, r"^dehusk: ")
        self.refused("--level", "safe", "--level=normal", says="option '--level' cannot be specified more than once")

    def test_targets_exclude_each_other(self):
        says = "of -o, -d, -i and --check only one can be given"
        for words in (["-o", "b.txt", "-i"], ["-d", "out", "-o", "b.txt"], ["-i.bak", "-d", "out"], ["--check", "-i"]):
            self.refused(*words, "a.txt", says=says)
        self.refused("-i", "--jsonl", "a.txt", says="--jsonl cannot be written in place")
        for suffix in ("-i/x", "--in-place=../b"):
            self.refused(suffix, "a.txt", says="the suffix of -i may not hold a slash")

    def test_short_options_run_together(self):
        self.write("in/a.txt")
        self.assertEqual(self.cleaned("", "-rqj2", "in"), PAGE_NORMAL)
        self.assertEqual(self.cleaned("", "-vqr", "-oout.txt", "in"), "")
        self.assertEqual(self.read("out.txt"), PAGE_NORMAL)

    def test_options_may_follow_operands(self):
        self.write("a.txt")
        self.assertEqual(self.cleaned("", "a.txt", "--level", "aggressive").count("\n"), PAGE_NORMAL.count("\n") - 1)

    def test_operands_that_look_like_options(self):
        for name in ("-", "--", "-x", "--check", "-i", "rules"):
            if name != "-":
                self.write(name)
                self.assertEqual(self.cleaned("", "--", name), PAGE_NORMAL)
                self.assertEqual(self.cleaned("", f"./{name}"), PAGE_NORMAL)
        self.assertEqual(self.cleaned(PAGE, "--", "-"), PAGE_NORMAL)
        self.own("-i", "--", "-i", "-x")
        self.assertEqual((self.read("-i"), self.read("-x"), self.read("--")), (PAGE_NORMAL, PAGE_NORMAL, PAGE))

    def test_an_empty_operand(self):
        self.assertRegex(self.own("", code=3).err, r"^dehusk: .*No such file or directory\n$")


class Words(CommandTest):
    def test_a_file_that_is_named_like_a_command(self):
        for command in COMMANDS:
            self.write(command)
            self.assertEqual(self.cleaned("", f"./{command}"), PAGE_NORMAL)
        self.assertIn("news/en", self.dehusk("rules").out.decode())
        self.assertEqual(self.own("rules", "explain").out.decode(), PAGE_NORMAL + "\n" + PAGE_NORMAL)

    def test_mistyped_commands(self):
        for word, meant in (("explan", "explain"), ("linnt", "lint"), ("rule", "rules"), ("tets", "test"), ("hlep", "help"),
                            ("versoin", "version")):
            result = self.dehusk(word, "a.txt", code=2)
            self.assertEqual(result.err, f"dehusk: no command and no file is named '{word}'; did you mean '{meant}'?{TRY}")
            self.write(word)
            self.assertEqual(self.dehusk("--no-builtin", word).out.decode(), PAGE)
            self.assertEqual(self.dehusk(word, "--no-builtin").out.decode(), PAGE)
        self.assertEqual(self.dehusk("help", "explan", code=2).err,
                         f"dehusk: no command is named 'explan'; did you mean 'explain'?{TRY}")
        self.assertEqual(self.dehusk("help", "nothing", code=2).err, f"dehusk: no command is named 'nothing'{TRY}")

    def test_help(self):
        usage = self.dehusk("--help").out.decode()
        self.assertRegex(usage, r"^usage: dehusk \[OPTION\.\.\.\] \[FILE\.\.\.\]\n")
        for command in COMMANDS:
            self.assertRegex(usage, rf"\n  {command} +[A-Z].*\.\n")
        for words in (["-h"], ["help"], ["--help", "--level", "safe"], ["none.txt", "--help"], ["-hq"]):
            self.assertEqual(self.dehusk(*words).out.decode(), usage)
        for command in ("explain", "test", "lint", "rules", "stats", "new"):
            own = self.dehusk(command, "--help").out.decode()
            self.assertRegex(own, rf"^usage: dehusk {command} ")
            self.assertEqual(self.dehusk("help", command).out.decode(), own)
            self.assertEqual(self.dehusk(command, "-h", "x").out.decode(), own)
        for command in ("help", "version"):
            self.dehusk(command, "--help")

    def test_help_is_fit_to_be_read(self):
        for command in ((), ("explain",), ("test",), ("lint",), ("rules",), ("stats",), ("new",)):
            text = self.dehusk(*command, "--help").out.decode()
            for line in text.splitlines():
                self.assertLessEqual(len(line), 100, line)
            self.assertNotIn("in-place-suffix", text)
            self.assertNotIn(" [ --", text)
            self.assertNotRegex(text, r"[ \t]\n")

    def test_version(self):
        version = self.dehusk("--version").out.decode()
        self.assertRegex(version, r"^dehusk [0-9]+\.[0-9]+\.[0-9]+\n$")
        for command in COMMANDS:
            self.assertEqual(self.dehusk(command, "--version").out.decode(), version)
        self.assertEqual(self.dehusk("version").out.decode(), version)
        self.assertEqual(self.dehusk("--version", "none.txt").out.decode(), version)

    def test_options_of_other_commands_are_unknown(self):
        for words in (["explain", "--jsonl"], ["explain", "-i"], ["test", "--level", "safe"], ["test", "-i"],
                      ["lint", "--json"], ["lint", "-ix"], ["rules", "--only", "ad"], ["new", "--rules", "x"],
                      ["--coverage"], ["--format", "json"], ["--color", "never"]):
            self.assertRegex(self.dehusk(*words, code=2).err, r"^dehusk: unknown option '-")

    def test_answers_that_cannot_be_written(self):
        self.write("a.txt")
        self.write("own.toml", OWN_RULES)
        with open("/dev/full", "wb") as device:
            for words in (["--help"], ["--version"], ["help", "lint"], ["version"], ["explain", "a.txt"], ["rules"],
                          ["rules", "--json"], ["lint", "own.toml"], ["lint", "--list"], ["test", "own.toml"],
                          ["new", "site", "example.com"]):
                result = self.dehusk(*words, code=3, stdout=device)
                self.assertEqual(result.err, "dehusk: standard output: No space left on device\n", words)


class Commands(CommandTest):
    """Each command once; their own tests look closer."""

    def with_test(self, want):
        test = '\n[[test]]\nname = "t"\ninput = "One.\\nAdvertisement"\nwant = "WANT"\nfires = ["ad"]\n'
        return OWN_RULES + test.replace("WANT", want)

    def test_explain(self):
        self.write("a.txt")
        rules = ["--no-builtin", "--rules", self.rules]
        shown = self.dehusk("explain", *rules, "a.txt").out.decode()
        for words in ("The harbour opens at nine.", "Advertisement", "own:ad", "own.toml:4"):
            self.assertIn(words, shown)
        self.assertNotIn("\x1b", shown)
        self.assertEqual(self.dehusk("explain", *rules, stdin=PAGE).code, 0)
        self.assertIn("\x1b", self.dehusk("explain", *rules, "--color", "always", "a.txt").out.decode())
        [record] = self.records(self.dehusk("explain", *rules, "--json", "a.txt").out)
        self.assertEqual("".join(piece["text"] for piece in record["pieces"]), PAGE)
        self.assertEqual(record["text"], PAGE_NORMAL)
        result = self.dehusk("explain", *rules, "none.txt", "a.txt", code=3)
        self.assertEqual(result.err, "dehusk: none.txt: No such file or directory\n")
        self.assertEqual(result.out.decode(), shown)
        self.dehusk("explain", "--color", "sometimes", code=2)
        self.dehusk("explain", "--rules", "none.toml", code=2)

    def test_explain_as_a_page(self):
        self.write("a.txt")
        explain = ["explain", "--no-builtin", "--rules", self.rules, "--html"]
        before = self.tree()
        one = "--html OUT shows one document: explain --html OUT FILE, '-' for standard input"
        for words, complaint in ((["a.txt", "a.txt"], one), ([], one), (["-r", "."], one),
                                 (["--json", "a.txt"], "of --json and --html only one can be given")):
            result = self.dehusk(*explain, "out.html", *words, code=2)
            self.assertEqual(result.err, f"dehusk: {complaint}{TRY}")
        result = self.dehusk(*explain, "./a.txt", "a.txt", code=2)
        self.assertEqual(result.err, "dehusk: --html would write over the document, ./a.txt\n")
        self.dehusk(*explain, "out.html", "none.txt", code=3)
        self.dehusk(*explain, "none/out.html", "a.txt", code=3)
        self.assertEqual(self.tree(), before)

        result = self.dehusk(*explain, "out.html", "a.txt")
        self.assertEqual((result.out, result.err), (b"", ""))
        page = self.read("out.html")
        self.assertRegex(page, r'(?s)^<!doctype html>.*<title>a\.txt .*<del class="x c-ad".*</html>\n$')
        result = self.dehusk(*explain, "-", "-", stdin=PAGE)
        self.assertEqual(result.out.decode(), page.replace("a.txt", "standard input"))

    def test_test(self):
        self.assertRegex(self.dehusk("test").out.decode(), r"(?:^|\n)\d+ passed, 0 failed\n$")
        self.write("good.toml", self.with_test("One."))
        self.assertEqual(self.dehusk("test", "good.toml").out, b"1 passed, 0 failed\n")
        self.dehusk("test", "--coverage", "good.toml", code=1)
        bad = self.write("bad.toml", self.with_test("Two."))
        self.assertRegex(self.dehusk("test", "bad.toml", code=1).out.decode(), r"\n0 passed, 1 failed\n$")
        self.dehusk("test", "--update", "bad.toml")
        self.assertEqual(bad.read_text(), self.with_test("One."))
        self.write("broken.toml", "name = ")
        self.dehusk("test", "broken.toml", code=2)
        self.dehusk("test", "none.toml", code=2)
        self.dehusk("test", "--no-builtin", code=2)

    def test_lint(self):
        self.write("good.toml", self.with_test("One."))
        self.dehusk("lint", "good.toml")
        self.write("folder/bad.toml", "name = \n")
        self.assertIn("folder/bad.toml:1:", self.dehusk("lint", "folder", code=1).out.decode())
        json.loads(self.dehusk("lint", "--format", "json", "folder", code=1).out)
        json.loads(self.dehusk("lint", "--format", "sarif", "folder", code=1).out)
        self.assertRegex(self.dehusk("lint", "--format=github", "folder", code=1).out, rb"^::error ")
        self.assertRegex(self.dehusk("lint", "--list").out, rb"^E001")
        self.dehusk("lint", "none.toml", code=1)
        self.dehusk("lint", code=2)
        self.dehusk("lint", "--format", "xml", "folder", code=2)

    def test_rules(self):
        shown = self.dehusk("rules", "--no-builtin", "--rules", self.rules).out.decode()
        self.assertRegex(shown, r"\n1 file, 5 rules: 5 remove, 0 keep, 0 score; 0 do not apply to text\n$")
        listed = json.loads(self.dehusk("rules", "--json").out)
        self.assertIn("news/en", [file["name"] for file in listed["files"]])
        self.dehusk("rules", "a.txt", code=2)
        self.dehusk("rules", "--rules", "none.toml", code=2)

    def test_new(self):
        skeleton = self.dehusk("new", "site", "example.com").out
        path = self.write("example.com.toml", skeleton)
        self.dehusk("lint", path.name)
        self.assertRegex(self.dehusk("test", "--coverage", path.name).out, rb"2 passed, 0 failed\n$")
        for words in ([], ["site"], ["sites", "example.com"], ["site", "a b"], ["site", "https://example.com/x"],
                      ["site", "a.com", "b.com"]):
            result = self.dehusk("new", *words, code=2)
            self.assertTrue(re.match(r"dehusk: .*\nTry 'dehusk new --help'\.\n$", result.err), result.err)
            self.assertEqual(result.out, b"")
