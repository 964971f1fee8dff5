"""Make the box, start the worker in it, wait, and take everything down: on Linux and macOS, standard library only.

    python -I -S launch.py JSON

The box on Linux: new user, mount, process, network, IPC and host-name namespaces. Its root is an empty memory file
system in which only Python, its packages and the system's libraries stand, read-only; the submission sees no file of
this machine but those, no process but itself and no network, not even the loopback. Where the kernel does not give
namespaces the caller asks for a run without them and says so.

This process stays outside as supervisor: SIGTERM, or the end of its own parent, ends the box whole. It exits as the
box did, with 128 + number for a signal and with 120 if the box could not be made.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from typing import Any

NO_BOX = 120
NEW_NS, NEW_UTS, NEW_IPC, NEW_USER, NEW_PID, NEW_NET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, MNT_DETACH = 1, 2
NOBODY = 65534
PLAIN_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")


def main(told: dict[str, Any]) -> int:
    """Run ``told["command"]`` boxed; return the exit code."""
    linux = sys.platform.startswith("linux")
    libc = ctypes.CDLL(None, use_errno=True) if linux else None
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    if told["namespaces"]:
        _namespaces(libc)
    if libc:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)  # after the namespaces, whose making clears it
        if os.getppid() != told["parent"]:  # it was already over
            return NO_BOX
    child = os.fork()
    if child == 0:
        _become(told, libc)
    signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    for number in (0, 1, 2):  # the box alone may hold the pipes open
        os.close(number)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(OSError):
        os.killpg(child, signal.SIGKILL)  # where there is no process namespace: what it left behind
    code = os.waitstatus_to_exitcode(status)
    return 128 - code if code < 0 else code


def _become(told: dict[str, Any], libc: Any) -> None:
    """Turn this child into the worker; never returns."""
    try:
        os.setsid()
        if libc:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if told["namespaces"]:
            _root(libc, told["root"], told["show"], told["folder"], told["disk_bytes"])
        os.chdir(told["folder"])
        for name, value in told["limits"].items():
            _limit(name, value)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
        os.closerange(3, 256)
        os.execve(told["command"][0], told["command"], told["environment"])
    except BaseException as error:
        os.write(2, f"the box could not be made: {error}\n".encode())
    os._exit(NO_BOX)


def _limit(name: str, value: int) -> None:
    number = getattr(resource, name, None)
    if number is None:
        return
    hard = resource.getrlimit(number)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(number, (value, value))
    except (OSError, ValueError):
        if sys.platform.startswith("linux"):  # macOS refuses some of them
            raise


def _checked(libc: Any, what: str, result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def _namespaces(libc: Any) -> None:
    user, group = os.geteuid(), os.getegid()
    try:
        flags = NEW_USER | NEW_NS | NEW_PID | NEW_NET | NEW_IPC | NEW_UTS
        _checked(libc, "unshare", libc.unshare(flags))
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{NOBODY} {user} 1"),
            ("gid_map", f"{NOBODY} {group} 1"),
        ):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
    except OSError as error:
        os.write(2, f"the box could not be made: {error}\n".encode())
        os._exit(NO_BOX)


def _mount(libc: Any, source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    done = libc.mount(os.fsencode(source), os.fsencode(target), kind.encode(), ctypes.c_ulong(flags), data.encode())
    _checked(libc, f"mount {target}", done)


def _root(libc: Any, root: str, show: list[str], folder: str, disk_bytes: int) -> None:
    """Make an empty root, put into it what may be seen, and turn to it."""
    _mount(libc, "none", "/", "none", REC | PRIVATE)
    _mount(libc, "tmpfs", root, "tmpfs", NOSUID | NODEV, "size=4m,mode=755")
    for path in show:
        if os.path.islink(path):  # /lib is a link to usr/lib on most systems
            os.symlink(os.readlink(path), root + path)
            continue
        _place(root + path, is_folder=os.path.isdir(path))
        _mount(libc, path, root + path, "none", BIND | REC)
        if path not in PLAIN_DEVICES:
            # Flags that the mount has already are locked for us: ask for them again, or the kernel refuses.
            kept = os.statvfs(path).f_flag & (NOSUID | NODEV | NOEXEC | 0x400 | 0x800)
            _mount(libc, "none", root + path, "none", REMOUNT | BIND | RDONLY | NOSUID | NODEV | kept)
    _place(root + folder, is_folder=True)
    _mount(libc, "tmpfs", root + folder, "tmpfs", NOSUID | NODEV | NOEXEC, f"size={disk_bytes},nr_inodes=4096,mode=700")
    os.chdir(root)
    _checked(libc, "pivot_root", libc.pivot_root(b".", b"."))
    _checked(libc, "umount", libc.umount2(b".", MNT_DETACH))
    _mount(libc, "none", "/", "none", REMOUNT | BIND | RDONLY | NOSUID | NODEV)
    os.chdir("/")


def _place(path: str, *, is_folder: bool) -> None:
    if is_folder:
        os.makedirs(path, exist_ok=True)
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "a"):
        pass


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
