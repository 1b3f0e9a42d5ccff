"""--jsonl, --removed, --check, -q and -v: what dehusk tells besides the text."""
import os

from command_harness import PAGE, PAGE_NORMAL, CommandTest

DOCUMENT_FIELDS = ["path", "url", "title", "author", "published", "source", "text", "stats"]
STATS = {"bytes_in": int, "bytes_out": int, "lines": int, "ranges_removed": int, "chars_removed": int, "encoding": str,
         "packs": list, "level": str}
RANGE_FIELDS = {"rule": str, "category": str, "begin": int, "end": int, "line": int, "text": str, "rule_at": str}

def put_together(data, ranges):
    """A text of which only whole lines were removed: without the ranges, blank lines and white space at line ends."""
    at, kept = 0, b""
    for begin, end in ranges:
        kept += data[at:begin]
        at = end
    return b"".join(line.rstrip() + b"\n" for line in (kept + data[at:]).splitlines() if line.strip())


class Reports(CommandTest):
    def check_range(self, record, *, first=()):
        self.assertEqual(list(record), [*first, *RANGE_FIELDS])
        for field, kind in RANGE_FIELDS.items():
            self.assertIs(type(record[field]), kind, field)

    def test_a_record_of_a_document(self):
        self.write("a.txt")
        [record] = self.records(self.own("--jsonl", "--url", "https://example.com/a", "a.txt").out)
        self.assertEqual(list(record), DOCUMENT_FIELDS)
        self.assertEqual(record["path"], "a.txt")
        self.assertEqual(record["url"], "https://example.com/a")
        self.assertEqual(record["author"], "Mary Stone")
        self.assertEqual([record[field] for field in ("title", "published", "source")], [None, None, None])
        self.assertEqual(record["text"], PAGE_NORMAL)
        stats = record["stats"]
        self.assertEqual(list(stats), list(STATS))
        for field, kind in STATS.items():
            self.assertIs(type(stats[field]), kind, field)
        removed = "Advertisement" "ByMaryStone" "(Alsoread:Ferries)" "Related:Tenharbours"
        self.assertEqual(stats, {
            "bytes_in": len(PAGE), "bytes_out": len(PAGE_NORMAL), "lines": 7, "ranges_removed": 4,
            "chars_removed": len(removed), "encoding": "utf-8", "packs": ["own"], "level": "normal"})

    def test_records_of_standard_input_and_of_nothing(self):
        for text, left in (("", ""), ("\n \n", ""), ("Advertisement", ""), ("é", "é\n")):
            [record] = self.records(self.own("--jsonl", stdin=text).out)
            self.assertEqual((record["path"], record["url"], record["text"]), ("-", None, left))
            self.assertEqual(record["stats"]["bytes_in"], len(text.encode()))

    def test_a_record_is_one_line_whatever_the_text_holds(self):
        text = "a \"quoted\" \\ line\twith tab\nand \x01 \x7f \u2028 \u0085 \U0001f6a2 </script>\n"
        result = self.own("--jsonl", stdin=text)
        self.assertEqual(result.out.count(b"\n"), 1)
        [record] = self.records(result.out)
        self.assertEqual(record["text"].split(), text.split())

    def test_the_removed_ranges(self):
        self.write("a.txt")
        self.write("b.txt", "nothing goes\n")
        self.write("c.txt", "One.\n\nAdvertisement\n")
        result = self.own("--removed", "removed.jsonl", "a.txt", "b.txt", "c.txt")
        self.assertEqual(result.out.decode(), PAGE_NORMAL + "\nnothing goes\n\nOne.\n")
        records = self.records(self.read("removed.jsonl").encode())
        for record in records:
            self.check_range(record, first=["path"])
            source = (self.folder / record["path"]).read_bytes()
            self.assertEqual(source[record["begin"]:record["end"]].decode(), record["text"])
            self.assertEqual(source[:record["begin"]].count(b"\n") + 1, record["line"])
        self.assertEqual([(r["path"], r["line"], r["rule"], r["category"], r["text"].strip()) for r in records], [
            ("a.txt", 2, "own:ad", "ad", "Advertisement"),
            ("a.txt", 3, "own:byline", "byline", "By Mary Stone"),
            ("a.txt", 4, "own:inline", "cross-link", "(Also read: Ferries)"),
            ("a.txt", 5, "own:related", "related", "Related: Ten harbours"),
            ("c.txt", 3, "own:ad", "ad", "Advertisement"),
        ])
        self.assertEqual(records[0]["rule_at"], f"{self.rules}:4")

    def test_a_record_holds_its_removed_ranges(self):
        self.write("a.txt")
        self.write("b.txt", "nothing goes\n")
        result = self.own("--jsonl", "--removed", "removed.jsonl", "a.txt", "b.txt")
        first, second = self.records(result.out)
        self.assertEqual(list(first), [*DOCUMENT_FIELDS, "removed"])
        for record in first["removed"]:
            self.check_range(record)
        self.assertEqual(len(first["removed"]), first["stats"]["ranges_removed"])
        self.assertEqual(second["removed"], [])
        listed = self.records(self.read("removed.jsonl").encode())
        self.assertEqual(listed, [{"path": "a.txt", **record} for record in first["removed"]])

    def test_ranges_are_bytes_of_the_input(self):
        prose = "Größe zählt — «la mer» 海 🚢.\n"
        ad = "Advertisement\n"
        cases = {
            "line feeds": (prose + ad + prose + "  Advertisement \n\n" + prose).encode(),
            "no end": (prose + ad[:-1]).encode(),
            "carriage returns": (prose + ad + prose + ad).replace("\n", "\r").encode(),
            "both": (prose + ad + prose + ad + "\n").replace("\n", "\r\n").encode(),
            "mark": b"\xef\xbb\xbf" + (ad + prose).encode(),
            "undecodable": prose.encode() * 9 + b"\xff\xfe " + ad.encode() + ad.encode() + b"x\xff\n" + ad.encode(),
            "nul": (prose + "a\0b\n" + ad + prose).encode(),
            "wide spaces": (prose + "\u3000Advertisement\u00a0\n" + prose).encode(),
            "folded": (prose + "ADVERTI\u00adSEMENT\n" + "\uff21dvertisement\n" + prose).encode(),
        }
        for name, data in cases.items():
            with self.subTest(name):
                [record] = self.records(self.own("--jsonl", "--removed", "/dev/null", stdin=data).out)
                ranges = [(r["begin"], r["end"]) for r in record["removed"]]
                self.assertGreater(len(ranges), 0)
                for r in record["removed"]:
                    self.assertEqual(data[r["begin"]:r["end"]].decode(), r["text"])
                    self.assertEqual(len((data[:r["begin"]] + b".").splitlines()), r["line"])
                kept = put_together(data.removeprefix(b"\xef\xbb\xbf") if not ranges[0][0] < 3 else data,
                                    [(b - 3, e - 3) if data.startswith(b"\xef\xbb\xbf") else (b, e) for b, e in ranges])
                self.assertEqual(record["text"].split(), kept.decode("utf-8", "replace").split())

    def test_ranges_of_other_encodings_are_of_the_decoded_text(self):
        text = "Größe\nAdvertisement\nÄnderung\n"
        for encoding in ("utf-16", "latin-1"):
            words = ["--encoding", encoding] if encoding == "latin-1" else []
            [record] = self.records(self.own(*words, "--jsonl", "--removed", "/dev/null", stdin=text.encode(encoding)).out)
            [r] = record["removed"]
            self.assertNotEqual(record["stats"]["encoding"], "utf-8")
            self.assertEqual(text.encode()[r["begin"]:r["end"]].decode(), r["text"])

    def test_a_range_names_the_smallest_rule_and_the_others(self):
        other = self.root / "other.toml"
        other.write_text('name = "also"\n[[remove]]\nid = "ad"\nline = "Advert*"\n[[remove]]\nid = "any"\nline = "* *isement"\n')
        [record] = self.records(self.own("--rules", other, "--jsonl", "--removed", "/dev/null", stdin="x\nAdvertisement\n").out)
        [r] = record["removed"]
        self.assertEqual((r["rule"], r["also"]), ("also:ad", ["own:ad"]))

    def test_metadata(self):
        rules = self.root / "meta.toml"
        rules.write_text('name = "meta"\n[[remove]]\nid = "all"\n'
                         'line = ["By {proper:author}", "On {date:published}", "Title {proper:title}", "In {proper:source}"]\n')
        text = "Title Harbour News\nBy Mary Stone\nBy John Doe\nOn 4 May 2021\nIn The Times\nThe ferry leaves.\n"
        [record] = self.records(self.dehusk("--no-builtin", "--rules", rules, "--jsonl", stdin=text).out)
        self.assertEqual([record[field] for field in ("title", "author", "published", "source", "text")],
                         ["Harbour News", "Mary Stone", "4 May 2021", "The Times", "The ferry leaves.\n"])

    def test_the_list_is_there_though_nothing_was_removed(self):
        self.own("--removed", "removed.jsonl", stdin="One.\n")
        self.assertEqual(self.tree(), {"removed.jsonl": ""})

    def test_the_list_on_standard_output(self):
        self.write("a.txt")
        result = self.own("--removed", "-", "-o", "out.txt", "a.txt")
        self.assertEqual(len(self.records(result.out)), 4)
        self.assertEqual(self.read("out.txt"), PAGE_NORMAL)
        result = self.own("--removed=-", "-i", "a.txt")
        self.assertEqual(len(self.records(result.out)), 4)

    def test_a_list_that_cannot_be_written(self):
        self.write("a.txt")
        result = self.own("--removed", "none/removed.jsonl", "a.txt", code=3)
        self.assertRegex(result.err, r"^dehusk: none/removed.jsonl: .*No such file or directory\n$")
        self.assertEqual(result.out, b"")


