import warnings

warnings.simplefilter("error")
np.seterr(over="raise", invalid="raise", divide="raise")
print("tried")
