"""A learner's own working copy of the course, and JupyterLab opened on it without a network."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from crmsim.course import mistakes
from crmsim.course.places import source
from crmsim.errors import OutputError
from crmsim.language import chosen

KEPT = ".crmsim-course.json"
"""What the copied files were like, so that one that the learner changed is known."""

COPIED = {".ipynb", ".json"}
"""Endings of the files that learners work with."""

MENUS = {"zh": "zh_CN", "en": "default"}
"""JupyterLab's names of its menus' languages."""


FOLDERS = ("notebooks", "exercises")
"""What the course consists of: its chapters, and exercises as learners have them."""


def sources(lang: str) -> list[Path]:
    """The folders of the course in a language: its notebooks, and its exercises.

    Raises:
        OutputError: they are not installed.
    """
    return [source(name, lang) for name in FOLDERS]


def notebooks(lang: str) -> Path:
    """The folder of the course's notebooks in a language.

    Raises:
        OutputError: they are not installed.
    """
    return source("notebooks", lang)


def copy(folder: Path, lang: str) -> list[Path]:
    """Copy the course to a folder; gives the files that stay as they are, because they were changed there.

    Raises:
        OutputError: the folder cannot be written.
    """
    target = folder / lang
    try:
        target.mkdir(parents=True, exist_ok=True)
        mark = target / KEPT
        before = kept(mark)
        changed, now = [], dict(before)
        for file in sorted(file for place in sources(lang) for file in place.iterdir() if file.suffix in COPIED):
            own = target / file.name
            if own.exists() and own.read_text("utf-8") not in {before.get(file.name), file.read_text("utf-8")}:
                changed.append(own)
                continue
            shutil.copyfile(file, own)
            now[file.name] = file.read_text("utf-8")
        mark.write_text(json.dumps(now, ensure_ascii=False), "utf-8")
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror}); choose another folder") from None
    return changed


def kept(mark: Path) -> dict[str, str]:
    """What the copied files were like; nothing where that was never written down, or the note is damaged."""
    try:
        found = json.loads(mark.read_text("utf-8"))
    except (FileNotFoundError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def settings(folder: Path, lang: str) -> Path:
    """Write JupyterLab's settings for the course: menus in the language, and no call to the world outside."""
    place = folder / ".jupyter" / "settings"
    place.mkdir(parents=True, exist_ok=True)
    overrides = {
        "@jupyterlab/translation-extension:plugin": {"locale": MENUS.get(lang, MENUS["en"])},
        "@jupyterlab/apputils-extension:notification": {
            "checkForUpdates": False,
            "fetchNews": "false",
            "doNotDisturbMode": True,
        },
        "@jupyterlab/extensionmanager-extension:plugin": {"enabled": False},
    }
    (place / "overrides.json").write_text(json.dumps(overrides, indent=2), "utf-8")
    return place


def kernels(folder: Path) -> Path:
    """Write down how a kernel of the course is started: by this very Python, and with mistakes told in sentences."""
    place = folder / ".jupyter" / "data"
    kernel = place / "kernels" / "python3"
    kernel.mkdir(parents=True, exist_ok=True)
    words = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", f"--ext={mistakes.NAME}"]
    told = {"argv": words, "display_name": "Python 3", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(told, indent=2), "utf-8")
    return place


def environment(folder: Path, lang: str) -> dict[str, str]:
    """This process's environment, in which JupyterLab finds the course's language and kernels."""
    paths = filter(None, [str(kernels(folder)), os.environ.get("JUPYTER_PATH")])
    return {**os.environ, "CRMSIM_LANG": lang, "JUPYTER_PATH": os.pathsep.join(paths)}


def command(folder: Path, lang: str, port: int | None, *, browser: bool) -> list[str]:
    """The command that opens JupyterLab on the course.

    Raises:
        OutputError: JupyterLab is not installed.
    """
    if find_spec("jupyterlab") is None:
        raise OutputError("the lab needs the extra 'lab'; pip install 'crmsim[lab]'")
    words = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    words += [f"--LabApp.app_settings_dir={settings(folder, lang)}", "--LabApp.extension_manager=readonly"]
    # What is open is remembered with the course, or another folder's notebooks would be looked for in this one.
    words += [f"--LabApp.workspaces_dir={folder / '.jupyter' / 'workspaces'}"]
    words += [] if port is None else [f"--port={port}"]
    return words if browser else [*words, "--no-browser"]


def open_lab(folder: Path, lang: str | None = None, port: int | None = None, *, browser: bool = True) -> int:
    """Open JupyterLab on the course, and wait until it is closed; gives its exit status.

    Raises:
        OutputError: the course cannot be copied, or JupyterLab is not installed.
    """
    language = chosen(lang)
    words = command(folder, language, port, browser=browser)
    place = f"/lab/tree/{language}/00_welcome.ipynb"
    words += [f"--LabApp.default_url={place}"]
    return subprocess.run(words, env=environment(folder, language), check=False).returncode  # noqa: S603  # this Python and its JupyterLab
