"""Migrations: they make what the models say, go both ways, and never leave a database half-way."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection, create_engine, inspect, make_url, text

from storage.errors import StorageError
from storage.migrations import run
from storage.models import Base
from storage.session import engine
from tests.contracts.conftest import in_schema


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that was never migrated."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'nongbaht.db'}"
        return
    given = os.environ.get("NONGBAHT_TEST_POSTGRES_URL")
    if not given:
        pytest.skip("NONGBAHT_TEST_POSTGRES_URL is not set")
    schema = f"nb_test_{uuid4().hex[:12]}"
    server = create_engine(make_url(given).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield in_schema(given, schema)
    with server.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    server.dispose()


def names(connection: Connection) -> set[tuple[str, str]]:
    """Every table with the names of its constraints and indexes: a later migration finds them by name."""
    found: set[tuple[str, str]] = set()
    looked = inspect(connection)
    for table in looked.get_table_names():
        found.add((table, str(looked.get_pk_constraint(table)["name"])))
        for things in (
            looked.get_foreign_keys(table),
            looked.get_unique_constraints(table),
            looked.get_check_constraints(table),
            looked.get_indexes(table),
        ):
            found |= {(table, str(thing["name"])) for thing in things}
    return {(table, name) for table, name in found if table != "alembic_version"}


def test_migrations_make_exactly_what_the_models_say(empty_database: str) -> None:
    assert run.upgrade(empty_database) == run.Moved(None, run.head())
    with run.connected(empty_database) as connection:
        assert run.differences(connection) == []
        migrated = names(connection)
    run.downgrade(empty_database)
    with run.connected(empty_database) as connection:
        Base.metadata.create_all(connection)
        assert names(connection) == migrated


def test_every_revision_goes_up_and_down_one_by_one(empty_database: str) -> None:
    shapes = {}
    moved = run.upgrade(empty_database, "+1")
    while moved.before != moved.after:
        with run.connected(empty_database) as connection:
            shapes[moved.after] = names(connection)
        if moved.after == run.head():
            break
        moved = run.upgrade(empty_database, "+1")
    assert len(shapes) >= 2
    while moved.after is not None:
        moved = run.downgrade(empty_database, "-1")
        with run.connected(empty_database) as connection:
            assert names(connection) == shapes.get(moved.after, set())
    assert run.upgrade(empty_database).after == run.head()


def test_migrating_again_changes_nothing(empty_database: str) -> None:
    run.upgrade(empty_database)
    assert run.upgrade(empty_database) == run.Moved(run.head(), run.head())


def test_rows_survive_down_and_up_of_what_is_above_them(empty_database: str) -> None:
    run.upgrade(empty_database)
    with run.connected(empty_database) as connection:
        connection.execute(text("INSERT INTO areas (kind, code, name) VALUES ('nation', 'th', 'ประเทศไทย')"))
    run.downgrade(empty_database, "0001")
    run.upgrade(empty_database)
    with run.connected(empty_database) as connection:
        assert connection.execute(text("SELECT name FROM areas")).scalar_one() == "ประเทศไทย"


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty_database: str) -> None:
    run.upgrade(empty_database, "0001")
    with run.connected(empty_database) as connection:
        before = names(connection)
        # In the way of the second revision's third table, after it has made two others.
        connection.execute(text("CREATE TABLE questions (id integer)"))
    with pytest.raises(StorageError):
        run.upgrade(empty_database)
    with run.connected(empty_database) as connection:
        assert run.current(connection) == "0001"
        connection.execute(text("DROP TABLE questions"))
        assert names(connection) == before


def test_two_instances_started_at_once_take_turns(empty_database: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        moved = list(pool.map(run.upgrade, [empty_database] * 3))
    assert sorted(step.before or "" for step in moved) == ["", run.head(), run.head()]
    assert {step.after for step in moved} == {run.head()}


def test_a_database_of_a_newer_release_is_left_alone(empty_database: str) -> None:
    run.upgrade(empty_database)
    with run.connected(empty_database) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="revision 9999, of a newer release"):
        run.upgrade(empty_database)


async def test_serving_asks_for_the_newest_revision(empty_database: str) -> None:
    made = engine(empty_database)
    with pytest.raises(StorageError, match="run `nongbaht migrate`"):
        await run.check_revision(made)
    assert await run.upgrade_engine(made) == run.Moved(None, run.head())
    await run.check_revision(made)
    await made.dispose()


def test_a_new_sqlite_file_is_its_owners_alone(tmp_path: Path) -> None:
    run.upgrade(f"sqlite:///{tmp_path / 'nongbaht.db'}")
    assert stat.S_IMODE((tmp_path / "nongbaht.db").stat().st_mode) == 0o600


def test_a_database_in_memory_cannot_be_migrated_by_name() -> None:
    with pytest.raises(StorageError, match="to a file"):
        run.upgrade("sqlite://")
