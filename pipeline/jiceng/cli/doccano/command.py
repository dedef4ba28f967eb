"""`jiceng doccano`: all its commands in the order in which the help lists them.

The commands that talk to a server go on in the environment that has doccano-client; the user need not know.
"""

import typer

from jiceng.cli.doccano import exchange, server, work

app = typer.Typer(
    help="Label in Doccano: start a server, push articles, pull labels, choose what to label next.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

for verb in (
    server.start,
    server.stop,
    server.password,
    server.labeller,
    exchange.push,
    exchange.pull,
    work.status,
    work.queue,
    work.adjudicate,
):
    app.command()(verb)
