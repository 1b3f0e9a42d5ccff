"""The runs of dehusk that the scores need: which documents, which task. See page_results.py for how they are run and judged."""
import extract_peers
import gold
from page_results import Measure

# the three that are listed page by page and compared
PAGE = Measure("wcxb-dev --for page", "wcxb", "html", ("--for", "page"))
ARTICLE = Measure("articles of wcxb-dev --for article", "wcxb", "html", ("--for", "article"), "article")
NEWS = Measure("news-a --for article", "news", "html", ("--for", "article"))
PAGES = {"page": PAGE, "article": ARTICLE, "news": NEWS}

# whole pages that somebody turned to text
WHOLE = {tool: Measure(f"whole page as text, {tool}", "wcxb", tool, ("--as", "text", "--for", "page"))
         for tool in extract_peers.WHOLE_PAGE}

# what an extractor took for the article: {(set, tool): measure}
CLEAN = {(kind, tool): Measure(f"nearly clean {kind} {tool}", kind, tool, ("--as", "text"))
         for kind in gold.SETS for tool in extract_peers.TOOLS}

# gold texts: {level: measure}
GOLD = {level: Measure(f"gold as text, {level}", "wcxb", "gold", ("--as", "text", "--for", "page", "--level", level))
        for level in ("normal", "safe")}

# every measure by a short name: page, article, news, whole-inscriptis, clean-news-trafilatura, gold-safe ...
ALL = {**PAGES, **{f"whole-{tool}": measure for tool, measure in WHOLE.items()},
       **{f"clean-{kind}-{tool}": measure for (kind, tool), measure in CLEAN.items()},
       **{f"gold-{level}": measure for level, measure in GOLD.items()}}
