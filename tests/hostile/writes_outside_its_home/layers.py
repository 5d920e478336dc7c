import os

for _path in MARKERS:
    try:
        os.makedirs(os.path.dirname(_path), exist_ok=True)
        with open(_path, "w") as _file:
            _file.write("marker")
    except OSError as _error:
        print(_error)
_own = ("/tmp", "/dev/shm", "/home/student", "/proc/self", "/dev/mqueue", "/proc/1", "/proc/2")
for _folder in (
    "/",
    "/env",
    "/env/bin",
    "/grader",
    "/usr/lib",
    "/home",
    "/grader/files/nndl",
    "/grader/files/utils",
    "/dev",
    "/etc",
    "/sys",
    "/proc/sys/kernel",
    "/lib",
    os.path.dirname(os.__file__),
    os.path.dirname(np.__file__),
):
    try:
        with open(f"{_folder}/marker", "w"):
            print("LEAK", _folder)
    except OSError:
        pass
# To open a file for writing is proof enough: nothing is written, should it be the machine's own.
for _path in (
    "/env/pyvenv.cfg",
    "/grader/worker.py",
    "/grader/files/nndl/layers.py",
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/kernel/modprobe",
    "/proc/sysrq-trigger",
    "/proc/sys/vm/overcommit_memory",
    "/proc/sys/fs/file-max",
    "/proc/irq/default_smp_affinity",
    os.__file__,
    np.__file__,
):
    try:
        os.close(os.open(_path, os.O_WRONLY))
        print("LEAK", _path)
    except OSError:
        pass
for _path in ("/dev/null", "/dev/zero", "/dev/urandom", "/env", "/proc/sys", "/lib"):
    try:
        os.chmod(_path, os.stat(_path).st_mode & 0o7777)  # to what it is
        print("LEAK: may chmod", _path)
    except OSError:
        pass
print("tried")
