"""Reference fits for dropout, batch norm, L1, L2 and max-norm, from Keras: python trainingLayers.py > trainingLayers.json

Full batches, SGD, 30 steps from given weights. The dropout masks are those of tsdescent: Philox with key (seed, step) and
counter (stream, 0), dropped where 16 of its bits, as an int16, are below the rate's quantile.
"""
import json, os
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import numpy as np, tensorflow as tf, keras

L, R, C = keras.layers, keras.regularizers, keras.constraints
rng = np.random.default_rng(11)
single = lambda a: np.asarray(a, "float32")
X, Y = single(rng.normal(size=(12, 5))), single(rng.normal(size=(12, 2)))
W1, W2 = single(rng.normal(size=(5, 6)) / 2), single(rng.normal(size=(6, 2)) / 2)
SEED, STEPS, RATE = 9, 30, 0.4


def kept(step, shape, stream=0):
    """Two numbers of 16 bits from each 32, the lower half first."""
    key = tf.bitcast(tf.constant([[SEED, step]], tf.int32), tf.uint64)
    counter = tf.bitcast(tf.constant([[0, 0], [stream, 0]], tf.int32), tf.uint64)
    count = int(np.prod(shape))
    words = tf.raw_ops.StatelessRandomUniformFullIntV2(
        shape=[(count + 1) // 2], key=key, counter=counter, alg=1, dtype=tf.int32)
    halves = words.numpy().view("<i2")[:count].reshape(shape)
    return single(halves >= round(RATE * 2**16) - 2**15)


def train(hidden, dropout=False, optimizer=None, **dense):
    a = L.Dense(6, use_bias=False, **dense)
    b = L.Dense(2, use_bias=False)
    a.build((None, 5)); b.build((None, 6))
    # TensorFlow.js projects weights when they are set, Keras only after an update.
    a.kernel.assign(a.kernel_constraint(W1) if a.kernel_constraint else W1); b.kernel.assign(W2)
    layers = hidden()
    for layer in layers:
        layer.build((12, 6))
    optimizer = optimizer or keras.optimizers.SGD(0.1)
    weights = [w for layer in [a, *layers, b] for w in layer.trainable_weights]
    losses = []
    for step in range(STEPS):
        with tf.GradientTape() as tape:
            h = a(X)
            for layer in layers:
                h = layer(h, training=True)
            if dropout:
                h = h * kept(step, [12, 6]) / (1 - RATE)
            loss = tf.reduce_mean((b(h) - Y) ** 2) + sum(a.losses)
        g = tape.gradient(loss, [w.value for w in weights])
        optimizer.apply(g, weights)
        losses.append(float(loss))
    h = a(X)
    for layer in layers:
        h = layer(h, training=False)
    flat = lambda v: np.asarray(v).ravel().tolist()
    return {"losses": losses, "inference": flat(b(h)), "kernel": flat(a.kernel),
            "state": [flat(w) for layer in layers for w in layer.non_trainable_weights]}


none = lambda: []
print(json.dumps({
    "x": X.ravel().tolist(), "y": Y.ravel().tolist(), "w1": W1.ravel().tolist(), "w2": W2.ravel().tolist(),
    "seed": SEED, "rate": RATE,
    "cases": {
        "plain": train(none),
        "batchNorm": train(lambda: [L.BatchNormalization(momentum=0.9, epsilon=1e-3)]),
        "dropout": train(none, dropout=True),
        "batchNorm and dropout": train(lambda: [L.BatchNormalization(momentum=0.9, epsilon=1e-3)], dropout=True),
        "l1": train(none, kernel_regularizer=R.L1(0.01)),
        "l2": train(none, kernel_regularizer=R.L2(0.05)),
        "l1l2": train(none, kernel_regularizer=R.L1L2(0.01, 0.05)),
        "maxNorm": train(none, kernel_constraint=C.MaxNorm(0.8)),
        "unitNorm": train(none, kernel_constraint=C.UnitNorm()),
    },
}))
