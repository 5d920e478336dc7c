class FullyConnectedNet:
    def __init__(self, *args, **kwargs):
        self.params = {f"{number:04}" + "\x1b[31m" * 390: 0 for number in range(1000)}
