"""dehusk stats; --progress and --report of a run over many documents."""
import json
import os
import pty
import select
import subprocess

import command_harness
from command_harness import OWN_RULES, PAGE, CommandTest, environment

TRY = "\nTry 'dehusk --help'.\n"


class Stats(CommandTest):
    def stats(self, *words, **more):
        return self.dehusk("stats", "--no-model", "--no-builtin", "--rules", self.rules, *words, **more)

    def test_rules_that_never_fired_come_first(self):
        self.write("in/a.txt")
        self.write("in/b.txt", "One.\nAdvertisement\n")
        out = self.stats("-r", "in").out.decode()
        self.assertRegex(out, r"^2 documents, \d+ bytes; [\d.]+ % of the characters removed\npacks: own 2\n\nnever fired: ")
        self.assertIn("never fired: 0 of 4 rules that ran\n", out)  # own:share is aggressive
        out = self.stats("-r", "--level", "aggressive", "in/b.txt").out.decode()
        self.assertIn("never fired: 4 of 5 rules that ran\n", out)
        self.assertRegex(out, r"\n +1  own:byline +byline +\S+own\.toml:\d+\n")
        self.assertRegex(out, r'\n +1  own:ad +ad +\S+own\.toml:4\n +in 1 document, 13 characters\n +"Advertisement"  in/b.txt\n')
        for line in out.splitlines():
            self.assertLessEqual(len(line), 160)

    def test_json(self):
        self.write("in/a.txt")
        self.write("in/b.txt", "One.\nAdvertisement\n")
        self.write("in/c.txt", "One.\n")
        told = json.loads(self.stats("-r", "--json", "in").out)
        self.assertEqual(list(told), ["documents", "failed", "bytes", "chars_kept", "chars_removed", "packs", "rules",
                                      "highest", "lowest"])
        self.assertEqual((told["documents"], told["failed"], told["packs"]), (3, 0, {"own": 3}))
        rules = {rule["rule"]: rule for rule in told["rules"]}
        self.assertEqual(list(rules)[-1], "own:ad")
        ad = rules["own:ad"]
        self.assertEqual(ad, {"rule": "own:ad", "kind": "remove", "category": "ad", "path": str(self.rules), "line": 4,
                              "ran_on": 3, "documents": 2, "ranges": 2, "chars": 26, "shared": 0, "held_back": 0,
                              "examples": [{"text": "Advertisement", "path": "in/a.txt"}]})
        self.assertEqual([document["path"] for document in told["highest"]], ["in/b.txt", "in/a.txt"])
        self.assertEqual([document["path"] for document in told["lowest"]], ["in/c.txt", "in/a.txt", "in/b.txt"])
        self.assertEqual(told["lowest"][0]["share_removed"], 0)

    def test_it_does_not_depend_on_the_threads(self):
        for i in range(60):
            self.write(f"in/{i}.txt", PAGE * (i % 7) + f"Related: {i}\n")
        outs = {self.stats("-r", f"-j{jobs}", *json_too, "in").out for jobs in (1, 2, 7) for json_too in ((), ("--json",))}
        self.assertEqual(len(outs), 2)

    def test_what_cannot_be_read(self):
        self.write("in/a.txt")
        self.write("in/b.png", b"\x89PNG\r\n\x1a\n\0\0")
        result = self.stats("-r", "in", "none.txt", code=3)
        self.assertEqual(result.err, "dehusk: in/b.png: not text but PNG image\n"
                                     "dehusk: none.txt: No such file or directory\n")
        self.assertRegex(result.out, rb"^1 document, .* removed; 2 failed\n")
        self.assertEqual(self.stats(stdin=PAGE).code, 0)
        self.stats("--rules", "none.toml", code=2)
        self.stats("--use", "nothing", "in", code=2)
        for option in ("--jsonl", "-o", "--report"):
            self.assertIn("unknown option", self.stats(option, "x", code=2).err)

    def test_nothing_is_written(self):
        self.write("in/a.txt")
        before = self.tree()
        self.stats("-r", "in")
        self.assertEqual(self.tree(), before)

    def test_no_document(self):
        (self.folder / "in").mkdir()
        out = self.stats("-r", "in").out.decode()
        self.assertIn("0 documents", out)
        self.assertEqual(json.loads(self.stats("-r", "--json", "in").out)["rules"], [])

    def test_of_the_built_in_rules(self):
        self.write("a.html", "<!doctype html><html lang=en><nav><a href=/>Seven old boats of the coast</a></nav><main><h1>Ferry</h1><p>"
                   + "The ferry stays in the harbour. " * 20)
        told = json.loads(self.dehusk("stats", "--json", "a.html").out)
        rules = {rule["rule"]: rule for rule in told["rules"]}
        self.assertEqual(rules["page/landmarks:nav"]["ranges"], 1)
        self.assertGreater(len(rules), 100)
        self.assertFalse(any(name.startswith("news/de:") for name in rules))
        listed = {f"{file['name']}:{rule['id']}": (file["path"], rule["line"])
                  for file in json.loads(self.dehusk("rules", "--json").out)["files"] for rule in file["rules"]}
        for name, rule in rules.items():
            if not name.startswith("model:"):
                self.assertEqual(listed[name], (rule["path"], rule["line"]))


