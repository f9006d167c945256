"""Work shared among processes, with the answers in the order of the questions, whoever gave them.

Workers are loky's, which come with joblib and outlive a question that kills one; this process works with them, so that
one job less waits for a process to start. With joblib's backend for it, the same work runs on a Dask cluster.
"""

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from threading import Lock
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

AHEAD = 2
"""Questions that a worker has at once: the one it answers, and the one that it finds then."""

STUMBLE = 0.5
"""Seconds to wait at most until what was given to workers is on its way to them."""

IDLE = 300
"""Seconds for which workers wait for the next experiment before they go."""


def cores() -> int:
    """Processor cores that this process may use."""
    return int(joblib.cpu_count())


def in_order(
    work: Callable[[Question], Answer], questions: Sequence[Question], jobs: int, cluster: str | None = None
) -> Iterator[Answer]:
    """The answers to some questions, in their order, by so many processes; by this one alone if it is one job.

    With the address of a Dask cluster's scheduler, its workers do the work instead, however many they are.

    A worker that is killed takes nothing with it: what it had under way is asked again, of workers only, since it may
    be the question that kills. Whatever stops the asking (Ctrl-C too) stops the workers.

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
            for answer in _asked(work, questions[answered:], jobs, helping=deaths == 0):
                answered, deaths = answered + 1, 0
                yield answer
        except TerminatedWorkerError:
            deaths += 1
            if deaths == MOST_DEATHS:
                raise EngineError(
                    f"jobs = {jobs}: workers were killed {deaths} times in a row, as when memory runs out; "
                    "try again with fewer jobs"
                ) from None


def _asked(
    work: Callable[[Question], Answer], questions: Sequence[Question], jobs: int, *, helping: bool
) -> Iterator[Answer]:
    """The answers in order, by workers and this process, if it is helping; workers do not outlive a stop."""
    hands = jobs - 1 if helping else jobs
    executor = get_reusable_executor(max_workers=hands, timeout=IDLE)
    pile = Pile(questions, partial(executor.submit, Undisturbed(work)))
    try:
        pile.hand_out(AHEAD * hands)
        for number in range(len(questions)):
            if helping:
                pile.help_until(number, work)
            yield pile.answer(number)
    except BaseException:  # Ctrl-C, an error of the work, or nobody who wants the rest: no process stays behind
        pile.close()
        executor.shutdown(wait=True, kill_workers=True)
        raise


class Pile:
    """Questions that this process and workers take one after the other, whoever is free.

    Args:
        questions: what is asked.
        submit: gives a question to a worker, and the answer that is to come.
    """

    def __init__(self, questions: Sequence[Any], submit: Callable[[Any], Future[Any]]) -> None:
        self.questions, self.submit = questions, submit
        self.lock, self.left = Lock(), iter(range(len(questions)))
        self.coming: dict[int, Future[Any]] = {}
        self.own: dict[int, Any] = {}

    def take(self) -> int | None:
        """The place of the next question, which nobody else gets then; none if there is none left."""
        with self.lock:
            return next(self.left, None)

    def hand_out(self, number: int) -> None:
        """Give so many questions to workers; each that is answered brings the next one there."""
        for _ in range(number):
            self.hand_on()

    def hand_on(self, done: Future[Any] | None = None) -> None:
        """Give the next question to a worker, unless the last one was not answered."""
        if done is not None and (done.cancelled() or done.exception() is not None):
            return
        with self.lock:
            place = next(self.left, None)
            if place is None:
                return
            self.coming[place] = answer = self.given(self.questions[place])
        answer.add_done_callback(self.hand_on)

    def given(self, question: Any) -> Future[Any]:
        """The answer that is to come; an error where workers have just died, which whoever waits for it is told."""
        try:
            return self.submit(question)
        except Exception as error:  # raised here, it would be lost in the thread that brings answers
            lost: Future[Any] = Future()
            lost.set_exception(error)
            return lost

    def help_until(self, place: int, work: Callable[[Any], Any]) -> None:
        """Answer questions here until a certain one is answered, or nobody has to be helped any more."""
        while not self.is_answered(place):
            mine = self.take()
            if mine is None:
                return
            self.own[mine] = work(self.questions[mine])

    def is_answered(self, place: int) -> bool:
        """Whether a question has been answered, here or by a worker."""
        with self.lock:
            return place in self.own or (place in self.coming and self.coming[place].done())

    def answer(self, place: int) -> Any:
        """The answer to a question, waited for if a worker has it under way."""
        return self.own.pop(place) if place in self.own else self.coming.pop(place).result()

    def close(self) -> None:
        """Let nobody take what is left; what was given is on its way, since loky stumbles over what is not."""
        with self.lock:
            self.left = iter(range(0))
        until = time.monotonic() + STUMBLE
        while not all(answer.running() or answer.done() for answer in list(self.coming.values())):
            if time.monotonic() > until:
                return
            time.sleep(0.001)


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
