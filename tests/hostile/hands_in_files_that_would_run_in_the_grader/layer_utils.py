print("layer_utils was imported")
