"""The command line as a whole."""

import os
import re
import subprocess
import sys

import pytest

from tests.scripts.conftest import Run

COMMANDS = (
    *("serve", "demo", "replay", "annotate", "bench", "prompts"),
    *("train", "pretrain", "evaluate", "predict"),
)


def _python(program: str) -> subprocess.CompletedProcess[str]:
    """A program in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_names_every_command_and_no_other(liubu: Run) -> None:
    outcome = liubu("--help")
    assert outcome.status == 0
    _, _, listed = outcome.out.partition("Commands")
    assert sorted(re.findall(r"^│ (\w+)", listed, re.M)) == sorted(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_both_languages(liubu: Run, command: str) -> None:
    outcome = liubu(command, "--help")
    assert outcome.status == 0
    said = re.search(rf"Usage: liubu {command}.*?\n\s*\n(.*?)\n\s*\n", outcome.out, re.S)
    assert said is not None
    assert re.search(r"[一-鿿]", said.group(1))
    assert re.search(r"[A-Z][a-z]+", said.group(1))


def test_an_unknown_command_is_refused(liubu: Run) -> None:
    outcome = liubu("dance")
    assert outcome.status == 2
    assert "dance" in outcome.err


def test_it_runs_as_a_module() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "scripts", "--help"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0
    assert "六步 LiuBu" in ended.stdout


def test_help_loads_no_runtime() -> None:
    # What one command needs must not be needed, nor waited for, by another.
    heavy = {"torch", "transformers", "openvino", "nncf", "psutil", "uvicorn"}
    ended = _python(f"import sys, scripts.main; print({heavy} & set(sys.modules))")
    assert ended.stdout.strip() == "set()", ended.stderr


@pytest.mark.parametrize(
    ("missing", "arguments"),
    [("psutil", ["bench"]), ("torch", ["train"]), ("transformers", ["train"])],
)
def test_a_missing_extra_is_named_with_how_to_install_it(
    missing: str, arguments: list[str]
) -> None:
    ended = _python(
        f"import sys; sys.modules[{missing!r}] = None; sys.argv = {['liubu', *arguments]}\n"
        "from scripts.main import main; main()"
    )
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert missing in ended.stderr
    # The name of the extra in square brackets, as it has to be typed.
    installed = re.search(r"pip install -e '\.\[([\w,]+)\]'", ended.stderr)
    assert installed is not None, ended.stderr
    assert arguments[0] in installed.group(1).split(",")
