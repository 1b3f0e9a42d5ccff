"""The article model: --for, --model, threads, and what `dehusk features` prints."""
import json

from command_harness import CommandTest

SHORT_GOES = "feature words 4.5\ntree 0.0 =-1000/1 =1000/1\n"
ALL_STAY = "base 1000\n"
MODEL = f"model html article\n{SHORT_GOES}model html page\n{ALL_STAY}model text page\n{SHORT_GOES}"
LONG = "The ferry has crossed the bay at ten for a hundred years, and nobody in the harbour knows who pays. " * 3
HTML = f"<!doctype html><nav>Home</nav><p>{LONG}<p>Share this"


class Model(CommandTest):
    def with_model(self, *words, **more):
        self.write("own.model", MODEL)
        return self.dehusk("--no-builtin", "--model", "own.model", *words, **more).out.decode()

    def test_tasks(self):
        self.assertEqual(self.with_model(stdin=HTML), LONG.strip() + "\n")
        self.assertEqual(self.with_model("--for", "article", stdin=HTML), LONG.strip() + "\n")
        self.assertEqual(self.with_model("--for=page", stdin=HTML), f"Home\n\n{LONG.strip()}\n\nShare this\n")
        self.assertIn("--for takes article or page, not 'pages'", self.dehusk("--for", "pages", code=2).err)

    def test_records(self):
        [record] = self.records(self.with_model("--jsonl", stdin=HTML).encode())
        self.assertEqual(record["stats"]["task"], "article")
        self.assertNotIn("other_task", record["stats"])
        [record] = self.records(self.with_model("--jsonl", stdin="<!doctype html><p>Home<p>The ferry stays in the bay.").encode())
        self.assertEqual((record["stats"]["task"], record["stats"]["other_task"]), ("page", True))
        [record] = self.records(self.dehusk("--jsonl", "--no-model", stdin=HTML).out)
        self.assertNotIn("task", record["stats"])

    def test_faults_of_model_files(self):
        self.write("bad.model", MODEL + "tree 0.0 =1/1\n")
        self.write("empty.model", "")
        for name, says in (("bad.model", "bad.model:9: the tree's line ends before the tree is whole"),
                           ("empty.model", "empty.model: no model in it"), ("none.model", "none.model: No such file")):
            for command in ((), ("explain",)):
                self.assertIn(f"dehusk: {says}", self.dehusk(*command, "--model", name, stdin="x", code=2).err)

    def test_threads_change_nothing(self):
        for i in range(12):
            self.write(f"in/{i}.html", HTML + f"<div class=comments><p>{LONG * (i % 3)}</div><p>{i}")
            self.write(f"in/{i}.txt", f"Home\nShare {i}\n{LONG}\n" * (1 + i * 3))
        for j in ("1", "2", "5"):
            self.dehusk("-q", "-r", "-j", j, "-d", f"out{j}", "in")
        self.assertEqual(len(self.tree("out1")), 24)
        self.assertEqual(self.tree("out1"), self.tree("out2"))
        self.assertEqual(self.tree("out1"), self.tree("out5"))


class Features(CommandTest):
    RULES = """
name = "own"
[[remove]]
id   = "ad"
line = "Advertisement"
[[score]]
id   = "share"
line = "Share*"
add  = -1.5
"""

    def lines(self, *words, **more):
        return [json.loads(line) for line in self.dehusk("features", *words, **more).out.splitlines()]

    def test_list(self):
        lines = self.dehusk("features", "--list").out.decode().splitlines()
        names = [line.split()[0] for line in lines]
        self.assertEqual(len(names), len(set(names)))
        [head, *_] = self.lines(stdin=HTML)
        self.assertEqual(head["features"], names)
        [head, *_] = self.lines(stdin="One.\n")
        self.assertEqual(head["features"], [line.split()[0] for line in lines if line.split()[1] == "text,page"])

    def test_rows(self):
        self.write("own.toml", self.RULES)
        for text in ("Share it\nAdvertisement\nThe ferry stays.\n", "<!doctype html><p>Share it<p>Advertisement<p>The ferry stays."):
            [head, *rows] = self.lines("--no-builtin", "--rules", "own.toml", stdin=text)
            self.assertEqual((head["path"], head["rows"], len(rows)), ("-", 3, 3))
            self.assertEqual([row["text"] for row in rows], ["Share it", "Advertisement", "The ferry stays."])
            self.assertEqual([row["removed"] for row in rows], [0, 1, 0])
            self.assertEqual([row["score"] for row in rows], [-1.5, 0, 0])
            self.assertTrue(all(len(row["values"]) == len(head["features"]) for row in rows))
            words = head["features"].index("words")
            self.assertEqual([row["values"][words] for row in rows], [2, 1, 3])

    def test_several_documents(self):
        self.write("a.txt", "One.\n")
        self.write("b.html", "")
        heads = [line for line in self.lines("a.txt", "b.html", "none", code=3) if "features" in line]
        self.assertEqual([(head["path"], head["as"], head["rows"]) for head in heads], [("a.txt", "text", 1), ("b.html", "text", 0)])
