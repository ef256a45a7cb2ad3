"""Run a real Neo4j Community server from the jars on Maven Central.

Tests and ``make demo-neo4j`` need the engine that users have, on machines that
have Java and Maven but no Docker. Users run Neo4j themselves: see
``docker-compose.yml``. Left out: HTTP, TLS, clusters, and Windows.

The server listens on 127.0.0.1 alone, asks for a password, reports no usage and
refuses ``LOAD CSV``, from files and from addresses alike.
"""

import argparse
import contextlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn
from xml.etree import ElementTree

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError

ROOT = Path(__file__).resolve().parent.parent
POM = ROOT / "tools" / "neo4j" / "pom.xml"
USER = "neo4j"

MIN_JAVA = 17
START_TIMEOUT_S = 300
STOP_TIMEOUT_S = 60
LOG_TAIL_LINES = 15

# Neo4j opens these packages itself in the configuration it ships; without them
# it falls back to slower page-cache and socket code and warns at each start.
_JVM_OPTIONS = (
    "-XX:+ExitOnOutOfMemoryError",
    "-Dfile.encoding=UTF-8",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
)

_SETTINGS: Mapping[str, str] = {
    "server.default_listen_address": "127.0.0.1",
    "server.default_advertised_address": "127.0.0.1",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "server.memory.pagecache.size": "128m",
    "dbms.security.auth_enabled": "true",
    "dbms.security.allow_csv_import_from_file_urls": "false",
    # The setting above stops file:// alone; LOAD CSV would still fetch http://.
    "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
    "dbms.usage_report.enabled": "false",
    "db.logs.query.enabled": "OFF",
    # Each of the two databases would otherwise take 256 MB of disk at once.
    "db.tx_log.preallocate": "false",
    # Bolt otherwise waits 5 s for callers that a test server does not have.
    "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
    "internal.server.bolt.thread_pool_shutdown_wait_time": "1s",
}


class Neo4jServerError(Exception):
    """The server could not be fetched or started; the message says what to do."""


def version() -> str:
    """Return the Neo4j version pinned in ``tools/neo4j/pom.xml``."""
    pom = ElementTree.parse(POM)
    pinned = pom.findtext("{*}properties/{*}neo4j.version")
    if not pinned:
        raise Neo4jServerError(f"{POM} has no property neo4j.version")
    return pinned


