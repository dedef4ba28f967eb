"""The command `jiceng`: one thin command a verb, over a function that can be imported.

Exit codes: 0 all well, 1 something was wrong with the input (each fault on a line of its own), 2 wrong usage.
Results go to standard output or the file named by -o; everything else goes to standard error.

The modules are imported to say what commands there are, so each command imports what it uses only when it runs.
"""

from jiceng.cli.command import app, main

__all__ = ["app", "main"]
