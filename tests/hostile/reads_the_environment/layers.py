import os

for _name, _value in os.environ.items():
    print(
        "LEAK"
        if _name not in ("HOME", "PATH", "LANG", "PWD", "PYTHONNOUSERSITE", "LC_CTYPE")
        and not _name.endswith("_NUM_THREADS")
        else "variables",
        _name,
        _value,
    )
