"""The command line `liubu` (六步)."""
