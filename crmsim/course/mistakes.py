"""What a learner reads when a box cannot be run: a sentence in the learner's own language, and no traceback.

An extension of IPython, so that it works before the first box has run: `crmsim lab` loads it into every kernel, and the
start of each notebook does so where something else has started the kernel.
"""

from importlib import import_module
from typing import Any

from crmsim.course.shown import Told
from crmsim.errors import CrmsimError
from crmsim.language import Say, speaker
from crmsim.reasons import told
from crmsim.report.library import prepare

NAME = "crmsim.course.mistakes"
"""The extension's name."""


def load_ipython_extension(shell: Any) -> None:
    """Have mistakes told in sentences, and what draws the labs made meanwhile; loaded twice, it is there once."""
    prepare()
    shell.set_custom_exc((Exception, KeyboardInterrupt), lambda _, __, error, ___, **____: show(error))
    shell.showsyntaxerror = lambda *_, **__: show(SyntaxError())


def listen() -> None:
    """Load the extension, if this is a notebook or another prompt of IPython."""
    shell = import_module("IPython").get_ipython() if is_installed() else None
    if shell is not None:
        shell.extension_manager.load_extension(NAME)


def is_installed() -> bool:
    """Whether there may be a prompt of IPython at all."""
    from importlib.util import find_spec

    return find_spec("IPython") is not None


def show(error: BaseException) -> None:
    """Say it in the page."""
    display: Any = import_module("IPython.display").display  # who calls this has it
    display(Told(sentence(error, speaker())).bundle(), raw=True)


def sentence(error: BaseException, say: Say) -> str:
    """What went wrong, and what to do."""
    if isinstance(error, NameError):
        return say(
            "The computer does not know '{name}' yet: a box further up makes it ready, and it has not run since the "
            "kernel was started. Choose Run → Run All Above Selected Cell, then run this box again. If you wrote "
            "'{name}' yourself, check its spelling."
        ).format(name=error.name)
    if isinstance(error, SyntaxError):
        return say("The computer cannot read this box: a bracket, a comma or a quotation mark is missing or too many.")
    if isinstance(error, KeyboardInterrupt):
        return say("Stopped. Run the box again whenever you like.")
    if isinstance(error, CrmsimError):
        return say("This cannot be done: {reason}").format(reason=told(str(error), say))
    return say("This box cannot be run as it is now ({reason}). Take your last change back with Ctrl + Z.").format(
        reason=error
    )
