"""Take files and system calls away from this process, for good: Linux's landlock and seccomp, by hand, in few lines.

Of files an allow list: what Python needs to read, and one folder to write in. Of system calls a deny list: numpy, pandas
and the C library of another year need calls that nobody can foresee. Both are the second wall; the first is the box's
own namespaces, where the kernel gives them.
"""

from __future__ import annotations

import ctypes
import os
import platform
import stat
import struct
import sys
from collections.abc import Sequence
from typing import Any

__all__ = ["DENIED", "close_doors", "program"]

# Name: number on x86-64, number on arm64 (None where there is no such call). What they would allow:
DENIED = {
    # another process, another thread, another program
    "clone": (56, 220), "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    # the network, and every other way to speak to a stranger
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200),
    "io_uring_setup": (425, 425), "bpf": (321, 280), "mq_open": (240, 180),
    # harm to other processes: the parent, the next submission
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131), "rt_sigqueueinfo": (129, 138),
    "pidfd_open": (434, 434), "pidfd_send_signal": (424, 424), "pidfd_getfd": (438, 438), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "process_madvise": (440, 440), "process_mrelease": (448, 448), "migrate_pages": (256, 238), "move_pages": (279, 239),
    "setpriority": (141, 140), "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119), "sched_setparam": (142, 118),
    "sched_setattr": (314, 274), "ioprio_set": (251, 30),
    # memory that no limit counts
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186),
    # another view of the files, the kernel itself
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97),
    "setns": (308, 268), "fsopen": (430, 430), "open_tree": (428, 428), "move_mount": (429, 429),
    "open_by_handle_at": (304, 265), "userfaultfd": (323, 282), "perf_event_open": (298, 241),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
}  # fmt: skip
# Calls that code needs, but not with these words: number of the argument, what is refused (or, last, all but these).
# A file can be told to send any signal to any process of ours; limits can be set for others; and a process can undo the
# order to die with the one that watches it.
REFUSED = {
    "fcntl": ((72, 25), 1, (8, 10, 15), False),  # F_SETOWN, F_SETSIG, F_SETOWN_EX
    "ioctl": ((16, 29), 1, (0x8901, 0x8902), False),  # FIOSETOWN, SIOCSPGRP
    "prctl": ((157, 167), 0, (1,), False),  # PR_SET_PDEATHSIG
    "prlimit64": ((302, 261), 0, (0,), True),  # of itself only
}
CLONE3 = 435
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
X32 = 0x40000000  # the second set of numbers of x86-64
ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, ENOSYS = 1, 38
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 38, 22, 2
KEPT_POWERS = 1 << 1 | 1 << 2  # to read files whoever they belong to: Python's own may belong to somebody else
# Landlock: its three calls have the same numbers everywhere; rights on files, and how many of them each version knows.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
EXECUTE, WRITE_FILE, READ_FILE, READ_FOLDER = 1, 2, 4, 8
KNOWN = {1: 13, 2: 14, 3: 15, 4: 15}


def program(machine: str) -> bytes:
    """Return the filter for a machine (as ``platform.machine`` says it); raise a KeyError for an unknown one."""
    column, architecture = ARCHITECTURES[machine]
    numbers = [number for pair in DENIED.values() if (number := pair[column]) is not None]
    steps = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    steps += [(AT_LEAST, 0, 1, X32), (RETURN, 0, 0, ERRNO | EPERM)]
    for number in numbers:
        steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, ERRNO | EPERM)]
    # "Not there" instead of "not allowed": the C library then asks for `clone`.
    steps += [(EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, ERRNO | ENOSYS)]
    for pair, argument, words, only in REFUSED.values():
        hit, miss = (ALLOW, ERRNO | EPERM) if only else (ERRNO | EPERM, ALLOW)
        # The low half of the argument: all of these are ints, and the kernel looks at no more.
        steps += [(EQUAL, 0, 2 + 2 * len(words), pair[column]), (LOAD, 0, 0, 16 + 8 * argument)]
        for word in words:
            steps += [(EQUAL, 0, 1, word), (RETURN, 0, 0, hit)]
        steps += [(RETURN, 0, 0, miss)]
    steps += [(RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("HBBI", code, yes, no, value) for code, yes, no, value in steps)


def close_doors(shown: Sequence[str] = (), folder: str = "") -> list[str]:
    """Apply to this process what the system offers; return the names of the walls that stand.

    ``shown`` are the files and folders to read from, ``folder`` the one to write in. Call it before any thread starts.
    """
    if not sys.platform.startswith("linux"):
        return []
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return []
    _drop_powers(libc)
    walls = ["no new privileges", *(["landlock"] if folder and _landlock(libc, shown, folder) else [])]
    try:
        code = program(platform.machine())
    except KeyError:
        return walls
    filled = ctypes.create_string_buffer(code, len(code))
    told = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(filled))
    done = libc.prctl(PR_SET_SECCOMP, FILTER, ctypes.c_char_p(told), 0, 0) == 0
    return [*walls, "seccomp"] if done else walls


def _drop_powers(libc: Any) -> None:
    """Give up what root may do beyond reading its files: raising limits, renicing, tracing. Others have nothing to lose."""
    head = struct.pack("=Ii", 0x20080522, 0)  # version 3 of the call, this process
    held = ctypes.create_string_buffer(24)
    if libc.capget(head, held) == 0:
        now = struct.unpack("=6I", held.raw)
        libc.capset(head, struct.pack("=6I", *(word & (KEPT_POWERS if i < 2 else 0) for i, word in enumerate(now))))


def _landlock(libc: Any, shown: Sequence[str], folder: str) -> bool:
    version = libc.syscall(CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    everything = (1 << KNOWN.get(version, 16)) - 1
    rules = libc.syscall(CREATE_RULESET, struct.pack("Q", everything), 8, 0)
    if rules < 0:
        return False
    for path in (*shown, folder):
        try:
            handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        allowed = everything if path == folder else EXECUTE | READ_FILE | READ_FOLDER
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            allowed &= READ_FILE | EXECUTE | (WRITE_FILE if path.startswith("/dev/") else 0)
        libc.syscall(ADD_RULE, rules, 1, struct.pack("=Qi", allowed, handle), 0)
        os.close(handle)
    done = libc.syscall(RESTRICT_SELF, rules, 0) == 0
    os.close(rules)
    return done
