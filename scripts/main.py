"""Entry point of `liubu`; each command's module is imported only when it runs."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from scripts.console import fail
from scripts.prompts import cli as prompts
from server.prompts import PromptError

cli = typer.Typer(
    name="liubu",
    help="六步 LiuBu：客服实时副驾驶。Live copilot for customer-service agents.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

cli.add_typer(prompts, name="prompts")

Url = Annotated[str, typer.Option(help="服务地址 Address of a running server")]
Backend = Annotated[
    Literal["openvino", "torch"], typer.Option(help="运行时 Runtime of the classifier")
]
OwnData = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="自有意图的表格 CSV of own intents"),
]
TextColumn = Annotated[str, typer.Option(help="文本列 Column of the messages")]
LabelColumn = Annotated[str, typer.Option(help="标签列 Column of the labels")]
DEFAULT_URL = "ws://127.0.0.1:8000/v1/stream"


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="监听地址 Address to listen on")] = None,
    port: Annotated[int | None, typer.Option(help="端口 Port; 0 picks a free one")] = None,
) -> None:
    """启动服务。Serve; settings come from LIUBU_… variables."""
    from scripts.serve import run

    run(host, port)


@cli.command()
def demo(
    url: Url = DEFAULT_URL,
    speed: Annotated[float, typer.Option(min=0.1, help="倍速 Times real time")] = 1.0,
    script: Annotated[str | None, typer.Option(help="剧本编号 Id of the script")] = None,
) -> None:
    """演示：把一段对话实时送进服务并显示建议。Stream a scripted conversation, show the advice."""
    from scripts.demo import run

    run(url, speed, script)


@cli.command()
def replay(
    file: Annotated[Path | None, typer.Argument(exists=True, dir_okay=False)] = None,
    url: Url = DEFAULT_URL,
    speed: Annotated[
        float, typer.Option(min=0.0, help="倍速，0 为不停顿 Times real time, 0: no pauses")
    ] = 0.0,
    quiet: Annotated[bool, typer.Option(help="只给统计 Totals only")] = False,
    draft: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            help="对已存会话试草稿 Try a draft on stored conversations",
        ),
    ] = None,
    examples: Annotated[int, typer.Option(min=0, help="打印几处不同 Differences shown")] = 20,
) -> None:
    """重放：把记录文件送进服务；或用草稿重讲已存会话。Stream a transcript, or try a draft."""
    if draft is not None:
        from scripts.compare import run as run_compare

        return run_compare(draft, examples)
    if file is None:
        raise typer.BadParameter("需要文件，或 --draft 目录 needs FILE, or --draft DIR")
    from scripts.replay import run

    run(file, url, speed, quiet)


@cli.command()
def annotate(
    source: Annotated[Path, typer.Argument(metavar="IN", exists=True, dir_okay=False)],
    output: Annotated[Path, typer.Argument(metavar="OUT")],
) -> None:
    """批量标注，不需要服务。Annotate JSON Lines; exit status 1 if lines were bad."""
    from scripts.annotate import run

    raise typer.Exit(run(source, output))


@cli.command()
def evaluate(
    file: Annotated[
        Path | None,
        typer.Argument(help="语料格式文件，缺省为语料留出部分 Default: held-out corpus"),
    ] = None,
    model: Annotated[Path | None, typer.Option(help="权重目录 Folder of weights")] = None,
    backend: Backend = "openvino",
    errors: Annotated[int, typer.Option(help="打印错例数 Print so many errors")] = 0,
    data: OwnData = None,
    text_column: TextColumn = "text",
    label_column: LabelColumn = "label",
    leave_out: Annotated[
        int | None,
        typer.Option(min=2, help="分几组留出行业重训 Train anew without each of so many groups"),
    ] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="留出行业时的轮数 Epochs then")] = None,
    tiers: Annotated[bool, typer.Option("--tiers", help="只看严重程度 Tiers, by rules")] = False,
    risk: Annotated[
        bool, typer.Option("--risk", help="改为评测发火的预测 How well outbursts are foreseen")
    ] = False,
) -> None:
    """评测：逐标签精确率、召回率、F1、准确率、κ。Per-label scores, of a corpus file or a CSV."""
    if risk:
        from scripts.risk import run as run_risk

        return run_risk(file, model, backend)
    if data is not None:
        if model is None:
            raise typer.BadParameter("--data 需要 needs --model DIR")
        from scripts.intents import run_evaluate

        return run_evaluate(data, text_column, label_column, model, backend)
    if tiers:
        from scripts.tiers import run as run_tiers

        return run_tiers(file)
    if leave_out is not None:
        from scripts.leave_out import run as run_leave_out

        return run_leave_out(leave_out, model, epochs)
    from scripts.evaluate import run

    run(file, model, backend, errors)


@cli.command()
def predict(
    data: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="CSV 表格 Table")],
    model: Annotated[Path, typer.Option(help="自有意图的模型目录 Folder of the model")],
    output: Annotated[Path, typer.Option(help="结果表格 Table with the labels")],
    text_column: TextColumn = "text",
    backend: Backend = "openvino",
) -> None:
    """批量预测自有意图。Repeat a CSV with `predicted_label` and `confidence`."""
    from scripts.intents import run_predict

    run_predict(data, text_column, model, output, backend)


@cli.command()
def train(
    base: Annotated[
        Path | None, typer.Option(help="预训练编码器目录 Hugging Face checkpoint folder")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="输出目录 Where weights go")] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="轮数 Epochs")] = None,
    task: Annotated[
        Literal["reader", "intent", "risk"],
        typer.Option(
            help="reader：发布的权重；intent：自有意图；risk：打印 risk.yaml 的分量 "
            "The shipped weights, own intents, or weights for risk.yaml"
        ),
    ] = "reader",
    data: OwnData = None,
    text_column: TextColumn = "text",
    label_column: LabelColumn = "label",
    also_measure: Annotated[
        list[Path] | None,
        typer.Option(exists=True, dir_okay=False, help="模型卡另测的语料文件 Also in the card"),
    ] = None,
) -> None:
    """训练：由语料得到发布的权重，或训练自有意图。Reproduce the weights, or train own intents."""
    if task == "risk":
        from scripts.risk import run_fit

        return run_fit()
    if task == "intent":
        if data is None or output is None:
            raise typer.BadParameter("--task intent 需要 needs --data FILE, --output DIR")
        from scripts.intents import run_train

        return run_train(data, text_column, label_column, base, output, epochs)
    from scripts.train import run

    run(base, output, epochs, also_measure or [])


@cli.command()
def pretrain(
    text: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="一行一段对话，轮次以制表符分隔")
    ],
    output: Annotated[Path, typer.Argument(help="编码器输出目录 Where the encoder goes")],
    tokens: Annotated[int | None, typer.Option(min=100_000, help="训练字数 Tokens to read")] = None,
    base: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="接着训练的编码器 Encoder to train further"
        ),
    ] = None,
    learning_rate: Annotated[
        float | None, typer.Option(min=0, help="最高学习率 Highest learning rate")
    ] = None,
) -> None:
    """预训练编码器。Pretrain the encoder on dialogue text."""
    from scripts.train import run_pretrain

    run_pretrain(text, output, base, tokens, learning_rate)


@cli.command()
def bench(
    rates: Annotated[
        str, typer.Option(help="目标速率，逗号分隔，0 为不限 Utterances/s")
    ] = "50,200,0",
    conversations: Annotated[int, typer.Option(min=1, help="并发会话数 Conversations")] = 64,
    seconds: Annotated[float, typer.Option(min=1, help="每档时长 Seconds a run")] = 10.0,
    knowledge: Annotated[
        bool, typer.Option("--knowledge", help="只测知识库 Measure the articles instead")
    ] = False,
    articles: Annotated[int, typer.Option(min=10, help="文章数 Articles")] = 100_000,
) -> None:
    """压测：启动服务，另起进程经真实套接字驱动。Start a server, drive it over real sockets."""
    if knowledge:
        from scripts.lookups import run as measure

        measure(articles)
        return
    from scripts.bench import run

    run(_rates(rates), conversations, seconds)


def _rates(given: str) -> list[float]:
    try:
        return [float(rate) for rate in given.split(",")]
    except ValueError:
        raise typer.BadParameter(
            f"{given!r}: 用逗号分隔的数字 numbers with commas between"
        ) from None


def main() -> None:
    """Run the command line."""
    try:
        cli(prog_name="liubu")
    except (PromptError, FileNotFoundError, ModuleNotFoundError) as error:
        fail(_hint(error))


def _hint(error: Exception) -> str:
    if isinstance(error, ModuleNotFoundError):
        return f"缺少 {error.name}；请先安装：pip install -e '.[train,bench]' -c constraints.txt"
    return str(error)


if __name__ == "__main__":
    main()
