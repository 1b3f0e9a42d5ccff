"""Folders as inputs (-r), mirrored outputs (-d), many documents on many threads (-j)."""
import os
import random

from command_harness import PAGE, PAGE_NORMAL, CommandTest


class Folders(CommandTest):
    def test_a_folder_is_mirrored(self):
        for name in ("in/a.txt", "in/b/c.txt", "in/b/c/d/e f.md", "in/b/c.d/-g", "in/ü/名.txt"):
            self.write(name)
        for top in ("in", "in/", "./in", self.folder / "in"):
            self.assertEqual(self.cleaned("", "-r", "-d", "out/deep", top), "")
            self.assertEqual(self.tree("out/deep"), dict.fromkeys(
                ["a.txt", "b/c.txt", "b/c/d/e f.md", "b/c.d/-g", "ü/名.txt"], PAGE_NORMAL))
            os.rename(self.folder / "out", self.root / f"out{len(os.listdir(self.root))}")

    def test_the_working_folder_and_an_output_below_it(self):
        self.write("a.txt")
        self.write("b/c.txt")
        for _ in range(2):  # the second run finds the first one's output
            self.own("-r", "-d", "out", "a.txt", "b")
        self.own("-r", "-d", "all", ".")
        self.assertEqual(self.tree("all"), dict.fromkeys(["a.txt", "b/c.txt", "out/a.txt", "out/c.txt"], PAGE_NORMAL))

    def test_hidden_files_are_left_out_unless_they_are_named(self):
        for name in ("in/a.txt", "in/.b.txt", "in/.git/c.txt", "in/d/.e/f.txt", ".hidden/g.txt", ".h.txt"):
            self.write(name)
        self.own("-r", "-d", "out", "in", ".hidden", ".h.txt")
        self.assertEqual(sorted(self.tree("out")), [".h.txt", "a.txt", "g.txt"])

    def test_links_to_files_are_followed_and_links_to_folders_are_not(self):
        self.write("in/a.txt")
        self.write("elsewhere/b.txt")
        (self.folder / "in/link.txt").symlink_to("../elsewhere/b.txt")
        (self.folder / "in/folder").symlink_to("../elsewhere")
        (self.folder / "in/loop").symlink_to("..")
        self.own("-r", "-d", "out", "in")
        self.assertEqual(self.tree("out"), {"a.txt": PAGE_NORMAL, "link.txt": PAGE_NORMAL})
        (self.folder / "top").symlink_to("in")
        self.own("-r", "-d", "out2", "top")
        self.assertEqual(self.tree("out2"), {"a.txt": PAGE_NORMAL, "link.txt": PAGE_NORMAL})

    def test_what_has_no_end_is_left_out(self):
        self.write("in/a.txt")
        os.mkfifo(self.folder / "in/pipe")
        (self.folder / "in/zero").symlink_to("/dev/zero")
        self.own("-r", "-d", "out", "in")
        self.assertEqual(self.tree("out"), {"a.txt": PAGE_NORMAL})

    def test_a_broken_link_fails_and_the_others_are_done(self):
        self.write("in/a.txt")
        self.write("in/z.txt")
        (self.folder / "in/m.txt").symlink_to("nowhere")
        (self.folder / "in/n.txt").symlink_to("n.txt")
        result = self.own("-r", "-d", "out", "in", code=3)
        self.assertEqual(self.tree("out"), {"a.txt": PAGE_NORMAL, "z.txt": PAGE_NORMAL})
        self.assertEqual(result.err.splitlines(), ["dehusk: in/m.txt: No such file or directory",
                                                   "dehusk: in/n.txt: Too many levels of symbolic links"])

    def test_an_unreadable_folder_fails_and_the_others_are_done(self):
        self.need_nobody()
        for name in ("in/a.txt", "in/m/b.txt", "in/z/c.txt", "in/z.txt"):
            self.write(name)
        (self.folder / "in/m").chmod(0)
        self.addCleanup((self.folder / "in/m").chmod, 0o755)
        result = self.own("-r", "--jsonl", "in", code=3, nobody=True)
        self.assertEqual([record["path"] for record in self.records(result.out)], ["in/a.txt", "in/z/c.txt", "in/z.txt"])
        self.assertEqual(result.err, "dehusk: in/m: Permission denied\n")

    def test_a_folder_needs_r(self):
        self.write("in/a.txt")
        self.write("b.txt")
        result = self.own("-d", "out", "in", "b.txt", code=3)
        self.assertEqual(result.err, "dehusk: in: is a folder; -r cleans what is in it\n")
        self.assertEqual(self.tree("out"), {"b.txt": PAGE_NORMAL})

    def test_an_empty_folder_is_no_fault(self):
        (self.folder / "in").mkdir()
        self.assertEqual(self.cleaned("not read", "-r", "in"), "")
        self.assertEqual(self.cleaned("not read", "-r", "-d", "out", "in"), "")

    def test_names_that_clash_are_refused_before_anything_is_written(self):
        self.write("x/a.txt")
        self.write("y/a.txt")
        self.write("b.txt")
        for words in (["x/a.txt", "y/a.txt"], ["-r", "x", "y"], ["-r", "x", "y/a.txt"], ["x/a.txt", "x/a.txt"], ["-", "-"]):
            result = self.own("-d", "out", "--removed", "removed.jsonl", "b.txt", *words, code=2)
            self.assertRegex(result.err, r"^dehusk: '.*' and '.*' would both be written to 'out/.*'; nothing was done\n$")
            self.assertEqual(sorted(self.tree()), ["b.txt", "x/a.txt", "y/a.txt"])
        self.own("-r", "-d", "out", ".")

    def test_outputs_of_an_earlier_run_are_replaced(self):
        self.write("a.txt")
        self.write("out/a.txt", "old\n").chmod(0o640)
        self.write("out/b.txt", "old\n")
        self.own("-d", "out", "a.txt")
        self.assertEqual(self.tree("out"), {"a.txt": PAGE_NORMAL, "b.txt": "old\n"})
        self.assertEqual(os.stat(self.folder / "out/a.txt").st_mode & 0o777, 0o640)

    def test_outputs_that_cannot_be_written(self):
        self.write("in/a/b.txt")
        self.write("in/c.txt")
        self.write("out/a", "a file\n")
        result = self.own("-r", "-d", "out", "in", code=3)
        self.assertRegex(result.err, r"^dehusk: out/a: .*\n$")
        self.assertEqual(self.tree("out"), {"a": "a file\n", "c.txt": PAGE_NORMAL})
        result = self.own("-d", "out/a", "in/c.txt", code=3)
        self.assertRegex(result.err, r"^dehusk: out/a.*\n$")
        self.assertEqual(self.tree("out"), {"a": "a file\n", "c.txt": PAGE_NORMAL})

    def test_an_unwritable_output_folder(self):
        self.need_nobody()
        self.write("a.txt")
        (self.folder / "out").mkdir(mode=0o555)
        result = self.own("-d", "out", "a.txt", code=3, nobody=True)
        self.assertRegex(result.err, r"^dehusk: 'out/.dehusk-done': Permission denied\n$")
        self.assertEqual(self.tree("out"), {})

    def test_standard_input_has_a_name(self):
        self.own("-d", "out", stdin=PAGE)
        self.assertEqual(self.tree("out"), {"stdin": PAGE_NORMAL})

    def test_records_have_an_ending_of_their_own(self):
        self.write("in/a.txt")
        self.write("in/b.txt")
        self.own("--jsonl", "-r", "-d", "out", "in")
        self.assertEqual(sorted(self.tree("out")), ["a.txt.jsonl", "b.txt.jsonl"])
        [record] = self.records((self.folder / "out/b.txt.jsonl").read_bytes())
        self.assertEqual((record["path"], record["text"]), ("in/b.txt", PAGE_NORMAL))

    def test_names_that_are_no_utf_8(self):
        self.write(os.fsdecode(b"in/\xe9t\xe9.txt"))
        self.own("-r", "-d", "out", "in")
        self.assertEqual(os.listdir(os.fsencode(self.folder / "out")), [b"\xe9t\xe9.txt"])
        [record] = self.records(self.own("-r", "--jsonl", "in").out)
        self.assertEqual(record["path"], "in/�t�.txt")