class Check(CommandTest):
    def setUp(self):
        super().setUp()
        self.write("dirty.txt")
        self.write("clean.txt", "The harbour opens at nine.  \n\n\n\nThe ferry leaves.")
        self.write("one.txt", "Advertisement\n")
        self.before = self.tree()

    def check(self, *words, code, out="", err=""):
        result = self.own("--check", *words, code=code)
        self.assertEqual((result.out.decode(), result.err), (out, err))
        self.assertEqual(self.tree(), self.before)

    def test_it_answers_and_writes_nothing(self):
        self.check("clean.txt", code=0)
        self.check("dirty.txt", code=1, out="dirty.txt: 4 ranges would go\n")
        self.check("clean.txt", "one.txt", "dirty.txt", code=1,
                   out="one.txt: 1 range would go\ndirty.txt: 4 ranges would go\n")
        self.check("--level", "safe", "dirty.txt", code=1, out="dirty.txt: 1 range would go\n")
        self.check("--skip", "ad", "one.txt", code=0)
        self.check("--jsonl", "one.txt", code=1, out="one.txt: 1 range would go\n")

    def test_quiet(self):
        self.check("-q", "clean.txt", code=0)
        self.check("-q", "dirty.txt", "clean.txt", code=1)

    def test_standard_input_and_folders(self):
        result = self.own("--check", stdin=PAGE, code=1)
        self.assertEqual(result.out, b"standard input: 4 ranges would go\n")
        self.check("-r", ".", code=1, out="./dirty.txt: 4 ranges would go\n./one.txt: 1 range would go\n")

    def test_a_failure_weighs_more_than_the_answer(self):
        missing = "dehusk: none.txt: No such file or directory\n"
        self.check("clean.txt", "none.txt", code=3, err=missing)
        self.check("none.txt", "one.txt", code=3, out="one.txt: 1 range would go\n", err=missing)

    def test_outputs_are_refused(self):
        for words in (["-i"], ["-o", "out.txt"], ["-d", "out"], ["-i.bak"]):
            self.check(*words, "dirty.txt", code=2,
                       err="dehusk: of -o, -d, -i and --check only one can be given\nTry 'dehusk --help'.\n")

    def test_what_was_cleaned_is_clean(self):
        self.own("-i", "-r", ".")
        self.before = self.tree()
        self.check("-r", ".", code=0)


