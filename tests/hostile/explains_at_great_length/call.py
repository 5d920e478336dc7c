class Long(Exception):
    def __str__(self):
        return "x" * 10**8


raise Long
