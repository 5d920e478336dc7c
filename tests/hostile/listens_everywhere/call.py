import socket

kept = []
for family, address in (
    (socket.AF_INET, ("0.0.0.0", 8888)),
    (socket.AF_INET6, ("::", 8889)),
    (socket.AF_UNIX, "\0" + SOCKET),
    (socket.AF_UNIX, "/tmp/socket"),
):
    kept.append(socket.socket(family))
    kept[-1].bind(address)
    kept[-1].listen()
print("tried")
return _forward(x, gamma, beta, bn_param)
