"""Column types whose values are ciphertext on disk, each sealed with its column's name."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from storage.crypto import keys_of


class EncryptedText(TypeDecorator[str]):
    """Text sealed with the data key; None stays NULL. It cannot be searched or sorted in SQL."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else keys_of(dialect).sealing().seal(value.encode(), self.column)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else keys_of(dialect).opening().open(bytes(value), self.column).decode()


class EncryptedJSON(TypeDecorator[dict[str, Any]]):
    """A JSON object sealed with the data key; None stays NULL. Assign a whole new dict: changes inside it go unseen.

    The empty object is stored as no bytes, so that `column != {}` finds what is left to erase.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> bytes | None:
        if not value:
            return None if value is None else b""
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return keys_of(dialect).sealing().seal(plain.encode(), self.column)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> dict[str, Any] | None:
        if not value:
            return None if value is None else {}
        document: dict[str, Any] = json.loads(keys_of(dialect).opening().open(bytes(value), self.column))
        return document


class EncryptedBytes(TypeDecorator[bytes]):
    """Bytes such as a picture's, sealed with the data key; None stays NULL."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else keys_of(dialect).sealing().seal(value, self.column)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else keys_of(dialect).opening().open(bytes(value), self.column)
