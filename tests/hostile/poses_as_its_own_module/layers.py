import sys


class _Module(type(sys)):
    def __getattr__(self, name):
        return lambda x, *given, **named: (np.ones_like(x), None)


sys.modules[__name__] = _Module(__name__)
print("tried")
