"""Work on many things at once, results in their order."""
from __future__ import annotations

import collections
import concurrent.futures
import os
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

_WAITING = 4  # results a thread that wait for delivery


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0))


def in_order(work: Callable[[In], Out], items: Iterable[In], threads: int) -> Iterator[Out]:
    """work(item) of each item, on `threads` threads (0: all cores; 1: no thread of its own), in the order of the items.

    `items` is iterated in the caller's thread and no further ahead than four results a thread. What it raises comes
    after the results of the items before.
    """
    threads = threads or cores()
    if threads == 1:
        return map(work, items)
    return _in_threads(work, items, threads)


def _in_threads(work: Callable[[In], Out], items: Iterable[In], threads: int) -> Iterator[Out]:
    waiting: collections.deque[concurrent.futures.Future[Out]] = collections.deque()
    broken: Exception | None = None
    with concurrent.futures.ThreadPoolExecutor(threads, "dehusk") as pool:
        try:
            iterator = iter(items)
            while True:
                try:
                    item = next(iterator)
                except StopIteration:
                    break
                except Exception as error:
                    broken = error
                    break
                waiting.append(pool.submit(work, item))
                if len(waiting) >= _WAITING * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
            if broken is not None:
                raise broken
        finally:  # a caller that stops early need not wait for what nobody asks for
            for future in waiting:
                future.cancel()
