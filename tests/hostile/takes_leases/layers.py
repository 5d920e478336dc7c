import fcntl
import os

for _path in (os.__file__, np.__file__, "/env/pyvenv.cfg"):
    for _how in (fcntl.F_RDLCK, fcntl.F_WRLCK):
        try:
            fcntl.fcntl(os.open(_path, os.O_RDONLY), fcntl.F_SETLEASE, _how)
            print("LEAK", _path)
        except OSError:
            pass
print("tried")
