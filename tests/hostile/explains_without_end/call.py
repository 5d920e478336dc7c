class Deep(Exception):
    def __str__(self):
        return str(self)

    __repr__ = __str__


raise Deep
