import fcntl
import os

for _path in (os.__file__, np.__file__, "/env/pyvenv.cfg", "/grader/wire.py", "/env"):
    for _how in (fcntl.LOCK_SH, fcntl.LOCK_EX):
        try:
            fcntl.flock(os.open(_path, os.O_RDONLY), _how | fcntl.LOCK_NB)
            print("LEAK", _path)
        except OSError:
            pass
print("tried")
