"""Saliency, Grad-CAM and occlusion of a small network, by hand in NumPy: python attribution.py > attribution.json

One 3x3 convolution of two filters ("valid") with ReLU, the mean of each map, three scores, softmax. With a = ReLU(z),
S_c = sum_k w_kc / Z sum_ij a_k(i, j) + b_c, so that dS_c / da_k(i, j) = w_kc / Z at each of the Z places.
"""
import json
import numpy as np

rng = np.random.default_rng(17)
round6 = lambda a: np.asarray(a, "float32").astype(float)
x = round6(rng.uniform(size=(2, 6, 5, 2)))
kernel, bias = round6(rng.normal(size=(3, 3, 2, 2))), round6(rng.normal(size=2) / 4)
w, b = round6(rng.normal(size=(2, 3))), round6(rng.normal(size=3) / 4)
ROWS, COLUMNS = 4, 3
SIZE, FILL = 3, 0.5


def maps(images):
    """ReLU of the convolution, [images, 4, 3, 2], and where it lets through."""
    z = np.zeros((len(images), ROWS, COLUMNS, 2)) + bias
    for i in range(ROWS):
        for j in range(COLUMNS):
            z[:, i, j] += np.einsum("nhwc,hwck->nk", images[:, i:i + 3, j:j + 3], kernel)
    return np.maximum(z, 0), z > 0


def scores(images):
    return maps(images)[0].mean((1, 2)) @ w + b


def probabilities(images):
    e = np.exp(scores(images))
    return e / e.sum(1, keepdims=True)


def saliency(classes):
    gradient = np.zeros_like(x)
    _, through = maps(x)
    for n, c in enumerate(classes):
        for i in range(ROWS):
            for j in range(COLUMNS):
                for k in range(2):
                    gradient[n, i:i + 3, j:j + 3] += through[n, i, j, k] * w[k, c] / (ROWS * COLUMNS) * kernel[..., k]
    return gradient


def grad_cam(classes):
    a, _ = maps(x)
    alpha = w[:, classes].T / (ROWS * COLUMNS)  # the mean over places of a gradient that is the same at each
    return np.maximum(np.einsum("nijk,nk->nij", a, alpha), 0)


def occlusion(classes):
    height, width = x.shape[1:3]
    drop = np.zeros((len(x), height, width))
    before = probabilities(x)
    for i in range(height):
        for j in range(width):
            covered = x.copy()
            covered[:, max(0, i - 1):i + 2, max(0, j - 1):j + 2] = FILL
            after = probabilities(covered)
            drop[:, i, j] = [before[n, c] - after[n, c] for n, c in enumerate(classes)]
    return drop


decided = scores(x).argmax(1)
gradient = saliency(decided)
signed = np.take_along_axis(gradient, np.abs(gradient).argmax(-1)[..., None], -1)[..., 0]
print(json.dumps({
    "images": x.tolist(), "kernel": kernel.tolist(), "bias": bias.tolist(), "w": w.tolist(), "b": b.tolist(),
    "classes": decided.tolist(), "scores": scores(x).max(1).tolist(),
    "saliency": np.abs(gradient).max(-1).tolist(), "signed": signed.tolist(),
    "gradCam": grad_cam(decided).tolist(), "gradCamOf1": grad_cam([1, 1]).tolist(),
    "occlusion": occlusion(decided).tolist(), "size": SIZE, "fill": FILL,
}))
