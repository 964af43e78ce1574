"""`nongbaht …`: every command, each in a file of bot/commands/ that imports what is heavy only when called."""

from __future__ import annotations

import os
import sys

import typer
from dotenv import load_dotenv

os.environ.setdefault("PYTHAINLP_OFFLINE", "1")
os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")

from bot.commands.chat import chat
from bot.commands.database import admin_create, backup, migrate
from bot.commands.demo import demo
from bot.commands.doctor import doctor
from bot.commands.entitlement import entitlement
from bot.commands.imports import import_
from bot.commands.invite import admin_invite
from bot.commands.line_menus import rich_menus
from bot.commands.nudges import nudges
from bot.commands.outbox import outbox
from bot.commands.rulebook import check
from bot.commands.serve import serve
from bot.commands.telegram_webhook import webhook
from bot.commands.templates import template
from bot.commands.understand import understand
from storage.errors import StorageError

PLAIN = {"add_completion": False, "no_args_is_help": True, "rich_markup_mode": None, "pretty_exceptions_enable": False}

app = typer.Typer(help="Nong Baht, the assistant of community welfare funds.", **PLAIN)  # type: ignore[arg-type]
rulebook = typer.Typer(help="Work on rulebooks.", **PLAIN)  # type: ignore[arg-type]
admin = typer.Typer(help="Manage administrators.", **PLAIN)  # type: ignore[arg-type]
telegram = typer.Typer(help="Set up the Telegram bot.", **PLAIN)  # type: ignore[arg-type]
line = typer.Typer(help="Set up the LINE account.", **PLAIN)  # type: ignore[arg-type]

app.command("demo")(demo)
app.command("serve")(serve)
app.command("chat")(chat)
app.command("understand")(understand)
app.command("entitlement")(entitlement)
app.command("template")(template)
app.command("import")(import_)
app.command("nudges")(nudges)
app.command("migrate")(migrate)
app.command("backup")(backup)
app.command("outbox")(outbox)
app.command("doctor")(doctor)
rulebook.command("check")(check)
rulebook.callback()(lambda: None)
app.add_typer(rulebook, name="rulebook")
admin.command("create")(admin_create)
admin.command("invite")(admin_invite)
app.add_typer(admin, name="admin")
line.command("rich-menus")(rich_menus)
line.callback()(lambda: None)
app.add_typer(line, name="line")
telegram.command("webhook")(webhook)
telegram.callback()(lambda: None)
app.add_typer(telegram, name="telegram")


def main() -> None:
    """Runs the command line; an operator's mistake ends in one line and exit code 2."""
    load_dotenv(".env")
    try:
        app()
    except StorageError as fault:
        print(f"nongbaht: {fault}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
