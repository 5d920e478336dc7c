"""Inside the sandbox: starts the notebook's kernel, under the same limits as the worker.

Its arguments are the process's resource limits, as JSON, and those of the kernel.
"""

import json
import os
import resource
import sys

import home
import syscalls


def main():
    for name, value in json.loads(sys.argv.pop(1)).items():
        resource.setrlimit(getattr(resource, name), (value, value))
    syscalls.refuse()
    home.lay_out()
    sys.path[0] = os.getcwd()  # as when a student starts Jupyter in the folder
    from ipykernel import kernelapp

    kernelapp.launch_new_instance()


main()