class Notes(CommandTest):
    def test_quiet_and_verbose(self):
        damaged = "zwölf große Möwen ".encode() * 9 + b"\xff\xff \xfe\n"
        note = "dehusk: standard input: 3 undecodable sequences became U+FFFD (read as utf-8)\n"
        self.assertEqual(self.own(stdin=damaged).err, note)
        self.assertEqual(self.own("-q", stdin=damaged).err, "")
        self.assertEqual(self.own("-qv", stdin=damaged).err, note)
        told = f"dehusk: standard input: utf-8, packs own, 4 ranges removed, {len(PAGE)} -> {len(PAGE_NORMAL)} bytes"
        self.assertRegex(self.own("-v", stdin=PAGE).err, f"^{told}, [1-9][0-9]* steps\n$")

    def test_quiet_does_not_hide_failures(self):
        self.assertEqual(self.own("-q", "none.txt", code=3).err, "dehusk: none.txt: No such file or directory\n")

    def test_the_guard_speaks(self):
        rules = self.root / "guard.toml"
        rules.write_text('name = "guarded"\n[guard]\nmax_removed = "50%"\n[[remove]]\nid = "ad"\nlevel = "safe"\n'
                         'line = "Advertisement"\n')
        text = "Advertisement\n" * 9 + "One.\n"
        result = self.dehusk("--no-builtin", "--rules", rules, stdin=text)
        self.assertEqual(result.out.decode(), text)
        self.assertEqual(result.err, "dehusk: standard input: the guard stopped normal; cleaned nothing\n")
        self.assertEqual(self.dehusk("--no-builtin", "--rules", rules, "-q", stdin=text).err, "")
        [record] = self.records(self.dehusk("--no-builtin", "--rules", rules, "--jsonl", "-q", stdin=text).out)
        self.assertEqual((record["stats"]["level"], record["stats"]["guarded"]), (None, True))
        self.dehusk("--no-builtin", "--rules", rules, "-q", "--check", stdin=text)

    def test_paths_that_are_no_utf_8_come_out_as_they_are(self):
        name = b"\xe9.txt"
        path = self.write(os.fsdecode(name), b"Advertisement\n")
        self.assertEqual(self.own("--check", path.name, code=1).out, name + b": 1 range would go\n")
