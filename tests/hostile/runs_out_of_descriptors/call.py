import os
import resource

held = []
try:
    while True:
        held.append(os.dup(0))
except OSError:
    pass
try:
    resource.setrlimit(resource.RLIMIT_NOFILE, (10**5, 10**5))
    print("LEAK")
except (OSError, ValueError):
    pass
for fd in held:
    os.close(fd)
if len(held) > 256:
    print("LEAK", len(held))
print("tried")
return _forward(x, gamma, beta, bn_param)
