"""Inside the sandbox: takes system calls away that no solution needs, for good (seccomp).

They trace other processes, hold memory that belongs to no process and no counted file system, or
reach what sandboxes side by side have in common: the host's virtual machine sockets, and locks,
leases and watches on the files that all of them see.
"""

import ctypes
import os
import struct

_PR_SET_SECCOMP, _FILTER = 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ERRNO with EPERM
_PRETEND = 0x00050000  # with no error: it returns 0 and does nothing
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_MACHINE, _CALL, _ARGUMENTS = 4, 0, 16  # where struct seccomp_data has them
_X32 = 0x40000000
_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# The number of each call on x86_64 and on aarch64, where there is one.
_REFUSED = {
    # trace, or take from, another process
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "perf_event_open": (298, 241),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    # hold memory where nothing counts it
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "vmsplice": (278, 75),
    "io_setup": (206, 0),
    "io_uring_setup": (425, 425),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # tell of the files that all sandboxes see, who uses them
    "flock": (73, 32),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "mincore": (27, 232),
    "cachestat": (451, 451),
    "preadv2": (327, 286),
    # find files by other ways than their paths, or read the kernel's log
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "syslog": (103, 116),
    # make or enter another world
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
}
_FAMILIES = [1, 2, 10, 16]  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: those a namespace bounds
# Of fcntl's commands: F_SETLEASE, F_NOTIFY, and F_GETLK and F_OFD_GETLK, which tell of others'
# locks. A lock is granted and locks nothing: sqlite opens no file without, and /dev/null, which
# anyone may open for writing, is one file for all.
_FCNTL_REFUSED, _FCNTL_PRETENDED = [1024, 1026, 5, 36], [6, 7, 37, 38]
# Of setsockopt's options: SO_SNDBUF and SO_SNDBUFFORCE, for memory that nothing counts.
_BUFFERS = [7, 32]
# Of calls that are allowed by an argument: their numbers, which argument, what its values lead to,
# and what any other does.
_BY_ARGUMENT = {
    "socket": ((41, 198), 0, dict.fromkeys(_FAMILIES, _ALLOW), _REFUSE),
    "socketpair": ((53, 199), 0, dict.fromkeys(_FAMILIES, _ALLOW), _REFUSE),
    "fcntl": (
        (72, 25),
        1,
        dict.fromkeys(_FCNTL_REFUSED, _REFUSE) | dict.fromkeys(_FCNTL_PRETENDED, _PRETEND),
        _ALLOW,
    ),
    "setsockopt": ((54, 208), 2, dict.fromkeys(_BUFFERS, _PRETEND), _ALLOW),
}


def refuse():
    """Refuse them to this process and all it starts."""
    machine = os.uname().machine
    if machine not in _MACHINES:
        return
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in _program(machine))
    buffer = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.c_char_p(head), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the system calls cannot be filtered")


def _program(machine):
    """The filter, as instructions: code, jump if true, jump if false, operand."""
    column = list(_MACHINES).index(machine)
    program = [(_LOAD, 0, 0, _MACHINE), (_EQUAL, 1, 0, _MACHINES[machine])]
    program += [(_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, _CALL)]
    program += [(_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _REFUSE)]
    numbers = [calls[column] for calls in _REFUSED.values() if calls[column] is not None]
    program += _answers(dict.fromkeys(numbers, _REFUSE))
    for calls, place, answers, otherwise in _BY_ARGUMENT.values():
        block = [(_LOAD, 0, 0, _ARGUMENTS + 8 * place)]  # the lower half: these are ints
        block += [*_answers(answers), (_RETURN, 0, 0, otherwise)]
        program += [(_EQUAL, 0, len(block), calls[column]), *block]
    return [*program, (_RETURN, 0, 0, _ALLOW)]


def _answers(answers):
    for value, answer in answers.items():
        yield _EQUAL, 0, 1, value
        yield _RETURN, 0, 0, answer
