class Nameless(type):
    @property
    def __name__(cls):
        raise SystemExit


class Strange(Exception, metaclass=Nameless):
    pass


raise Strange
