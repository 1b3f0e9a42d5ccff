"""The arithmetic of the scores that score.py does not have: means over pages, news F1 from counts, differences of two runs.
Pure functions, standard library only; tests/bench_test.py tests them.

A page's result is {"p", "r", "f1"}; one of news-a has {"found", "lost", "wrong"} snippets besides."""


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def precision_recall(found, lost, wrong):
    """(precision, recall, F1) of counted snippets, as score.py news has them for a whole set."""
    precision, recall = found / max(1, found + wrong), found / max(1, found + lost)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def news_f1(pages):
    """score.py's figure for news: over all snippets, not a mean over pages."""
    return precision_recall(*(sum(page[field] for page in pages) for field in ("found", "lost", "wrong")))[2]


def changes(before, after):
    """[(change, name, F1 before, F1 after)] of the pages in both whose F1 differs, falls first, the largest first."""
    pairs = [(name, before[name]["f1"], after[name]["f1"]) for name in before if name in after]
    return sorted((new - old, name, old, new) for name, old, new in pairs if new != old)


def worst(pages, count):
    """The names of the `count` pages with the least F1; of news pages with the most wrong snippets."""
    def badness(item):
        name, page = item
        return (-(page["lost"] + page["wrong"]) if "lost" in page else 0, page["f1"], name)
    return [name for name, _ in sorted(pages.items(), key=badness)[:count]]


def change_text(new, old, digits=4):
    """How a table shows the difference to the last figure: "+0.0012", "=" where the shown digits are equal, "new"."""
    if old is None:
        return "new"
    change = round(new, digits) - round(old, digits)
    return "=" if abs(change) < 0.5 * 10**-digits else f"{change:+,.{digits}f}"
