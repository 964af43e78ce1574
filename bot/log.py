"""Logs: one JSON line an event, numbers and codes only; what people wrote never gets here."""

from __future__ import annotations

import logging
import sys

import structlog

from bot.understanding.masking import mask


def _masked(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The last net: an identifier that slipped into a value is masked all the same."""
    return {name: mask(value) if isinstance(value, str) else value for name, value in event.items()}


def configure(level: int = logging.INFO) -> None:
    """Sets up structlog for a running service, to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _masked,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)


def quiet() -> None:
    """Only errors: for commands whose output is read by a person or a program."""
    configure(logging.ERROR)
