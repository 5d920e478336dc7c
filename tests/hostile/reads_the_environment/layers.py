import os

for _name, _value in os.environ.items():
    print(
        "LEAK"
        if _name not in ("HOME", "PATH", "LANG", "PWD", "PYTHONHASHSEED", "LC_CTYPE")
        and _name != "PYTHONNOUSERSITE"
        and not _name.endswith("_NUM_THREADS")
        else "variables",
        _name,
        _value,
    )
