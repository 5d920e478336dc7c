"""The lesson of convolution as a student has it: its checks, what they say, its plots."""

import pytest

ASSIGNMENT = "convnet"
LAYERS, NET = "nndl/conv_layers.py", "nndl/cnn.py"
FORWARD, BACKWARD = "conv_forward_naive", "conv_backward_naive"
POOL, POOL_BACK = "max_pool_forward_naive", "max_pool_backward_naive"
MATRIX, MATRIX_BACK = "conv_forward_im2col", "conv_backward_im2col"
WINDOW = "top, left = i * stride, j * stride"
CUT = "dx = dpadded[:, :, pad : pad + H, pad : pad + W]"
EMPTY = "dx = dpadded[:, :, pad:-pad, pad:-pad]"
PENALTY = "loss += 0.5 * self.reg * float(np.sum(self.params[name] ** 2))"


@pytest.fixture
def said(released, asked, library):
    """A function that says what a line of self_check prints, one function changed."""

    def run(line, function="", *pairs):
        for path, text in library.items():
            if (released / path).exists():
                begin = text.find(f"def {function}(") if function else -1
                if begin >= 0:
                    end = text.find("\n    def " if path == NET else "\ndef ", begin + 1)
                    end = len(text) if end < 0 else end
                    body = text[begin:end]
                    for old, new in pairs:
                        assert old in body, old
                        body = body.replace(old, new)
                    text = text[:begin] + body + text[end:]
                (released / path).write_text(text)
        return asked(line)

    return run


def test_nothing_is_begun_in_the_release_and_the_reference_passes(asked, said):
    table = asked("print(self_check())")
    assert table.count("not started") == 6, table
    assert "conv_forward_naive is not implemented yet" in asked("check(exercise=1)")
    table = said("print(self_check())")
    assert table.count("passing") == 6, table


@pytest.mark.parametrize(
    ("exercise", "function", "old", "new", "message"),
    [
        (1, FORWARD, " + b\n", "\n", "b is not added"),
        (1, FORWARD, "(window, w,", "(window, w[:, :, ::-1, ::-1],", "turned over"),
        (1, FORWARD, WINDOW, "top, left = i, j", "starts at row i"),
        (1, FORWARD, 'conv_param["pad"]\n', 'conv_param["pad"] * 0\n', "as if pad were 0"),
        (1, FORWARD, "1 + (W + 2 * pad - WW)", "1 + (H + 2 * pad - HH)", "square"),
        (2, BACKWARD, CUT, EMPTY, "pad:-pad is 0:0, and empty"),
        (2, BACKWARD, "left : left + WW] +=", "left : left + WW] =", "are their contributions"),
        (2, BACKWARD, "dw += ", "dw = ", "every output pixel of every image adds"),
        (2, BACKWARD, "return dx, dw,", "return dx, dw / len(x),", "divided by the number of"),
        (2, BACKWARD, WINDOW, "top, left = i, j", "i * stride, j * stride"),
        (3, POOL, "-np.inf", "0", "the image -1 -7; -5 -2; -3 -8"),
        (
            3,
            POOL,
            'for key in ("pool_height", "pool_width"',
            'for key in ("pool_height", "pool_height"',
            "out",
        ),
        (4, POOL_BACK, "dx[at] +=", "dx[at] =", "It gets the sum"),
        (4, POOL_BACK, " * (x[at] == out)", "", "dx is"),
        (5, MATRIX_BACK, CUT, EMPTY, "pad:-pad is 0:0, and empty"),
        (5, MATRIX_BACK, "dpadded[at] +=", "dpadded[at] =", "are their contributions"),
        (
            5,
            MATRIX,
            "return out.reshape(N",
            "return out.transpose(0, 2, 1).reshape(N",
            "transpose then",
        ),
    ],
)
def test_a_wrong_layer_is_told_what_is_wrong(said, exercise, function, old, new, message):
    assert message in said(f"check(exercise={exercise})", function, (old, new))


@pytest.mark.parametrize(
    ("function", "old", "new", "message"),
    [
        ("__init__", "(H // 2) * (W // 2)", "(H // 2) ** 2", "are images square?"),
        ("__init__", "(H // 2) * (W // 2)", "H * W", "pooling halves height and width"),
        (
            "__init__",
            '"W3"] = weight_scale * ',
            '"W3"] = ',
            "W3 should have the standard deviation",
        ),
        ("loss", PENALTY, "pass", "there seems to be no penalty"),
        ("loss", PENALTY, PENALTY.replace("0.5 * ", ""), "the half seems to be missing"),
        ("loss", 'in ("W1", "W2", "W3")', 'in ("W2", "W3")', "W1 seems to be left out"),
        ("loss", 'in ("W1", "W2", "W3")', 'in ("W1", "W2")', "W3 seems to be left out"),
        ("loss", "** 2))", "** 3))", "these seem to be cubes"),
        ("loss", "+= self.reg * self", "+= 2 * self.reg * self", "penalty's share twice"),
        ("loss", "+= self.reg * self.params[name]", "+= 0", "reg * W, is missing"),
    ],
)
def test_a_wrong_net_is_told_what_is_wrong(said, function, old, new, message):
    assert message in said("check(exercise=6)", function, (old, new))


def test_a_net_of_wrong_layers_is_told_to_mend_these_first(said):
    message = said("check(exercise=6)", MATRIX_BACK, ("dpadded[at] +=", "dpadded[at] ="))
    assert "mend these first" in message
