"""Encryption of single columns: AES-256-GCM, with keys that can be rotated.

Ciphertext is `NB1`, 8 bytes of key id, 12 bytes of nonce, then the sealed data; the column's name is sealed with it, so
a value copied into another column does not open. Several keys may be given: the first writes, all of them read.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import URL, Dialect

from storage.errors import StorageError

log = logging.getLogger("storage")

MARK = b"NB1"
ID_LENGTH, NONCE_LENGTH, KEY_LENGTH = 8, 12, 32
BODY = len(MARK) + ID_LENGTH + NONCE_LENGTH


def key_id(key: bytes) -> bytes:
    """The first 8 bytes of a hash of the key: names it without telling it."""
    return hashlib.sha256(b"nongbaht data key" + key).digest()[:ID_LENGTH]


class Keyring:
    """The data keys of one database; the first seals, every one opens. Raises StorageError on a missing key."""

    def __init__(self, keys: list[bytes], origin: str) -> None:
        self.origin = origin
        self.ids = [key_id(key) for key in keys]
        self._ciphers = dict(zip(self.ids, map(AESGCM, keys), strict=True))
        self._hashing = [hmac.digest(key, b"nongbaht hashing key", "sha256") for key in keys]

    @property
    def id(self) -> str:
        """The writing key's id, in hex."""
        return self.ids[0].hex()

    def seal(self, data: bytes, column: str) -> bytes:
        nonce = os.urandom(NONCE_LENGTH)
        current = self.ids[0]
        return MARK + current + nonce + self._ciphers[current].encrypt(nonce, data, column.encode())

    def open(self, data: bytes, column: str) -> bytes:
        ident = data[len(MARK) : len(MARK) + ID_LENGTH]
        cipher = self._ciphers.get(ident)
        if cipher is None or not data.startswith(MARK):
            raise StorageError(missing_key(ident.hex(), self.origin))
        try:
            return cipher.decrypt(data[BODY - NONCE_LENGTH : BODY], data[BODY:], column.encode())
        except InvalidTag:
            raise StorageError(f"{column}: an encrypted value was altered: restore the database") from None

    def hashes(self, text: str, purpose: str) -> list[str]:
        """Keyed hashes in hex, the writing key's first."""
        told = f"{purpose}\0{text}".encode()
        return [hmac.new(key, told, hashlib.sha256).hexdigest() for key in self._hashing]


def missing_key(ident: str, origin: str) -> str:
    """One line for the operator about data sealed with a key that is not here."""
    return f"the data was encrypted with key {ident}, which {origin} does not hold: put back the key file kept with it"


class LazyKeyring:
    """Loads the keys when first needed, so that a command that touches no encrypted column asks for none."""

    def __init__(self, load: Callable[[bool], Keyring]) -> None:
        self._load = load
        self._ring: Keyring | None = None

    def sealing(self) -> Keyring:
        """The keys for writing; makes the key file when there is none yet."""
        self._ring = self._ring or self._load(True)
        return self._ring

    def opening(self) -> Keyring:
        """The keys for reading; a missing key file is a fault, for what is to be read was sealed with a lost key."""
        self._ring = self._ring or self._load(False)
        return self._ring


def key_file(url: URL, environ: Mapping[str, str] = os.environ) -> Path | None:
    """Where the key file of this database is: NONGBAHT_DATA_KEY_FILE, else beside the SQLite file, else ./nongbaht.key.

    None for a database in memory, whose key lives and dies with it.
    """
    if named := environ.get("NONGBAHT_DATA_KEY_FILE"):
        return Path(named)
    if url.get_backend_name() != "sqlite":
        return Path("nongbaht.key")
    return Path(f"{url.database}.key") if is_file(url) else None


def is_file(url: URL) -> bool:
    """Whether this SQLite URL names a file (not a database in memory)."""
    return bool(url.database) and ":memory:" not in str(url.database)


def keyring(url: URL, data_key: str | None = None, environ: Mapping[str, str] = os.environ) -> LazyKeyring:
    """The keys for a database: `data_key` or NONGBAHT_DATA_KEY (base64, several with commas), else the key file.

    A key file that is not there is made when something is first sealed, readable by its owner alone.
    """

    def load(make: bool) -> Keyring:
        given = data_key or environ.get("NONGBAHT_DATA_KEY")
        if given:
            return Keyring([decode(part, "NONGBAHT_DATA_KEY") for part in given.split(",")], "NONGBAHT_DATA_KEY")
        path = key_file(url, environ)
        if path is None:
            return Keyring([os.urandom(KEY_LENGTH)], "this process")
        if make:
            create_file(path)
        return from_file(path)

    return LazyKeyring(load)


def from_file(path: Path) -> Keyring:
    """The keys of a file, one base64 line each; the first one writes, `#` begins a comment."""
    try:
        lines = path.read_text("ascii").splitlines()
    except FileNotFoundError:
        raise StorageError(f"{path}: the data key file is missing: put it back, or set NONGBAHT_DATA_KEY") from None
    except (OSError, UnicodeDecodeError) as fault:
        raise StorageError(f"{path}: the data key file cannot be read ({fault})") from None
    keys = [decode(line, str(path)) for line in lines if line.strip() and not line.startswith("#")]
    if not keys:
        raise StorageError(f"{path}: the data key file is empty: put back the one you kept")
    return Keyring(keys, str(path))


def create_file(path: Path) -> None:
    """Writes a new random key unless the file is there. Two processes at once agree on one key: a hard link decides."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("# Nong Baht data key: keep a copy away from the backups\n")
            file.write(base64.b64encode(os.urandom(KEY_LENGTH)).decode() + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError as fault:
        raise StorageError(f"{path}: the data key file cannot be made ({fault}): set NONGBAHT_DATA_KEY") from None
    finally:
        draft.unlink(missing_ok=True)
    log.warning("made a new data key: %s (keep a copy apart from the backups; without it health data is lost)", path)


def decode(text: str, origin: str) -> bytes:
    """32 bytes of base64, or StorageError that says how to make them."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_LENGTH:
        raise StorageError(f"{origin}: a data key is 32 bytes in base64 (make one with: openssl rand -base64 32)")
    return key


def attach(dialect: Dialect, ring: LazyKeyring) -> None:
    """Gives an engine's dialect its keys; column types find them there, so two databases in one process never mix."""
    dialect.nongbaht_keys = ring  # type: ignore[attr-defined]


def keys_of(dialect: Dialect) -> LazyKeyring:
    """The keys of the engine that this dialect belongs to."""
    ring = getattr(dialect, "nongbaht_keys", None)
    if not isinstance(ring, LazyKeyring):
        raise StorageError("encrypted columns need an engine made by storage.session.engine()")
    return ring


def keyed_hashes(dialect: Dialect, text: str, purpose: str) -> list[str]:
    """HMAC-SHA256 of a short secret such as a code, under keys derived from the data keys; `purpose` keeps uses apart.

    Store the first; look for any of them, so that codes outlive a change of keys. Without the key a stolen database
    tells nothing of a code, however short it is.
    """
    return keys_of(dialect).sealing().hashes(text, purpose)