def fetch_jars(cache: Path | None = None) -> Path:
    """Return a folder with every jar of the server, fetched on the first call.

    About 120 MB, and as much again in Maven's own store. The folder appears
    whole or not at all.

    Args:
        cache: the folder itself; by default ``.cache/neo4j-<version>`` under the
            repository root.

    Raises:
        Neo4jServerError: Java or Maven is missing, Java is too old, or Maven
            failed.
    """
    _java()
    cache = (cache or ROOT / ".cache" / f"neo4j-{version()}").absolute()
    if cache.is_dir():
        return cache
    mvn = shutil.which("mvn")
    if mvn is None:
        raise Neo4jServerError("mvn is not on PATH; install Maven 3.8 or newer to fetch Neo4j")
    cache.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache.parent, prefix=f"{cache.name}.partial-") as partial:
        jars = Path(partial, "jars")
        command = [
            *(mvn, "-q", "-B", "--strict-checksums", "-Dstyle.color=never", "-f", str(POM)),
            *("dependency:copy-dependencies", "-DincludeScope=runtime"),
            f"-DoutputDirectory={jars}",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Neo4jServerError(
                f"mvn could not fetch Neo4j {version()}: {_first_error(done.stdout)}"
            )
        try:
            jars.rename(cache)
        except OSError:
            # A fetch beside this one may have come first; its jars are the same.
            if not cache.is_dir():
                raise
    return cache


class Neo4jServer:
    """One Neo4j server on one folder, which may be started and stopped repeatedly.

    The port is chosen when the object is made and kept over restarts, so a
    driver made for ``uri`` stays good after ``kill()`` and ``start()``. The
    folder keeps the data, the configuration and the logs.
    """

    def __init__(
        self,
        folder: Path,
        *,
        password: str,
        jars: Path | None = None,
        settings: Mapping[str, str] | None = None,
        heap_mib: int = 512,
    ) -> None:
        self.folder = folder.absolute()
        self.user = USER
        self.password = password
        self.port = _free_port()
        self._jars = jars
        self._settings = dict(settings or {})
        self._heap = (f"-Xms{heap_mib}m", f"-Xmx{heap_mib}m")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process id of the Java process, not of a wrapper."""
        if self._process is None:
            raise ValueError("the Neo4j server is not running")
        return self._process.pid

    def start(self) -> None:
        """Start the server and return once Bolt answers a query, in about 8 s.

        Raises:
            Neo4jServerError: Java is missing or too old, the server died or did
                not answer in time, or the folder was made with another password.
        """
        if self._process is not None:
            raise ValueError(f"the Neo4j server is already running with pid {self.pid}")
        java = _java()
        classpath = f"{self._jars or fetch_jars()}{os.sep}*"
        self._write_configuration()
        if not (self.folder / "data" / "dbms" / "auth.ini").exists():
            self._set_initial_password(java, classpath)
        with (self.folder / "logs" / "console.log").open("wb") as console:
            # A session of its own: Ctrl-C must not stop the server under a
            # command that is still finishing its writes.
            self._process = subprocess.Popen(
                [
                    *(java, *self._heap, *_JVM_OPTIONS, "-cp", classpath),
                    "org.neo4j.server.CommunityEntryPoint",
                    f"--home-dir={self.folder}",
                    f"--config-dir={self.folder / 'conf'}",
                ],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._wait_until_ready(self._process)
        except BaseException:
            self.kill()
            raise

    def wait(self) -> int:
        """Return the exit status of the server once it has ended by itself."""
        if self._process is None:
            raise ValueError("the Neo4j server is not running")
        return self._process.wait()

    def stop(self) -> None:
        """End the server in good order; killed if it takes over a minute."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_TIMEOUT_S)
        finally:
            self.kill()

    def kill(self) -> None:
        """End the server with SIGKILL, as a crash would."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        self._process = None

    def log_tail(self) -> str:
        """Return the last lines the server logged and printed, for error messages."""
        lines: list[str] = []
        for name in ("neo4j.log", "console.log"):
            log = self.folder / "logs" / name
            if log.exists():
                text = log.read_text(encoding="utf-8", errors="replace")
                lines += text.splitlines()[-LOG_TAIL_LINES:]
        return "\n".join(lines)

    def _write_configuration(self) -> None:
        for name in ("conf", "logs", "run"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        address = f"127.0.0.1:{self.port}"
        settings = {
            **_SETTINGS,
            "server.bolt.listen_address": address,
            "server.bolt.advertised_address": address,
            **self._settings,
        }
        text = "".join(f"{name}={value}\n" for name, value in settings.items())
        (self.folder / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")

    def _set_initial_password(self, java: str, classpath: str) -> None:
        # In an argument file, because every user can read a command line. Inside
        # quotes only these two characters mean anything to its parser.
        quoted = self.password.replace("\\", "\\\\").replace('"', '\\"')
        with tempfile.TemporaryDirectory(dir=self.folder) as private:
            arguments = Path(private, "arguments")
            arguments.write_text(f'-- "{quoted}"\n', encoding="utf-8")
            done = subprocess.run(
                [
                    *(java, "-Dfile.encoding=UTF-8", "-cp", classpath),
                    *("org.neo4j.cli.AdminTool", "dbms", "set-initial-password", f"@{arguments}"),
                ],
                env={
                    **os.environ,
                    "NEO4J_HOME": str(self.folder),
                    "NEO4J_CONF": str(self.folder / "conf"),
                },
                capture_output=True,
                text=True,
                check=False,
            )
        if done.returncode != 0:
            reason = next(iter(done.stderr.splitlines()), "it gave no reason")
            raise Neo4jServerError(f"neo4j-admin could not set the password: {reason}")

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise Neo4jServerError(
                    f"Neo4j died with status {process.returncode}; its log ends:\n{self.log_tail()}"
                )
            if self._answers():
                return
            time.sleep(0.2)
        raise Neo4jServerError(
            f"Neo4j did not answer within {START_TIMEOUT_S} s; its log ends:\n{self.log_tail()}"
        )

    def _answers(self) -> bool:
        try:
            with (
                neo4j.GraphDatabase.driver(self.uri, auth=(self.user, self.password)) as driver,
                driver.session() as session,
            ):
                # Auto-commit: execute_query would retry by itself, with a warning each time.
                session.run("RETURN 1").consume()
        except AuthError as error:
            raise Neo4jServerError(
                f"{self.folder} was made with another password; give that one or a new folder"
            ) from error
        except (DriverError, Neo4jError):
            return False
        return True


@contextlib.contextmanager
def running_neo4j(
    folder: Path,
    *,
    password: str,
    jars: Path | None = None,
    settings: Mapping[str, str] | None = None,
    heap_mib: int = 512,
) -> Iterator[Neo4jServer]:
    """Yield a server that answers, and stop it at the end.

    Args:
        folder: holds the data; given again, it brings the data back.
        password: for the user ``neo4j``, at least 8 characters; set on the first
            start of a folder, and needed on each later one.
        jars: what ``fetch_jars`` returned, if not the default cache.
        settings: lines for ``neo4j.conf``; they win over those of this module.
            A driver that asks for a time-out gets it even where it is longer
            than ``db.transaction.timeout``, and 0 means none at all.
        heap_mib: memory of the JVM in MiB; what tests need by default.
    """
    server = Neo4jServer(folder, password=password, jars=jars, settings=settings, heap_mib=heap_mib)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _java() -> str:
    """Return the path of a Java new enough for Neo4j."""
    java = shutil.which("java")
    if java is None:
        raise Neo4jServerError(f"java is not on PATH; install a Java {MIN_JAVA} runtime")
    done = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', done.stderr)
    if found is None or int(found[1]) < MIN_JAVA:
        got = next(iter(done.stderr.splitlines()), "no version")
        raise Neo4jServerError(f"{java} is {got}; Neo4j needs Java {MIN_JAVA} or newer on PATH")
    return java


def _first_error(output: str) -> str:
    errors = [line for line in output.splitlines() if "[ERROR]" in line]
    return next(iter(errors), "it gave no reason").removeprefix("[ERROR]").strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _kept_password(folder: Path) -> str:
    """Return the password of a folder, made up and kept there on first use."""
    kept = folder / "password"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(24), encoding="ascii")
    return kept.read_text(encoding="ascii")


def _run(folder: Path, password: str) -> NoReturn:
    _exit_on_signals(base=None)
    with running_neo4j(folder, password=password) as server:
        print(server.uri, flush=True)
        status = server.wait()
        raise Neo4jServerError(
            f"Neo4j ended by itself with status {status}; its log ends:\n{server.log_tail()}"
        )


def _exec(folder: Path, password: str, command: Sequence[str]) -> int:
    _exit_on_signals(base=128)
    with running_neo4j(folder, password=password) as server:
        environment = {
            **os.environ,
            "ONRECORD_NEO4J_URI": server.uri,
            "ONRECORD_NEO4J_USER": server.user,
            "ONRECORD_NEO4J_PASSWORD": server.password,
        }
        try:
            child = subprocess.Popen(command, env=environment)
        except OSError as error:
            raise Neo4jServerError(f"cannot run {command[0]}: {error.strerror}") from error
        try:
            status = child.wait()
        finally:
            if child.poll() is None:
                child.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(STOP_TIMEOUT_S)
                child.kill()
    return status if status >= 0 else 128 - status


def _exit_on_signals(*, base: int | None) -> None:
    """Turn signals into SystemExit, so that every ``finally`` stops its process."""

    def leave(signum: int, _frame: FrameType | None) -> None:
        raise SystemExit(0 if base is None else base + signum)

    for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(signum) is not signal.SIG_IGN:
            signal.signal(signum, leave)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    parser = argparse.ArgumentParser(description="Run Neo4j Community from Maven's jars.")
    commands = parser.add_subparsers(dest="task", required=True)
    run = commands.add_parser("run", help="print the URI once ready, run till SIGTERM or SIGINT")
    execute = commands.add_parser("exec", help="run a command with the server's URI in its env")
    for each in (run, execute):
        each.add_argument("--folder", type=Path, required=True, help="keeps data and logs")
        each.add_argument(
            "--password",
            default=os.environ.get("ONRECORD_NEO4J_PASSWORD"),
            help="default: ONRECORD_NEO4J_PASSWORD, else one made up and kept in the folder",
        )
    execute.add_argument("command", nargs="+", metavar="CMD", help="after --")
    options = parser.parse_args(arguments)
    try:
        password = options.password or _kept_password(options.folder)
        if options.task == "run":
            _run(options.folder, password)
        return _exec(options.folder, password, options.command)
    except Neo4jServerError as error:
        print(f"neo4j_server: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
