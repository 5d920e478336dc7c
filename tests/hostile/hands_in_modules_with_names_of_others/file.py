print("LEAK: ran")
raise SystemExit
