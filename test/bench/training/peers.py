"""Python's contestants of the training benchmark: peers.py SYSTEM, with the workload as JSON on the first line of stdin.

Each trains as its manual says, with its data in memory beforehand. The losses of an epoch are read at its end.
"""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np

ROUND_MS = 250
WARM_UP_MS = 1000


class Pace:
    """See pace.mjs."""

    def __init__(self, work):
        self.steps = work["steps"]
        self.created = time.perf_counter()
        self.warm = False
        self.round_ms = self.round_steps = self.all_steps = 0

    def begin(self):
        self.epoch_start = time.perf_counter()

    def end(self):
        now = time.perf_counter()
        self.round_ms += 1000 * (now - self.epoch_start)
        self.round_steps += self.steps
        if not self.warm:
            return self.warm_up(1000 * (now - self.created))
        return True if self.round_ms < ROUND_MS else self.answer({"ms": self.round_ms / self.round_steps})

    def warm_up(self, elapsed):
        # The first epoch compiles: a round never has it.
        first = self.all_steps == 0
        self.all_steps += self.steps
        if first or elapsed < WARM_UP_MS:
            self.round_ms = self.round_steps = 0
            return True
        if self.round_ms < ROUND_MS:
            return True
        self.warm = True
        return self.answer({"warmUpMs": max(0, elapsed - self.all_steps * self.round_ms / self.round_steps)})

    def answer(self, told):
        tell(told)
        self.round_ms = self.round_steps = 0
        if sys.stdin.readline().strip() == "round":
            return True
        tell({"peakMemoryMB": peak_memory_mb()})
        return False


def tell(message):
    print(json.dumps(message), flush=True)


def peak_memory_mb():
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return round(int(line.split()[1]) / 1024)


def examples(work):
    random = np.random.default_rng(1)
    count = work["batchSize"] * work["steps"]
    x = random.standard_normal((count, *work["input"]), dtype=np.float32)
    if work["model"] == "lstm":
        return x, random.standard_normal((count, 1), dtype=np.float32)
    y = random.integers(0, max(2, work["outputs"]), count)
    return x, (y.astype(np.float32)[:, None] if work["outputs"] == 1 else y.astype(np.int32))


def batches(work):
    x, _ = examples(work)
    return np.split(x, work["steps"])


def is_regression(work):
    return work["model"] == "lstm"


# ---------------------------------------------------------------- Keras


def keras_layers(work):
    from keras import layers

    units, outputs = work["units"], work["outputs"]
    if work["model"] == "mlp":
        return [layers.Dense(size, "relu") for size in units] + [layers.Dense(outputs)]
    if work["model"] == "normalised":
        block = lambda size: [layers.Dense(size, use_bias=False), layers.BatchNormalization(), layers.ReLU()]
        return [layer for size in units for layer in block(size)] + [layers.Dense(outputs)]
    if work["model"] == "lstm":
        return [layers.LSTM(units[0]), layers.Dense(outputs)]
    block = lambda size: [layers.Conv2D(size, 3, activation="relu"), layers.MaxPooling2D(2), layers.Dropout(work["dropout"])]
    convolutions = [layer for size in units[:-1] for layer in block(size)]
    dense = [layers.Flatten(), layers.Dense(units[-1], "relu"), layers.Dropout(work["dropout"])]
    return convolutions + dense + [layers.Dense(outputs)]


