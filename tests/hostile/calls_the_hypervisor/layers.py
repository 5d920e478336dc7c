import socket

for _cid in (0, 1, 2, 3, 0xFFFFFFFF):
    try:
        with socket.socket(40, socket.SOCK_STREAM) as _client:
            print("LEAK: made")
            _client.settimeout(0.2)
            _client.connect((_cid, 1024))
    except OSError:
        pass
print("tried")
