import os

for path in (*SECRETS[:2], os.getcwd() + "/../.." + SECRETS[0], "/etc/passwd"):
    try:
        exec(compile("1 / 0", path, "exec"))
    except ZeroDivisionError as error:
        last = error
raise last
