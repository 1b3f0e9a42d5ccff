"""What each rule alone does to texts whose gold is known: the table that shows rule writers which rules harm.

Per rule, over the outputs of the three extractors (wcxb-dev, 1,497 pages each) and the gold texts themselves:

  fired     documents in which it removed something
  words     words it removed from the extractors' outputs
  wrong     those of them that the gold text needs: what the page's multiset overlap loses by them
  precision 1 - wrong / words: 1 is a rule that takes boilerplate only
  dF1       what the rule alone does to the mean word F1, summed over the three tools, in 1/10,000
  gold      words it removes from the gold texts: its share of the survival that is lost
  news      unwanted snippets gone and wanted snippets lost (news-a), summed over the three tools

A range that two rules took counts for both, so the columns do not add up to the total.
"""
import collections

import gold


class Effect:
    """One rule's sums; see above."""

    def __init__(self):
        self.fired = self.words = self.wrong = self.gold = self.gone = self.lost = 0
        self.delta = 0.0

    def precision(self):
        return 1 - self.wrong / self.words if self.words else 1.0


def words(text):
    return collections.Counter(gold.score.re.findall(r"\w+", text.lower()))


def by_rule(removed):
    """{rule: [its Removed]}"""
    rules = collections.defaultdict(list)
    for range_ in removed:
        rules[range_.rule].append(range_)
    return rules


def add_wcxb(effects, text, row, removed):
    """One extractor's output of one page, and what was removed from it."""
    if not removed:
        return
    have, want = words(text), words(row["main_content"] or "")
    total, needed = sum(have.values()), sum(want.values())
    overlap = sum((have & want).values())
    for rule, ranges in by_rule(removed).items():
        gone = collections.Counter()
        for range_ in ranges:
            gone += words(range_.text)
        wrong = overlap - sum(((have - gone) & want).values())
        effect = effects[rule]
        effect.fired += 1
        effect.words += sum(gone.values())
        effect.wrong += wrong
        after = f1(overlap - wrong, total - sum(gone.values()), needed)
        effect.delta += (after - f1(overlap, total, needed)) / len(gold.rows("wcxb"))


def f1(overlap, predicted, needed):
    """word_f1 of score.py from counts."""
    if predicted == 0 and needed == 0:
        return 1.0
    return 2 * overlap / (predicted + needed)


def add_gold(effects, removed):
    for range_ in removed:
        effects[range_.rule].gold += sum(words(range_.text).values())


def add_news(effects, text, row, removed):
    """The same for a news page, whose gold is snippets."""
    source = text.encode()
    for rule, ranges in by_rule(removed).items():
        left, end = b"", 0
        for range_ in sorted(ranges, key=lambda range_: range_.begin):
            left, end = left + source[end:range_.begin], range_.end
        left += source[end:]
        effects[rule].fired += 1
        before, after = gold.snippets(text, row), gold.snippets(left.decode("utf-8", "replace"), row)
        effects[rule].lost += before[0] - after[0]
        effects[rule].gone += before[2] - after[2]


def show(effects, most=None):
    """Print the table, the most harmful rules first: by words wrongly taken, then by gold words."""
    print(f"\n{'rule':<44}{'fired':>6}{'words':>9}{'wrong':>8}{'precision':>11}{'dF1':>8}{'gold':>7}{'news gone':>11}{'lost':>6}")
    for rule, e in sorted(effects.items(), key=lambda item: (-item[1].wrong, -item[1].gold, item[0]))[:most]:
        print(f"{rule:<44}{e.fired:>6}{e.words:>9}{e.wrong:>8}{e.precision():>11.3f}{e.delta * 1e4:>8.2f}{e.gold:>7}"
              f"{e.gone:>11}{e.lost:>6}")
