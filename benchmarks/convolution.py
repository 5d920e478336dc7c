"""What convolution, pooling and a step of a convolutional net cost beside PyTorch's, in float32.

In one thread each and interleaved, on the same arrays, proved to agree. Needs PyTorch and
threadpoolctl, which the course itself does not:

    PYTHONPATH=. python benchmarks/convolution.py
"""

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F  # noqa: N812 (the name PyTorch's users know it by)
from training import heading, in_one_thread, interleaved, row, spread

from nndl.cnn import ThreeLayerConvNet
from nndl.conv_layers import (
    conv_backward_im2col,
    conv_forward_im2col,
    max_pool_backward_naive,
    max_pool_forward_naive,
)

RESULTS = Path(__file__).parent / "results" / "convolution.md"
CONVOLUTIONS = [  # images, filters, pad, stride
    ((50, 3, 32, 32), (32, 3, 7, 7), 3, 1),
    ((50, 3, 32, 32), (32, 3, 7, 7), 3, 2),
    ((50, 32, 16, 16), (64, 32, 3, 3), 1, 1),
    ((50, 32, 16, 16), (64, 32, 3, 3), 1, 2),
]
ROUNDS, CONV_TARGET, POOL_TARGET, STEP_TARGET = 41, 2, 3, 2
MS = ("ms", 1e-3)


def arrays(*shapes):
    rng = np.random.default_rng(0)
    return [rng.normal(size=shape).astype(np.float32) for shape in shapes]


def convolution(x_shape, w_shape, pad, stride):
    """Forward and backward pass, ours and theirs; and the three matrix products alone."""
    x, w, b = arrays(x_shape, w_shape, w_shape[:1])
    conv_param = {"stride": stride, "pad": pad}
    out, cache = conv_forward_im2col(x, w, b, conv_param)
    (dout,) = arrays(out.shape)
    inputs = [torch.from_numpy(each).requires_grad_() for each in (x, w, b)]
    cols, w_rows = cache[2], w.reshape(len(w), -1)
    dout_rows = dout.reshape(len(x), len(w), -1)

    def ours():
        out, cache = conv_forward_im2col(x, w, b, conv_param)
        return out, *conv_backward_im2col(dout, cache)

    def theirs():
        out = F.conv2d(*inputs, stride=stride, padding=pad)
        return out.detach(), *torch.autograd.grad(out, inputs, torch.from_numpy(dout))

    def products():
        return w_rows @ cols, dout_rows @ cols.transpose(0, 2, 1), w_rows.T @ dout_rows

    return ours, theirs, products


def pooling():
    """Forward and backward pass of the net's max pooling, ours and theirs."""
    x, dout = arrays((50, 32, 32, 32), (50, 32, 16, 16))
    pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}
    images = torch.from_numpy(x).requires_grad_()

    def ours():
        out, cache = max_pool_forward_naive(x, pool_param)
        return out, max_pool_backward_naive(dout, cache)

    def theirs():
        out = F.max_pool2d(images, 2)
        return out.detach(), *torch.autograd.grad(out, images, torch.from_numpy(dout))

    return ours, theirs


def step(asks_for_images):
    """Loss and gradients of the net for 50 images, ours and theirs.

    Args:
        asks_for_images: whether theirs computes the images' gradient, as ours always does.
    """
    (X,) = arrays((50, 3, 32, 32))
    y = np.random.default_rng(1).integers(10, size=50)
    net = ThreeLayerConvNet(weight_scale=1e-2, seed=0)
    names = [f"{letter}{layer}" for layer in (1, 2, 3) for letter in "Wb"]
    params = {name: torch.from_numpy(net.params[name].copy()) for name in names}
    for name in ("W2", "W3"):
        params[name] = params[name].T.contiguous()  # as nn.Linear has them
    wanted = [param.requires_grad_() for param in params.values()]
    images, labels = torch.from_numpy(X).requires_grad_(asks_for_images), torch.from_numpy(y)
    asked = [*wanted, images] if asks_for_images else wanted

    def ours():
        loss, grads = net.loss(X, y)
        return np.array(loss), *(grads[name] for name in names)

    def theirs():
        W1, b1, W2, b2, W3, b3 = wanted
        pooled = F.max_pool2d(F.relu(F.conv2d(images, W1, b1, padding=3)), 2)
        hidden = F.relu(F.linear(pooled.flatten(1), W2, b2))
        loss = F.cross_entropy(F.linear(hidden, W3, b3), labels)
        _, _, dW2, _, dW3, *_ = grads = [*torch.autograd.grad(loss, asked)]
        grads[2], grads[4] = dW2.T, dW3.T
        return loss.detach(), *grads[: len(wanted)]

    return ours, theirs


def compared(name, pair, target):
    """A line of the table, of two functions that are proved to agree."""
    for mine, other in zip(*(run() for run in pair), strict=True):
        scale = np.abs(mine).max()
        np.testing.assert_allclose(mine / scale, other.numpy() / scale, rtol=1e-3, atol=1e-4)
    seconds, _ = interleaved(pair, ROUNDS)
    line = row(name, seconds, target, MS)
    print(line, flush=True)
    return line


def main():
    lines, limits = heading("Convolution in numpy beside PyTorch's"), []
    for shapes in CONVOLUTIONS:
        x_shape, w_shape, pad, stride = shapes
        name = f"x {x_shape}, w {w_shape}, pad {pad}, stride {stride}"
        ours, theirs, products = convolution(*shapes)
        lines.append(compared(name, (ours, theirs), CONV_TARGET))
        seconds, _ = interleaved((ours, products), ROUNDS)
        whole, bare = seconds[..., 0]
        ratio = np.median(whole) / np.median(bare)
        limits.append(f"| {name} | {spread(bare, MS)} | {ratio:.2f} |")
    lines.append(compared("max pooling, 2 x 2 of (50, 32, 32, 32)", pooling(), POOL_TARGET))
    lines.append(compared("ThreeLayerConvNet, 50 images", step(False), STEP_TARGET))
    name = "the same, PyTorch asked for the images' gradient, too"
    lines.append(compared(name, step(True), STEP_TARGET))
    lines += [
        "",
        f"Forward and backward pass together, {ROUNDS} rounds of each. The last two lines: loss "
        "and gradients. numpy's backward pass always computes the gradient of the images, which "
        "nothing in the net needs; PyTorch leaves it out unless it is asked for.",
        "",
        "The limit of what columns can give are the matrix products alone, out, dw and the "
        "columns' gradient, of columns that are there already; the ratio is that of the whole to "
        "them:",
        "",
        "| | products | ratio |",
        "|---|---|---|",
        *limits,
        "",
    ]
    RESULTS.write_text("\n".join(lines))


if __name__ == "__main__":
    in_one_thread(main)
