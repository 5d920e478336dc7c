import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)

_handle = ctypes.create_string_buffer(256)
ctypes.memmove(_handle, (128).to_bytes(4, "little"), 4)
if _libc.name_to_handle_at(-100, b"/env", _handle, ctypes.byref(ctypes.c_int()), 0) >= 0:
    print("LEAK a handle")
if _libc.open_by_handle_at(os.open("/env", os.O_RDONLY), _handle, 0) >= 0:
    print("LEAK a file")
print("tried")