class Jobs(CommandTest):
    FILES = 200

    def setUp(self):
        super().setUp()
        random.seed(7)
        lines = PAGE.splitlines()
        for i in range(self.FILES):
            # Of sizes so different that threads overtake each other.
            text = [f"Document {i}.", *random.choices(lines, k=random.choice([1, 10, 100, 2000]))]
            self.write(f"in/{i % 7}/{i:03}.txt", "\n".join(text))

    def test_the_output_does_not_depend_on_the_threads(self):
        seen = set()
        for jobs in ("1", "2", "7"):
            text = self.own("-r", f"-j{jobs}", "in").out
            records = self.own("-r", "-j", jobs, "--jsonl", "--removed", f"removed{jobs}", "in").out
            self.own("-r", f"--jobs={jobs}", "-d", f"out{jobs}", "in")
            tree = self.tree(f"out{jobs}")
            seen.add((text, records, self.read(f"removed{jobs}"), tuple(tree.items())))
            self.assertEqual(len(tree), self.FILES)
        self.assertEqual(len(seen), 1)

    def test_files_of_a_folder_come_in_the_order_of_their_paths(self):
        paths = [record["path"] for record in self.records(self.own("-r", "--jsonl", "in").out)]
        self.assertEqual(paths, sorted(paths))
        self.assertEqual(len(paths), self.FILES)

    def test_operands_come_in_their_order(self):
        names = [f"in/{i % 7}/{i:03}.txt" for i in range(self.FILES)]
        random.shuffle(names)
        names.insert(100, "none.txt")
        result = self.own("-j8", "--jsonl", *names, code=3)
        names.pop(100)
        self.assertEqual([record["path"] for record in self.records(result.out)], names)

    def test_in_place(self):
        self.own("-r", "-j1", "-d", "one", "in")
        self.own("-r", "-j8", "-i", "in")
        self.assertEqual(self.tree("in"), self.tree("one"))

    def test_each_thread_forgets_the_last_document(self):
        # Language, metadata and encoding are those of the document alone.
        self.write("fr.txt", "Le port ouvre à neuf heures et les bateaux partent.\n".encode("cp1252") * 20)
        self.write("plain.txt", "The harbour opens at nine.\n")
        self.write("by.txt", "By Mary Stone\nThe harbour opens at nine.\n")
        names = ["fr.txt", "plain.txt", "by.txt"] * 20
        rules = ("--rules", self.rules)
        alone = {name: self.dehusk(*rules, "--jsonl", name).out for name in set(names)}
        self.assertEqual(len(set(alone.values())), 3)
        for jobs in ("1", "4"):
            self.assertEqual(self.dehusk(*rules, "-j", jobs, "--jsonl", *names).out, b"".join(alone[name] for name in names))
