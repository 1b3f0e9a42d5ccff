"""The gold sets in ../shared/data and their scores, through score.py's own functions. Standard library only."""
import contextlib
import functools
import gzip
import importlib.util
import io
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SETS = ("wcxb", "news")
KEYS = {"wcxb": "id", "news": "url"}  # the field that names a page in each set


def load_score():
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode  # ../shared is read-only
    spec = importlib.util.spec_from_file_location("score", SHARED / "score" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.dont_write_bytecode = before
    return module


score = load_score() if (SHARED / "score" / "score.py").exists() else None


def need():
    """Ends the script with status 2 if the gold data are not there."""
    if score is None:
        print(f"no {SHARED}, where the gold data are", file=sys.stderr)
        sys.exit(2)


@functools.lru_cache(maxsize=None)
def rows(kind):
    """The set's records, in file order."""
    need()
    return score.read_gold({"wcxb": "wcxb-dev/ground-truth.jsonl.gz", "news": "news-a.jsonl.gz"}[kind])


def texts():
    """{id: gold text} of wcxb-dev; no main content counts as empty."""
    return {row["id"]: row["main_content"] or "" for row in rows("wcxb")}


def pages(kind):
    """[(id or url, page's bytes)] in the order of the set."""
    if kind == "wcxb":
        folder = SHARED / "data" / "wcxb-dev" / "html"
        return [(row["id"], gzip.decompress((folder / f"{row['id']}.html.gz").read_bytes())) for row in rows(kind)]
    found = dict(responses(gzip.decompress((SHARED / "data" / "news-a.warc.gz").read_bytes())))
    return [(row["url"], found[row["url"].strip()]) for row in rows(kind)]


def responses(warc):
    """(URL, body) of each response of a WARC whose bodies are plain: neither chunked nor compressed. Not with warcio, which leaves
    the HTTP head on bodies whose URL has a scheme that it does not know: 19 of news-a ("hard::...")."""
    at = 0
    while at < len(warc):
        end = warc.index(b"\r\n\r\n", at) + 4
        fields = {name.lower(): value.strip() for name, _, value in
                  (line.partition(":") for line in warc[at:end].decode("utf-8").splitlines())}
        block = warc[end:end + int(fields["content-length"])]
        at = end + len(block)
        while warc[at:at + 2] == b"\r\n":
            at += 2
        if fields["warc-type"] == "response":
            yield fields["warc-target-uri"], block.partition(b"\r\n\r\n")[2]


def read_texts(path):
    """{id or url: text} of a JSONL file."""
    with open(path, encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return {record.get("id") or record["url"]: record["text"] for record in records}


def page_f1(text, row):
    """Word F1 of one wcxb page."""
    return score.word_f1(text, row["main_content"])[2]


def snippets(text, row):
    """(wanted ones found, wanted ones lost, unwanted ones found) of one news page."""
    found = sum(snippet in text for snippet in row["with"])
    return found, len(row["with"]) - found, sum(snippet in text for snippet in row["without"])


def f1(kind, predicted):
    """The set's figure, unrounded; checked against what score.py prints for the same texts."""
    if kind == "wcxb":
        figure = sum(page_f1(predicted.get(row["id"], ""), row) for row in rows(kind)) / len(rows(kind))
    else:
        hit, miss, wrong = (sum(column) for column in zip(*(snippets(predicted.get(row["url"], ""), row) for row in rows(kind))))
        precision, recall = hit / max(1, hit + wrong), hit / max(1, hit + miss)
        figure = 2 * precision * recall / max(1e-9, precision + recall)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        {"wcxb": score.score_wcxb, "news": score.score_news}[kind](predicted, 0)
    last = printed.getvalue().splitlines()[-1]
    assert last.endswith(f"F1 {figure:.4f}"), f"gold.py says {figure:.4f}, score.py says: {last}"
    return figure
