"""`liubu prompts`: check, draft, publish and roll back wordings and rules."""

from pathlib import Path

from rich.table import Table

from scripts.console import out
from server.prompts import Versions, load_playbook
from server.settings import Settings


def versions() -> Versions:
    """Those in the data folder of the settings."""
    return Versions(Settings().data / "prompts")


def run_check(folder: Path | None) -> None:
    """Load a folder, or the served version, and count what is in it."""
    directory = folder or versions().directory()
    playbook = load_playbook(directory)
    table = Table(title=str(directory))
    table.add_column("步骤 step")
    table.add_column("话术 wordings", justify="right")
    for step, patterns in playbook.library.patterns.items():
        table.add_row(step, str(len(patterns)))
    out.print(table)


def run_draft(folder: Path) -> None:
    """Copy what is served, to be changed."""
    versions().draft(folder)
    out.print(f"草稿 draft → {folder}")
    out.print(f"改好后对比 compare: liubu replay --draft {folder}")


def run_publish(folder: Path) -> None:
    """Serve a draft."""
    name = versions().publish(folder)
    out.print(f"已发布 published: {name}；运行中的服务会自动换用 a running service changes over")


def run_roll_back(name: str | None) -> None:
    """Serve an earlier version."""
    out.print(f"已退回 rolled back: {versions().roll_back(name)}")


def run_list() -> None:
    """The versions, the served one marked."""
    found = versions()
    for name in found.names():
        out.print(f"{'*' if name == found.current else ' '} {name}")