def run_keras(work, jit):
    import keras

    pace = Pace(work)
    model = keras.Sequential([keras.Input(work["input"]), *keras_layers(work)])
    if is_regression(work):
        loss = "mse"
    elif work["outputs"] == 1:
        loss = keras.losses.BinaryCrossentropy(from_logits=True)
    else:
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.SGD(0.01) if work["optimizer"] == "sgd" else keras.optimizers.Adam(1e-3)
    model.compile(optimizer, loss, jit_compile=jit)
    if work["kind"] == "predict":
        # predict() itself makes a tf.data pipeline at every call, which takes longer than a small batch.
        return predict_all(pace, batches(work), model.predict_on_batch)

    class Timing(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            pace.begin()

        def on_epoch_end(self, epoch, logs=None):
            if not pace.end():
                self.model.stop_training = True

    x, y = examples(work)
    model.fit(x, y, batch_size=work["batchSize"], epochs=10**9, verbose=0, callbacks=[Timing()])


def predict_all(pace, given, predict):
    while True:
        pace.begin()
        for x in given:
            np.asarray(predict(x))
        if not pace.end():
            return


# ---------------------------------------------------------------- PyTorch


def torch_model(work):
    import torch
    from torch import nn

    units, outputs = work["units"], work["outputs"]
    if work["model"] == "lstm":

        class Recurrent(nn.Module):
            def __init__(self):
                super().__init__()
                self.lstm = nn.LSTM(work["input"][1], units[0], batch_first=True)
                self.out = nn.Linear(units[0], outputs)

            def forward(self, x):
                return self.out(self.lstm(x)[0][:, -1])

        return Recurrent()
    layers, size = [], work["input"][-1]
    if work["model"] == "cnn":
        side = work["input"][0]
        for filters in units[:-1]:
            layers += [nn.Conv2d(size, filters, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(work["dropout"])]
            size, side = filters, (side - 2) // 2
        layers += [nn.Flatten(), nn.Linear(size * side**2, units[-1]), nn.ReLU(), nn.Dropout(work["dropout"])]
        return nn.Sequential(*layers, nn.Linear(units[-1], outputs))
    for wide in units:
        if work["model"] == "normalised":
            layers += [nn.Linear(size, wide, bias=False), nn.BatchNorm1d(wide), nn.ReLU()]
        else:
            layers += [nn.Linear(size, wide), nn.ReLU()]
        size = wide
    return nn.Sequential(*layers, nn.Linear(size, outputs))


def run_torch(work, compiled):
    import torch
    from torch.nn import functional

    def images(x):
        # The memory format that PyTorch recommends for convolutions.
        return torch.from_numpy(x).permute(0, 3, 1, 2) if work["model"] == "cnn" else torch.from_numpy(x)

    pace = Pace(work)
    model = torch_model(work)
    if work["model"] == "cnn":
        model = model.to(memory_format=torch.channels_last)
    if work["kind"] == "predict":
        model.eval()
        forward = torch.compile(model) if compiled else model
        with torch.inference_mode():
            return predict_all(pace, batches(work), lambda x: forward(images(x)).numpy())
    make = torch.optim.SGD if work["optimizer"] == "sgd" else torch.optim.Adam
    optimizer = make(model.parameters(), lr=0.01 if work["optimizer"] == "sgd" else 1e-3)
    losses = {"lstm": functional.mse_loss}
    binary = functional.binary_cross_entropy_with_logits
    loss_of = losses.get(work["model"], binary if work["outputs"] == 1 else functional.cross_entropy)

    def step(x, y):
        optimizer.zero_grad()
        loss = loss_of(net(x), y)
        loss.backward()
        optimizer.step()
        return loss.detach()

    net = torch.compile(model) if compiled else model
    x, y = examples(work)
    x, y = images(x), torch.from_numpy(y if y.dtype == np.float32 else y.astype(np.int64))
    size = work["batchSize"]
    while True:
        pace.begin()
        total = torch.zeros(())
        order = torch.randperm(len(x))
        for start in range(0, len(x), size):
            rows = order[start : start + size]
            total += step(x[rows], y[rows])
        total.item()
        if not pace.end():
            return


# ---------------------------------------------------------------- JAX


def run_jax(work):
    import jax
    import jax.numpy as jnp
    import optax

    pace = Pace(work)
    keys = iter(jax.random.split(jax.random.key(0), 64))
    units, outputs, norm = work["units"], work["outputs"], work["model"] == "normalised"

    def dense(inputs, size, bias=True):
        weights = {"w": jax.random.normal(next(keys), (inputs, size)) * np.sqrt(2 / inputs)}
        return {**weights, "b": jnp.zeros(size)} if bias else weights

    def linear(p, x):
        return x @ p["w"] + p["b"] if "b" in p else x @ p["w"]

    def relu(x):
        return jnp.maximum(x, 0)

    def drop(key, x):
        return jnp.where(jax.random.bernoulli(key, 1 - work["dropout"], x.shape), x / (1 - work["dropout"]), 0)

    params, state = {}, {}
    if work["model"] in ("mlp", "normalised"):
        sizes = [work["input"][0], *units]
        params["hidden"] = [dense(a, b, not norm) for a, b in zip(sizes, units)]
        params["out"] = dense(units[-1], outputs)
        if norm:
            params["norm"] = [{"scale": jnp.ones(size), "shift": jnp.zeros(size)} for size in units]
            state = [{"mean": jnp.zeros(size), "var": jnp.ones(size)} for size in units]

        def apply(params, state, x, key):
            new = []
            for index, layer in enumerate(params["hidden"]):
                x = linear(layer, x)
                if norm:
                    mean, var = x.mean(0), x.var(0)
                    p, old = params["norm"][index], state[index]
                    new.append({"mean": 0.99 * old["mean"] + 0.01 * mean, "var": 0.99 * old["var"] + 0.01 * var})
                    x = (x - mean) * jax.lax.rsqrt(var + 1e-3) * p["scale"] + p["shift"]
                x = relu(x)
            return linear(params["out"], x), new

    elif work["model"] == "lstm":
        wide = units[0]
        params = {"in": dense(work["input"][1], 4 * wide), "again": dense(wide, 4 * wide, False), "out": dense(wide, outputs)}

        def apply(params, state, x, key):
            def step(carry, z):
                h, c = carry
                i, f, g, o = jnp.split(z + h @ params["again"]["w"], 4, axis=-1)
                c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
                return (jax.nn.sigmoid(o) * jnp.tanh(c), c), None

            zeros = jnp.zeros((x.shape[0], wide))
            z = jnp.swapaxes(linear(params["in"], x), 0, 1)
            (h, _), _ = jax.lax.scan(step, (zeros, zeros), z)
            return linear(params["out"], h), state

    else:
        sizes = [work["input"][2], *units[:-1]]
        kernel = lambda a, b: {"w": jax.random.normal(next(keys), (3, 3, a, b)) * np.sqrt(2 / (9 * a)), "b": jnp.zeros(b)}
        params["conv"] = [kernel(a, b) for a, b in zip(sizes, units[:-1])]
        side = work["input"][0]
        for _ in units[:-1]:
            side = (side - 2) // 2
        params["dense"] = dense(units[-2] * side**2, units[-1])
        params["out"] = dense(units[-1], outputs)

        def apply(params, state, x, key):
            keys = [None] * 4 if key is None else jax.random.split(key, 4)
            for p, one in zip(params["conv"], keys):
                x = jax.lax.conv_general_dilated(x, p["w"], (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC"))
                x = relu(x + p["b"])
                x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
                x = x if one is None else drop(one, x)
            x = relu(linear(params["dense"], x.reshape(x.shape[0], -1)))
            x = x if keys[3] is None else drop(keys[3], x)
            return linear(params["out"], x), state

    if work["kind"] == "predict":
        forward = jax.jit(lambda params, x: apply(params, state, x, None)[0])
        return predict_all(pace, batches(work), lambda x: forward(params, x))

    def loss_of(params, state, x, y, key):
        z, new = apply(params, state, x, key)
        if is_regression(work):
            return jnp.mean((z - y) ** 2), new
        if outputs == 1:
            return optax.sigmoid_binary_cross_entropy(z, y).mean(), new
        return optax.softmax_cross_entropy_with_integer_labels(z, y).mean(), new

    optimizer = optax.sgd(0.01) if work["optimizer"] == "sgd" else optax.adam(1e-3)

    @lambda f: jax.jit(f, donate_argnums=0)
    def step(carry, x, y, rows):
        params, state, slots, key, total = carry
        key, own = jax.random.split(key) if work["model"] == "cnn" else (key, None)
        (loss, state), grads = jax.value_and_grad(loss_of, has_aux=True)(params, state, x[rows], y[rows], own)
        updates, slots = optimizer.update(grads, slots)
        return optax.apply_updates(params, updates), state, slots, key, total + loss

    x, y = map(jnp.asarray, examples(work))
    size, random = work["batchSize"], np.random.default_rng(2)
    carry = (params, state, optimizer.init(params), jax.random.key(3), jnp.zeros(()))
    while True:
        pace.begin()
        order = random.permutation(len(x)).astype(np.int32)
        for start in range(0, len(x), size):
            carry = step(carry, x, y, order[start : start + size])
        float(carry[-1])
        if not pace.end():
            return


SYSTEMS = {
    "keras": lambda work: run_keras(work, False),
    "keras-jit": lambda work: run_keras(work, True),
    "pytorch": lambda work: run_torch(work, False),
    "torch-compile": lambda work: run_torch(work, True),
    "jax": run_jax,
}

SYSTEMS[sys.argv[1]](json.loads(sys.stdin.readline()))