class Progress(CommandTest):
    def test_for_programs(self):
        for i in range(20):
            self.write(f"in/{i}.txt")
        self.write("in/bad.txt", b"%PDF-1.4\n\0")
        result = self.own("-r", "-d", "out", "--progress", "json", "in", code=3)
        objects = [json.loads(line) for line in result.err.splitlines() if line.startswith("{")]
        self.assertEqual([o["type"] for o in objects[:-1]], ["progress"] * (len(objects) - 1))
        self.assertEqual(objects[-1]["type"], "summary")
        self.assertEqual((objects[-1]["cleaned"], objects[-1]["failed"]), (20, 1))
        self.assertEqual(objects[-1]["removed_by_category"]["ad"], 20 * len("Advertisement"))
        self.assertEqual(objects[-1]["errors"][0]["name"], "in/bad.txt")
        self.assertIn("dehusk: in/bad.txt: ", result.err)

    def test_without_a_terminal_nothing_is_shown(self):
        self.write("a.txt")
        self.write("b.txt")
        self.assertEqual(self.own("a.txt", "b.txt").err, "")
        self.assertRegex(self.own("-v", "a.txt", "b.txt").err, r"(?m)^2 documents in ")
        self.assertEqual(self.own("-q", "a.txt", "b.txt").err, "")

    def on_a_terminal(self, *words):
        """What is written to standard error where that is a terminal."""
        main, side = pty.openpty()
        command = [command_harness.BINARY, "--no-model", "--no-builtin", "--rules", str(self.rules), *words]
        with subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=side,
                              env=environment(None)) as run:
            os.close(side)
            seen = b""
            while select.select([main], [], [], command_harness.HANG)[0]:
                try:
                    part = os.read(main, 65536)
                except OSError:
                    break
                if not part:
                    break
                seen += part
        os.close(main)
        self.assertEqual(run.returncode, 0)
        return seen.decode().replace("\r\n", "\n")

    def test_a_summary_on_a_terminal(self):
        self.write("a.txt")
        self.write("b.txt")
        told = self.on_a_terminal("a.txt", "b.txt")
        self.assertRegex(told, r"^2 documents in .*\n  read +\d+ bytes\n  written +\d+ bytes\n  removed +[\d.]+ % ")
        self.assertEqual(self.on_a_terminal("a.txt"), "")
        self.assertEqual(self.on_a_terminal("-q", "a.txt", "b.txt"), "")
        self.assertNotIn("\x1b", told)  # it took less than two seconds

    def test_values(self):
        result = self.own("--progress", "often", "a.txt", code=2)
        self.assertEqual(result.err, f"dehusk: --progress takes auto, always, never or json, not 'often'{TRY}")
        for name in ("report", "report.txt", "", "html"):
            result = self.own("--report", name, "a.txt", code=2)
            self.assertEqual(result.err, "dehusk: --report takes the name of a file that ends in .html or .json, "
                                         f"not '{name}'{TRY}")


class Report(CommandTest):
    def test_as_json(self):
        self.write("in/a.txt")
        self.write("in/b.txt", "One.\n")
        self.write("in/c.txt", b"%PDF-1.4\n\0")
        self.own("-r", "-d", "out", "--report", "r.json", "in", code=3)
        report = json.loads(self.read("r.json"))
        run, summary = report["run"], report["summary"]
        self.assertEqual(run["command"][-3:], ["--report", "r.json", "in"])
        self.assertEqual(run["folder"], str(self.folder))
        self.assertLessEqual(run["began"], run["ended"])
        self.assertEqual((summary["cleaned"], summary["failed"], summary["unchanged"]), (2, 1, 1))
        self.assertEqual(summary["bytes_in"], len(PAGE) + 5)
        self.assertEqual(sum(summary["by_share_removed"]), 2)
        self.assertEqual(sum(summary["by_size"].values()), 2)
        self.assertEqual(summary["chars_removed"], sum(summary["removed_by_category"].values()))
        self.assertEqual([error["name"] for error in summary["errors"]], ["in/c.txt"])

    def test_as_a_page(self):
        self.write("in/a.txt")
        self.own("-r", "-o", "out.txt", "--report", "r.html", "in")
        self.assertRegex(self.read("r.html"), r"(?s)^<!doctype html>.*The one document was cleaned.*</html>\n$")

    def test_one_document_is_told_of_too(self):
        self.assertEqual(self.own("--report", "r.json", stdin=PAGE).out, self.own(stdin=PAGE).out)
        summary = json.loads(self.read("r.json"))["summary"]
        self.assertEqual((summary["cleaned"], summary["slowest"][0]["name"]), (1, "standard input"))
        self.assertLess(summary["share_removed"], 1)

    def test_where_it_cannot_be_written(self):
        self.write("a.txt")
        result = self.own("--report", "none/r.html", "a.txt", code=3)
        self.assertRegex(result.err, r"^dehusk: none/r\.html: .*\n$")

    def test_the_rules_file_is_named(self):
        self.write("a.txt")
        self.write("mine.toml", OWN_RULES.replace('"own"', '"mine"'))
        self.dehusk("--rules", "mine.toml", "--no-model", "--report", "r.json", "a.txt")
        run = json.loads(self.read("r.json"))["run"]
        self.assertEqual(run["rules"], "the built-in packs, mine.toml; level normal")
        self.assertEqual(run["model"], "none")
