for number in range(10**6):
    with open(f"file{number}", "wb") as file:
        file.write(b"x" * 10**7)
