import os

for _pid in filter(str.isdigit, os.listdir("/proc")):
    for _name in ("cmdline", "environ"):
        try:
            with open(f"/proc/{_pid}/{_name}", "rb") as _file:
                if COURSE.encode() in _file.read():
                    print("LEAK", _pid, _name)
        except OSError:
            pass
print("tried")
