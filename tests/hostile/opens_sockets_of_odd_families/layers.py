import socket

for _family in range(64):
    if _family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):
        continue
    for _kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        try:
            socket.socket(_family, _kind)
            print("LEAK", _family)
        except OSError:
            pass
print("tried")
