import socket

_places = [
    ("127.0.0.1", PORT),
    ("localhost", PORT),
    ("192.0.2.1", 80),
    ("10.0.2.2", PORT),
    ("169.254.169.254", 80),
    ("0.0.0.0", PORT),
    ("::1", PORT),
]
for _place in _places:
    for _kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            _family = socket.AF_INET6 if ":" in _place[0] else socket.AF_INET
            with socket.socket(_family, _kind) as _socket:
                _socket.settimeout(0.1)
                _socket.connect(_place)
                _socket.send(b"x")
                if _kind != socket.SOCK_DGRAM or _place[0][:3] not in ("127", "loc", "0.0", "::1"):
                    print("LEAK", _place, _kind)
        except OSError as _error:
            print(_error)
for _path in (f"\0{SOCKET}", "/run/docker.sock", "/var/run/dbus/system_bus_socket"):
    try:
        with socket.socket(socket.AF_UNIX) as _socket:
            _socket.connect(_path)
            print("LEAK", _path)
    except OSError:
        pass
for _family in (socket.AF_PACKET, socket.AF_VSOCK):
    try:
        with socket.socket(_family, socket.SOCK_STREAM) as _socket:
            _socket.settimeout(0.1)
            _socket.connect((2, 22))
            print("LEAK", _family)
    except (OSError, TypeError):
        pass
try:
    print("LEAK", socket.getaddrinfo("example.org", 80))
except OSError:
    print("tried")
