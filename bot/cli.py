"""`nongbaht …`: every command, each in its own file under bot/commands/ and imported only when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

os.environ.setdefault("PYTHAINLP_OFFLINE", "1")
os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")

COMMANDS = {
    "demo": ("bot.commands.serve", "demo", "Serve the fictional demo network with the simulator."),
    "serve": ("bot.commands.serve", "serve", "Serve the webhooks of a real fund network."),
    "chat": ("bot.commands.chat", "chat", "Talk in the terminal, or play transcripts (--play FILE…)."),
    "understand": ("bot.commands.understand", "understand", "Show how a Thai message is understood."),
    "entitlement": ("bot.commands.entitlement", "entitlement", "Run one entitlement case or a list of them."),
    "migrate": ("bot.commands.database", "migrate", "Bring the database to the newest shape."),
    "backup": ("bot.commands.database", "backup", "Copy the running database to FILE."),
    "doctor": ("bot.commands.doctor", "doctor", "Check the configuration and say what to mend."),
    "admin": ("bot.cli", "Admin", "Manage administrators."),
}
ADMIN_COMMANDS = {
    "create": ("bot.commands.database", "admin_create", "Create the first administrator."),
}


class Lazy(TyperGroup):
    """A group whose commands are imported when called, so that `--help` costs nothing."""

    table = COMMANDS

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: Any, name: str) -> Any:
        if name not in self.table:
            return None
        module, function, about = self.table[name]
        if function == "Admin":
            return typer.main.get_command(_app(Admin, about))
        single = typer.Typer(add_completion=False)
        single.command(name=name, help=about)(getattr(import_module(module), function))
        return typer.main.get_command(single)


class Admin(Lazy):
    """`nongbaht admin …`"""

    table = ADMIN_COMMANDS


def _app(group: type[TyperGroup], about: str) -> typer.Typer:
    app = typer.Typer(cls=group, help=about, add_completion=False, no_args_is_help=True)
    app.callback()(lambda: None)
    return app


def main() -> None:
    """Runs the command line; an operator's mistake ends in one line and exit code 2."""
    from storage.errors import StorageError

    try:
        _app(Lazy, "Nong Baht, the assistant of community welfare funds.")()
    except StorageError as fault:
        print(f"nongbaht: {fault}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
