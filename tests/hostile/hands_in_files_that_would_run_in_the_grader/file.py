import os

for _path in [*MARKERS, "/tmp/ran"]:
    try:
        open(_path, "w").close()
    except OSError:
        pass
print("LEAK: ran")
os._exit(0)
