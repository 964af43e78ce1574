"""Prints the address of an empty PostgreSQL database for the tests, or nothing where no local server lets us in."""

from __future__ import annotations

import psycopg
from psycopg import sql

NAME = "nongbaht_test"
SERVER = "127.0.0.1:5432"


def main() -> None:
    """Makes the scratch database anew."""
    try:
        with psycopg.connect(f"postgresql://postgres@{SERVER}/postgres", autocommit=True, connect_timeout=3) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))
            server.execute(
                sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(NAME))
            )
    except psycopg.Error:
        return
    print(f"postgresql+psycopg://postgres@{SERVER}/{NAME}")


if __name__ == "__main__":
    main()
