"""`liubu prompts`: check, draft, publish and roll back wordings and rules."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from scripts.console import out
from server.prompts import Versions, load_playbook
from server.settings import Settings

cli = typer.Typer(no_args_is_help=True, help="话术与规则的版本。Versions of wordings and rules.")

Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False)]


def versions() -> Versions:
    """Those in the data folder of the settings."""
    return Versions(Settings().data / "prompts")


@cli.command()
def check(
    folder: Annotated[Path | None, typer.Argument(exists=True, file_okay=False)] = None,
) -> None:
    """检查目录，缺省为在用版本。Check a folder, by default the served version."""
    directory = folder or versions().directory()
    playbook = load_playbook(directory)
    table = Table(title=str(directory))
    table.add_column("步骤 step")
    table.add_column("话术 wordings", justify="right")
    for step, patterns in playbook.library.patterns.items():
        table.add_row(step, str(len(patterns)))
    out.print(table)
    out.print("没有错误 no mistakes")


@cli.command()
def draft(folder: Annotated[Path, typer.Argument(file_okay=False)]) -> None:
    """把在用版本抄成草稿。Copy the served version to be changed."""
    versions().draft(folder)
    out.print(f"草稿 draft → {folder}")
    out.print(f"改好后对比 compare: liubu replay --draft {folder}")


@cli.command()
def publish(folder: Folder) -> None:
    """检查并发布草稿。Check a draft and serve it."""
    name = versions().publish(folder)
    out.print(f"已发布 published: {name}；运行中的服务会自动换用 a running service changes over")


@cli.command()
def rollback(name: Annotated[str | None, typer.Argument()] = None) -> None:
    """退回上一版或指定版。Serve the version before, or a named one."""
    out.print(f"已退回 rolled back: {versions().roll_back(name)}")


@cli.command("list")
def list_versions() -> None:
    """列出各版本。The versions, the served one marked."""
    found = versions()
    for name in found.names():
        out.print(f"{'*' if name == found.current else ' '} {name}")
