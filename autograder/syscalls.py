"""Inside the sandbox: takes system calls away that no solution needs, for good (seccomp).

They trace other processes, or hold memory that belongs to no process and no counted file system.
"""

import ctypes
import os
import struct

_PR_SET_SECCOMP, _FILTER = 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ERRNO with EPERM
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_X32 = 0x40000000
# The number of each call on each machine: ptrace, process_vm_readv and _writev, shmget, msgget,
# semget, mq_open, add_key, keyctl, memfd_create, userfaultfd, bpf, perf_event_open,
# io_uring_setup, memfd_secret.
_CALLS = {
    "x86_64": (
        0xC000003E,
        [101, 310, 311, 29, 68, 64, 240, 248, 250, 319, 323, 321, 298, 425, 447],
    ),
    "aarch64": (
        0xC00000B7,
        [117, 270, 271, 194, 186, 190, 180, 217, 219, 279, 282, 280, 241, 425, 447],
    ),
}


def refuse():
    """Refuse them to this process and all it starts."""
    if os.uname().machine not in _CALLS:
        return
    architecture, calls = _CALLS[os.uname().machine]
    last = len(calls) + 5  # the refusal; a jump counts from the instruction after it
    program = [(_LOAD, 0, 0, 4), (_EQUAL, 0, last - 2, architecture), (_LOAD, 0, 0, 0)]
    program += [(_AT_LEAST, last - 4, 0, _X32)]
    program += [(_EQUAL, last - n - 5, 0, call) for n, call in enumerate(calls)]
    program += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code)
    head = struct.pack("HxxxxxxP", len(program), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.c_char_p(head), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the system calls cannot be filtered")
