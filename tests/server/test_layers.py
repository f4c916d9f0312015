"""Which module may import which, and that importing does nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_TOPS = ("server", "models", "scripts")

# What each part may import of the others; a part may always import itself. The longest
# name that fits a module is its part; a module without one has no place yet.
ALLOWED: dict[str, tuple[str, ...]] = {
    "server.app": (
        "server.articles",
        "server.origins",
        "server.routes",
        "server.services",
        "server.settings",
        "server.store",
        "server.gateway",
        "server.wire",
    ),
    "server.routes": ("server.services", "server.gateway", "server.prompts", "server.wire"),
    "server.articles": (
        "server.routes",
        "server.origins",
        "server.services",
        "server.gateway",
        "server.knowledge",
        "server.prompts",
        "server.wire",
    ),
    "server.origins": ("server.settings",),
    "server.services": (
        "server.coach",
        "server.gateway",
        "server.knowledge",
        "server.understanding",
        "server.store",
        "server.prompts",
        "server.settings",
        "server.writing",
        "models.runtime",
        "models.business",
    ),
    "server.gateway": (
        "server.coach",
        "server.knowledge",
        "server.understanding",
        "server.store",
        "server.wire",
        "server.writing",
        "models.labels",
        "models.readings",
        "models.slots",
        "models.window",
        "models.runtime",
    ),
    "server.writing": ("server.coach",),
    "server.knowledge": ("server.coach", "server.prompts", "models.labels"),
    "server.understanding": ("models.readings", "models.runtime"),
    "server.store": ("server.coach", "models.readings"),
    "server.review": (
        "server.coach",
        "server.store",
        "models.labels",
        "models.readings",
        "models.slots",
        "models.window",
        "models.runtime",
        "models.annotation",
        "models.scoring",
    ),
    "server.prompts": ("server.coach", "models.labels", "models.slots"),
    "server.coach": ("models.labels", "models.mood", "models.readings", "models.slots"),
    "server.settings": ("models.runtime",),
    "server.wire": (),
    "models.training": ("models",),
    "models.runtime": ("models.labels", "models.mood", "models.readings", "models.window"),
    # The loader of the torch weights is written with the network that has them.
    "models.runtime.torch_backend": ("models.runtime", "models.training"),
    "models.business": ("models.labels", "models.readings", "models.window", "models.runtime"),
    "models.scoring": ("models.annotation", "models.labels", "models.readings"),
    "models.annotation": ("models.labels",),
    "models.window": ("models.labels", "models.tokenizer"),
    "models.tokenizer": ("models.labels",),
    "models.readings": ("models.labels",),
    "models.mood": ("models.readings",),
    "models.slots": (),
    "models.labels": (),
    "scripts": ("server", "models"),
}
_PACKAGES = {"server", "models"}
_TRAINING_ONLY = {"torch", "transformers", "nncf", "safetensors"}
_PURE = {
    "bisect",
    "collections",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "itertools",
    "math",
    "re",
    "typing",
    "zlib",
}


def _modules() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for top in _TOPS:
        for path in sorted((ROOT / top).rglob("*.py")):
            if "node_modules" in path.parts:
                continue
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


MODULES = _modules()


def _imports(name: str) -> set[str]:
    """Full names of what a module imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            source = node.module or ""
            for alias in node.names:
                full = f"{source}.{alias.name}"
                found.add(full if full in MODULES else source)
    return found


def _within(module: str, part: str) -> bool:
    return module == part or module.startswith(f"{part}.")


def _part(module: str) -> str | None:
    return max((part for part in ALLOWED if _within(module, part)), key=len, default=None)


def _wrong(module: str) -> list[str]:
    part = _part(module)
    assert part is not None
    allowed = (part, *ALLOWED[part])
    return [
        imported
        for imported in sorted(_imports(module))
        if imported.split(".")[0] in _TOPS and not any(_within(imported, each) for each in allowed)
    ]


def test_the_modules_are_found() -> None:
    assert len(MODULES) > 40
    assert {"server.app", "models.labels", "scripts.main", "server.coach.fold"} <= MODULES.keys()
    assert "server.coach.state" in _imports("server.coach.fold")


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_its_place_and_imports_only_what_that_place_may(module: str) -> None:
    if module in _PACKAGES:
        assert _imports(module) == set()
        return
    assert _part(module), f"{module} has no place in the table of layers: give it one"
    assert _wrong(module) == []


def test_no_part_of_the_table_is_left_over() -> None:
    assert [part for part in ALLOWED if not any(_within(module, part) for module in MODULES)] == []


def test_the_parts_depend_on_each_other_in_one_direction() -> None:
    """Of any two parts at most one may import the other, at whatever distance."""
    uses = {
        part: {
            found
            for module in MODULES
            if _part(module) == part
            for imported in _imports(module)
            if (found := _part(imported)) not in (None, part)
        }
        for part in ALLOWED
        # Training measures the serving runtime, whose torch backend loads training's network.
        if part not in ("models.training", "models.runtime.torch_backend")
    }
    done: set[str] = set()
    while len(done) < len(uses):
        free = {part for part in uses if part not in done and not (uses[part] & uses.keys()) - done}
        assert free, f"a circle among {sorted(uses.keys() - done)}"
        done |= free


@pytest.mark.parametrize("module", [each for each in MODULES if _within(each, "server.coach")])
def test_the_core_is_pure(module: str) -> None:
    others = {each.split(".")[0] for each in _imports(module)} - set(_TOPS)
    assert others <= _PURE
    # Dates are reckoned with; the clock is not read.
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    called = {
        n.func.attr
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    }
    assert called.isdisjoint({"now", "today", "utcnow"})


@pytest.mark.parametrize("module", MODULES)
def test_only_training_needs_the_training_packages(module: str) -> None:
    if _within(module, "models.training") or module == "models.runtime.torch_backend":
        return
    assert {each.split(".")[0] for each in _imports(module)}.isdisjoint(_TRAINING_ONLY)


_WATCHED = """
import asyncio, os, sys, threading

seen = []

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if path != os.devnull and flags & (os.O_WRONLY | os.O_RDWR):
            seen.append(f"opened {path} for writing")
    elif event in ("socket.connect", "sqlite3.connect", "subprocess.Popen", "os.mkdir"):
        seen.append(event)

start = threading.Thread.start
threading.Thread.start = lambda thread: (seen.append("started a thread"), start(thread))

class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        seen.append("created an event loop")
        return super().new_event_loop()

asyncio.set_event_loop_policy(Policy())
sys.addaudithook(watch)
import importlib
for name in sys.argv[1:]:
    before = len(seen)
    importlib.import_module(name)
    for what in seen[before:]:
        print(name, what)
print("torch" in sys.modules)
"""


def _imported(*names: str) -> list[str]:
    found = subprocess.run(
        [sys.executable, "-B", "-c", _WATCHED, *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return found.stdout.splitlines()


def test_importing_the_service_and_the_commands_does_nothing_and_needs_no_torch() -> None:
    names = [
        name
        for name in MODULES
        if not _within(name, "models.training")
        and name not in ("models.runtime.torch_backend", "scripts.__main__", "scripts.train")
    ]
    assert _imported("server.app", *names) == ["False"]
