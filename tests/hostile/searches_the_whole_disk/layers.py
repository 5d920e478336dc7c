import os

_seen = 0
for _folder, _, _names in os.walk("/", onerror=None):
    if _folder.startswith(("/proc", "/sys", "/usr", "/lib", "/env/lib")):
        continue
    for _name in _names:
        _seen += 1
        _path = os.path.join(_folder, _name)
        if _path.endswith((".db", ".ipynb", "campaign.json", "test_batchnorm_forward_test.py")):
            print("LEAK", _path)
        if not _path.startswith(("/home/student", "/grader/files")) and _path.endswith(("layers.py", "fc_net.py")):
            print("LEAK", _path)
print("files", _seen > 3)
for _name in ("autograder", "nbgrader", "tests.hidden", "torch"):
    try:
        __import__(_name)
        print("LEAK module", _name)
    except ImportError:
        pass
