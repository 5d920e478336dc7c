import ctypes

libc = ctypes.CDLL(None)
libc.personality(ctypes.c_ulong(0x0040000 | 0x0400000))
print("tried")
return _forward(x, gamma, beta, bn_param)
