"""`python -m scripts` is `liubu`."""

from scripts.main import main

main()
