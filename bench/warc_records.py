#!/usr/bin/env python3
"""Records of WARC files beside FastWARC's and warcio's: version, headers and block of each, and where reading may start again.

news-a, and files that are made here: WARC/1.0 and 1.1, WET, every way to pack them, what the standard allows and writers do. Of those
the records are known, so where readers differ it is told who is right; only ours has a bound. Then damaged ones: cut at 50
places, and with 100 flipped bits. Bounds: every record equal; of damaged files every record that the damage does not touch, none that
was never there, and every stretch that is missing named; each `restart` gives the same rest.
"""
import argparse
import collections
import contextlib
import gzip
import io
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import report
import venv_of

DATA = report.ROOT.parent / "shared" / "data"
NEWS = DATA / "news-a.warc.gz"
CUTS, FLIPS = 50, 100
MOST_RESTARTS = 40  # of a file that are tried

Record = collections.namedtuple("Record", "version headers size hash")


def fnv1a(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def record_of(version, headers, block):
    return Record(version, tuple((name, value) for name, value in headers), len(block), fnv1a(block))


# ---- readers ----

class Ours:
    """What warc_dump says of a file: records, faults, and where reading may start again."""

    def __init__(self, program, path, offset=0):
        words = [program, path, *([str(offset)] if offset else [])]
        done = subprocess.run(words, stdout=subprocess.PIPE, check=True)
        self.answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.records = [Record(answer["version"], tuple(map(tuple, answer["headers"])), answer["size"], answer["hash"])
                        for answer in self.answers if "fault" not in answer]
        self.faults = [answer["offset"] for answer in self.answers if "fault" in answer]


def by_fastwarc(path):
    from fastwarc.warc import ArchiveIterator
    records = []
    try:
        for record in ArchiveIterator(str(path), parse_http=False, fsspec_args=False):
            headers = [(name.decode("utf-8", "replace"), value.decode("utf-8", "replace"))
                       for name, value in record.headers.items_bytes()]
            block = record.reader.read()
            records.append(record_of(record.headers.status_line, headers, block))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a panic of Rust is no Exception
        return records, f"{type(error).__name__}: {error}"
    return records, ""


def by_warcio(path):
    from warcio.archiveiterator import ArchiveIterator
    records = []
    try:
        with open(path, "rb") as file, contextlib.redirect_stderr(io.StringIO()):
            for record in ArchiveIterator(file, no_record_parse=True):
                block = record.raw_stream.read()
                records.append(record_of(record.rec_headers.protocol, record.rec_headers.headers, block))
    except Exception as error:
        return records, f"{type(error).__name__}: {error}"
    return records, ""


PEERS = {"FastWARC": by_fastwarc, "warcio": by_warcio}


# ---- files ----

def warc(version, headers, block, end="\r\n"):
    """The bytes of a record; `headers` with the length, as they are to be written."""
    lines = [version, *(f"{name}: {value}" for name, value in headers), f"Content-Length: {len(block)}"]
    return end.join(lines).encode() + 2 * end.encode() + block + 2 * end.encode()


def page(number):
    words = " ".join(f"page {number} says {word * number % 9973}" for word in range(1, 40 + 7 * number % 90))
    body = f"<html><head><title>{number}</title></head><body><p>{words}</p></body></html>".encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body


def headers_of(number, kind="response", uri=None):
    return [("WARC-Type", kind), ("WARC-Record-ID", f"<urn:uuid:0-{number}>"), ("WARC-Date", "2026-11-21T00:00:00Z"),
            ("WARC-Target-URI", uri or f"https://example.org/{number}")]


def plain_records(version="WARC/1.0", count=30):
    return [(version, headers_of(number), page(number)) for number in range(count)]


def known(records):
    """What a reader should give for (version, headers, block)."""
    return [record_of(version, [*headers, ("Content-Length", str(len(block)))], block) for version, headers, block in records]


def zstd_frame(data, checksum=True, dictionary=None):
    import zstandard
    return zstandard.ZstdCompressor(level=3, write_checksum=checksum, dict_data=dictionary, write_content_size=True).compress(data)


def with_dictionary(parts, packed):
    """A .warc.zst by the IIPC's draft: the dictionary in a frame that others pass over, itself packed or not."""
    import zstandard
    dictionary = zstandard.train_dictionary(4096, parts * 20)
    raw = dictionary.as_bytes()
    content = zstandard.ZstdCompressor().compress(raw) if packed else raw
    frame = b"\x5D\x2A\x4D\x18" + len(content).to_bytes(4, "little") + content
    return frame + b"".join(zstd_frame(part, dictionary=dictionary) for part in parts)


def split(data, size):
    return [data[at:at + size] for at in range(0, len(data), size)]


def made_files():
    """{name: (bytes, known records)}"""
    plain = plain_records()
    parts = [warc(*record) for record in plain]
    every_type = [("WARC/1.1", headers_of(number, kind), page(number) if kind == "response" else f"{kind} {number}".encode())
                  for number, kind in enumerate(("warcinfo", "request", "response", "metadata", "resource", "revisit",
                                                 "conversion", "continuation", "screenshot"))]
    wet = [("WARC/1.0", [*headers_of(number, "conversion"), ("Content-Type", "text/plain")],
            f"Zwölf große Möwen {number}\n\n\nsitzen auf {number} Pfählen.\n".encode() * 20) for number in range(20)]
    empty = [("WARC/1.0", headers_of(number), b"" if number % 3 else page(number)) for number in range(12)]
    angle = [("WARC/1.0", headers_of(number, uri=f"<https://example.org/{number}>"), page(number)) for number in range(5)]
    tricky = [("WARC/1.0", headers_of(number), b"text\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n" * number)
              for number in range(6)]
    joined = b"".join(parts)
    folded = warc("WARC/1.0", [*headers_of(1), ("X-Long", "one\r\n two\r\n\tthree")], page(1)) + parts[2]
    known_folded = known([("WARC/1.0", [*headers_of(1), ("X-Long", "one two three")], page(1)), plain[2]])
    spaced = b"\r\n\r\n\r\n".join(part.rstrip(b"\r\n") for part in parts) + b"\r\n"
    odd_case = [("WARC/1.0", [(name.upper(), value) for name, value in headers], block) for _, headers, block in plain[:5]]
    return {
        "plain.warc": (joined, known(plain)),
        "one_one.warc": (b"".join(warc(*record) for record in plain_records("WARC/1.1")), known(plain_records("WARC/1.1"))),
        "types.warc": (b"".join(warc(*record) for record in every_type), known(every_type)),
        "wet.warc.gz": (b"".join(gzip.compress(warc(*record)) for record in wet), known(wet)),
        "members.warc.gz": (b"".join(map(gzip.compress, parts)), known(plain)),
        "one.warc.gz": (gzip.compress(joined), known(plain)),
        "blocks.warc.gz": (b"".join(map(gzip.compress, split(joined, 4096))), known(plain)),
        "pairs.warc.gz": (b"".join(gzip.compress(a + b) for a, b in zip(parts[::2], parts[1::2])), known(plain)),
        "empty_members.warc.gz": (b"".join(gzip.compress(b"") + gzip.compress(part) for part in parts), known(plain)),
        "padded.warc.gz": (b"".join(map(gzip.compress, parts)) + bytes(700), known(plain)),
        "frames.warc.zst": (b"".join(map(zstd_frame, parts)), known(plain)),
        "frames_unchecked.warc.zst": (b"".join(zstd_frame(part, checksum=False) for part in parts), known(plain)),
        "one.warc.zst": (zstd_frame(joined), known(plain)),
        "dictionary.warc.zst": (with_dictionary(parts, packed=False), known(plain)),
        "packed_dictionary.warc.zst": (with_dictionary(parts, packed=True), known(plain)),
        "folded.warc": (folded, known_folded),
        "lf.warc": (b"".join(warc(*record, end="\n") for record in plain), known(plain)),
        "empty.warc": (b"".join(warc(*record) for record in empty), known(empty)),
        "empty.warc.gz": (b"".join(gzip.compress(warc(*record)) for record in empty), known(empty)),
        "angle.warc": (b"".join(warc(*record) for record in angle), known(angle)),
        "nested.warc": (b"".join(warc(*record) for record in tricky), known(tricky)),
        "blank_lines.warc": (spaced, known(plain)),
        "no_last_end.warc": (joined[:-4], known(plain)),
        "odd_case.warc": (b"".join(part.replace(b"Content-Length", b"content-length") for part in (warc(*record) for record in odd_case)),
                          [record._replace(headers=tuple((name.replace("Content-Length", "content-length"), value)
                                                         for name, value in record.headers)) for record in known(odd_case)]),
        "nothing.warc": (b"", []),
    }


# ---- comparisons ----

def difference(given, expected):
    """What the first record that differs differs in."""
    for number, (a, b) in enumerate(zip(given, expected)):
        if a != b:
            fields = [name for name in Record._fields if getattr(a, name) != getattr(b, name)]
            return f"record {number}: {', '.join(fields)}"
    return f"{len(given)} of {len(expected)} records" if len(given) != len(expected) else ""  # as far as both go, equal


def equal(given, expected):
    """The share of records that are equal, in their order; what is too much counts as well."""
    same = sum(a == b for a, b in zip(given, expected))
    return same / max(len(given), len(expected), 1) if given or expected else 1.0


def same_rest(program, path, ours, most=MOST_RESTARTS):
    """Of how many restarts how many give the same rest."""
    places = collections.OrderedDict()
    for number, answer in enumerate(ours.answers, 1):
        offset, since = answer["restart"]
        places.setdefault(offset, []).append((number, since))
    chosen = list(places)[:: max(1, len(places) // most)]
    tried = good = 0
    for offset in chosen:
        again = Ours(program, path, offset).answers
        for number, since in places[offset]:
            tried += 1
            good += without_restart(again[since:]) == without_restart(ours.answers[number:])
    return good, tried


def without_restart(answers):
    return [{name: value for name, value in answer.items() if name != "restart"} for answer in answers]


def compare_news(table, program):
    ours = Ours(program, NEWS)
    table.add("news-a records", len(ours.records), at_least=1, digits=0, note=f"{len(ours.faults)} faults")
    for name, read in PEERS.items():
        records, error = read(NEWS)
        # warcio mends a URI that holds a blank, and says so: its headers are no bound.
        table.add(f"news-a, equal to {name}", equal(ours.records, records), at_least=1 if name == "FastWARC" else None,
                  note=error or difference(ours.records, records))
        table.add(f"news-a, blocks equal to {name}", equal(*([record[2:] for record in some] for some in (ours.records, records))),
                  at_least=1)
    good, tried = same_rest(program, NEWS, ours)
    table.add("news-a, restarts with the same rest", good / max(tried, 1), at_least=1, note=f"of {tried}")


def compare_made(table, program, folder):
    for name, (data, expected) in made_files().items():
        path = folder / name
        path.write_bytes(data)
        ours = Ours(program, path)
        good, tried = same_rest(program, path, ours)
        notes = [difference(ours.records, expected)] if ours.records != expected else []
        for peer, read in PEERS.items():
            records, error = read(path)
            if records != expected:
                notes.append(f"{peer} differs: {difference(records, expected)}" + (f" ({' '.join(error.split())[:60]})" if error else ""))
        wrong = f"{len(ours.faults)} faults" if ours.faults else f"{good} of {tried} restarts" if good != tried else ""
        table.add(name, equal(ours.records, expected), at_least=1, note="; ".join(notes), wrong=wrong)


class Damage:
    """One way to pack, and what each reader makes of it when it is damaged."""

    def __init__(self, parts, apart):
        self.data, self.apart, self.spans = b"".join(parts), apart, []
        at = 0
        for part in parts:
            self.spans.append((at, at + len(part)))
            at += len(part)

    def cases(self, chance):
        for _ in range(CUTS):
            size = chance.randrange(1, len(self.data))
            yield self.data[:size], size
        for _ in range(FLIPS):
            bit = chance.randrange(8 * len(self.data))
            changed = bytearray(self.data)
            changed[bit // 8] ^= 1 << bit % 8
            yield bytes(changed), bit // 8

    def untouched(self, expected, data, at):
        """The records that must be there."""
        is_cut = len(data) < len(self.data)
        return [record for record, (begin, end) in zip(expected, self.spans)
                if end <= at or (self.apart and not is_cut and begin > at)]


def compare_damaged(table, program, folder):
    plain = plain_records()
    expected = known(plain)
    parts = [warc(*record) for record in plain]
    # Of what lies in one member, records count as touched from the damaged byte's place in proportion: none is asked for.
    kinds = {"members.warc.gz": Damage(list(map(gzip.compress, parts)), True), "frames.warc.zst": Damage(list(map(zstd_frame, parts)), True),
             "one.warc.gz": Damage([gzip.compress(b"".join(parts))], False), "one.warc.zst": Damage([zstd_frame(b"".join(parts))], False)}
    for name, damage in kinds.items():
        path = folder / name
        chance = random.Random(name)
        counts = collections.Counter()
        for data, at in damage.cases(chance):
            path.write_bytes(data)
            ours = Ours(program, path)
            needed = damage.untouched(expected, data, at)
            counts["cases"] += 1
            counts["needed"] += len(needed)
            counts["there"] += sum(record in ours.records for record in needed)
            counts["unknown"] += sum(record not in expected for record in ours.records) if damage.apart else 0
            counts["unsaid"] += len(ours.records) < len(expected) and not ours.faults and at not in [end for _, end in damage.spans]
            good, tried = same_rest(program, path, ours, most=4)
            counts["restarts"] += tried
            counts["good"] += good
            for peer, read in PEERS.items():
                records, _ = read(path)
                counts[f"{peer} there"] += sum(record in records for record in needed)
                counts[f"{peer} unknown"] += sum(record not in expected for record in records)
                counts[f"{peer} more"] += sum(record in expected and record not in ours.records for record in records)
        note = f"{counts['cases']} cases; " + "; ".join(
            f"{peer}: {counts[f'{peer} there']} of {counts['needed']}, {counts[f'{peer} unknown']} that never were, "
            f"{counts[f'{peer} more']} sound ones that we leave out" for peer in PEERS)
        if damage.apart:
            table.add(f"damaged {name}, untouched records", counts["there"] / max(counts["needed"], 1), at_least=1, note=note)
        table.add(f"damaged {name}, records that never were", counts["unknown"], at_most=0, digits=0, note="" if damage.apart else note)
        table.add(f"damaged {name}, silent losses", counts["unsaid"], at_most=0, digits=0)
        table.add(f"damaged {name}, restarts with the same rest", counts["good"] / max(counts["restarts"], 1), at_least=1,
                  note=f"of {counts['restarts']}")


def main():
    venv_of.run_inside(pathlib.Path(__file__).with_suffix(".txt"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    report.add_arguments(parser, binary=False)
    parser.add_argument("--warc-dump", metavar="PATH", type=pathlib.Path, default=report.ROOT / "build/release/tests/warc_dump",
                        help="the program to compare (default: build/release/tests/warc_dump)")
    parser.add_argument("--keep", metavar="DIR", type=pathlib.Path, help="write the files there, and leave them")
    args = parser.parse_args()
    program = report.need(args.warc_dump)
    table = report.Table("records beside FastWARC's and warcio's")
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        compare_made(table, program, folder)
        compare_damaged(table, program, folder)
    if NEWS.exists():
        compare_news(table, program)
    return table.finish(args.json)


if __name__ == "__main__":
    sys.exit(main())
