"""Work shared among processes, with the answers in the order of the questions, whoever gave them.

joblib deals out the work, so that the same code runs on this machine's cores or, with joblib's backend for it, on a
Dask cluster.
"""

import signal
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import joblib  # type: ignore[import-untyped]  # it has no types, nor have the next two
from joblib.externals.loky import get_reusable_executor  # type: ignore[import-untyped]
from joblib.externals.loky.process_executor import TerminatedWorkerError  # type: ignore[import-untyped]

from crmsim.errors import EngineError

Question = TypeVar("Question")
Answer = TypeVar("Answer")

MOST_DEATHS = 3
"""Times that workers may be killed without an answer in between before it is given up."""

PATIENCE = 10.0
"""Seconds to wait for a cluster's answer."""

LOCAL = "LokyBackend"
"""What joblib calls its own processes."""


def cores() -> int:
    """Processor cores that this process may use."""
    return int(joblib.cpu_count())


def in_order(
    work: Callable[[Question], Answer], questions: Sequence[Question], jobs: int, cluster: str | None = None
) -> Iterator[Answer]:
    """The answers to some questions, in their order, by so many processes; by this one alone if it is one job.

    With the address of a Dask cluster's scheduler, its workers do the work instead, however many they are.

    A worker that is killed takes nothing with it: what it had under way is asked again. Whatever stops the asking
    (Ctrl-C too) stops the workers.

    Raises:
        EngineError: workers are killed again and again, as they are where memory runs out; or no cluster answers.
    """
    if cluster is not None:
        yield from _asked_of_cluster(work, questions, cluster)
        return
    if jobs == 1 or len(questions) < 2:
        yield from map(work, questions)
        return
    answered = deaths = 0
    while answered < len(questions):
        try:
            for answer in _asked(work, questions[answered:], jobs):
                answered, deaths = answered + 1, 0
                yield answer
        except TerminatedWorkerError:
            deaths += 1
            if deaths == MOST_DEATHS:
                raise EngineError(
                    f"jobs = {jobs}: workers were killed {deaths} times in a row, as when memory runs out; "
                    "try again with fewer jobs"
                ) from None


def _asked(work: Callable[[Question], Answer], questions: Sequence[Question], jobs: int) -> Iterator[Answer]:
    """The answers in order; workers do not outlive a stop."""
    parallel = joblib.Parallel(n_jobs=jobs, return_as="generator")
    asked: Any = joblib.delayed(Undisturbed(work))
    answers = parallel(asked(question) for question in questions)
    try:
        yield from answers
    except BaseException:  # Ctrl-C, an error of the work, or nobody who wants the rest: no process stays behind
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # joblib tells of work that is given up, which is what was wanted
            answers.close()
        if type(parallel._backend).__name__ == LOCAL:
            get_reusable_executor().shutdown(wait=True, kill_workers=True)
        raise


def _asked_of_cluster(
    work: Callable[[Question], Answer], questions: Sequence[Question], cluster: str
) -> Iterator[Answer]:
    """The answers in order, from a cluster; it does again by itself what a worker that is gone had under way."""
    try:
        from distributed import Client  # type: ignore[import-not-found, unused-ignore]  # an extra
    except ImportError:
        raise EngineError("a cluster needs the extra 'cluster'; pip install 'crmsim[cluster]'") from None
    try:
        client: Any = Client(cluster, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]  # no types
    except (OSError, ValueError) as error:
        raise EngineError(
            f"no Dask scheduler answers at {cluster} ({error}); give the address that it prints when it starts"
        ) from None
    with client, client.as_current(), joblib.parallel_config(backend="dask"):
        asked: Any = joblib.delayed(work)
        yield from joblib.Parallel(return_as="generator")(asked(question) for question in questions)


class Undisturbed:
    """Work that leaves Ctrl-C to the process that gave it: a worker says nothing and is stopped."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self.work = work

    def __call__(self, question: Any) -> Any:
        """Do it."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return self.work(question)
