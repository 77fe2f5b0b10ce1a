"""Weights, masks, frozen layers and penalties of activities, from Keras 3: python trainingWeights.py > trainingWeights.json

Each case is a model that `test/train/weights.test.ts` builds alike, its weights, data, and what fit logs (SGD, batches of 4, in order).
Keras refuses class weights beside sample weights and for classes of steps: there they are given as sample weights, as are weights of rows for each step.
"""
import json, os
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import numpy as np, keras
from keras import layers as L

rng = np.random.default_rng(5)
single = lambda a: np.asarray(a, "float32")
N, T, F = 6, 4, 3
X = single(rng.normal(size=(N, F)))
S = single(rng.normal(size=(N, T, F)))
for row, length in enumerate([4, 2, 3, 1, 4, 0]):
    S[row, length:] = 0
IDS = np.where(np.any(S != 0, -1), rng.integers(1, 5, (N, T)), 0)
ROW, STEP = single(rng.uniform(0, 3, N)), single(rng.uniform(0, 3, (N, T)))
ROW[1] = 0
CLASSES, YES = np.array([0, 2, 1, 1, 2, 1]), np.array([0, 1, 1, 1, 0, 1])
STEPS = rng.integers(0, 3, (N, T))
NUMBERS, SERIES = single(rng.normal(size=(N, 1))), single(rng.normal(size=(N, T, 1)))
BY = {0: 0.5, 1: 2.0, 2: 3.0}
by = lambda y: single(np.vectorize(BY.get)(y))
cases = {}


def put(name, make, x, y, loss, metric=None, rate=0.0, epochs=1, weight=None, class_weight=None):
    keras.utils.set_random_seed(3)
    model = make()
    model.compile(keras.optimizers.SGD(rate), loss, weighted_metrics=[metric] if metric else [])
    before = [single(w) for w in model.get_weights()]
    history = model.fit(x, y, batch_size=4, epochs=epochs, shuffle=False, verbose=0,
                        sample_weight=weight, class_weight=class_weight)
    values = lambda all_: [{"shape": list(w.shape), "values": [float(v) for v in single(w).ravel()]} for w in all_]
    last = {key: log[-1] for key, log in history.history.items()}
    cases[name] = {"before": values(before), "after": values(model.get_weights()), "logs": last}


def dense(units, activation=None):
    return lambda: keras.Sequential([keras.Input((F,)), L.Dense(units, activation)])


def steps(units, activation=None):
    return lambda: keras.Sequential([keras.Input((T, F)), L.Dense(units, activation)])


SPARSE, BINARY = "sparse_categorical_crossentropy", "binary_crossentropy"
put("classes", dense(3, "softmax"), X, CLASSES, SPARSE, class_weight=BY)
put("classes and rows", dense(3, "softmax"), X, CLASSES, SPARSE, weight=ROW * by(CLASSES))
put("yes or no", dense(1, "sigmoid"), X, YES, BINARY, class_weight=BY)
put("two units", dense(2, "softmax"), X, YES, SPARSE, class_weight=BY)
put("two units of yes or no", dense(2, "sigmoid"), X, np.eye(2)[YES], BINARY, class_weight=BY)
put("classes of steps", steps(3, "softmax"), S, STEPS, SPARSE, weight=by(STEPS))
put("classes of weighted steps", steps(3, "softmax"), S, STEPS, SPARSE, weight=by(STEPS) * STEP)
put("yes or no of steps", steps(1, "sigmoid"), S, (STEPS > 0)[..., None] * 1.0, BINARY, weight=by((STEPS > 0) * 1))
put("rows of a series", steps(1), S, SERIES, "mse", "mae", weight=np.repeat(ROW[:, None], T, 1))
put("steps of a series", steps(1), S, SERIES, "mse", "mae", weight=STEP)
put("steps that are trained", steps(1), S, SERIES, "mse", "mae", weight=STEP, rate=0.1, epochs=3)


def masked():
    return keras.Sequential([keras.Input((T, F)), L.Masking(), L.SimpleRNN(2, return_sequences=True), L.Dense(1)])


def embedded():
    return keras.Sequential([keras.Input((T,), dtype="int32"), L.Embedding(5, 3, mask_zero=True),
                             L.LSTM(2, return_sequences=True), L.Dense(3, "softmax")])


def nested():
    inner = keras.Sequential([keras.Input((T, F)), L.Masking(), L.Dense(2, "tanh")])
    given = keras.Input((T, F))
    return keras.Model(given, L.Dense(1)(keras.Sequential([keras.Input((T, F)), inner])(given)))


def two_ways():
    a, b = keras.Input((T, F)), keras.Input((T, F))
    left, right = L.SimpleRNN(2)(L.Masking()(a)), L.SimpleRNN(2)(b)
    return keras.Model([a, b], L.Dense(1)(L.Concatenate()([left, right])))


def joined(layer):
    def make():
        given = keras.Input((T, F))
        left, right = L.Dense(2)(L.Masking()(given)), L.Dense(2)(L.Masking(0.5)(given))
        return keras.Model(given, L.Dense(1)(layer()([left, right])))
    return make


def pooled():
    return keras.Sequential([keras.Input((T, F)), L.Masking(), L.Dense(2), L.GlobalAveragePooling1D(), L.Dense(1)])


def normed():
    return keras.Sequential([keras.Input((T, F)), L.Masking(), L.BatchNormalization(momentum=0.5), L.Dense(1)])


train = dict(rate=0.1, epochs=3)
full = slice(0, 5)  # without the row that is all padding, of which Keras' means are not numbers
put("masked", masked, S, SERIES, "mse", "mae")
put("masked and trained", masked, S, SERIES, "mse", "mae", **train)
put("masked with rows", masked, S, SERIES, "mse", "mae", weight=np.repeat(ROW[:, None], T, 1))
put("masked with steps", masked, S, SERIES, "mse", "mae", weight=STEP)
put("embedded", embedded, IDS, STEPS, SPARSE, "accuracy", **train)
put("nested", nested, S, SERIES, "mse", "mae", **train)
put("two ways", two_ways, [S, S + 1], NUMBERS, "mse", "mae", **train)
put("added", joined(L.Add), S, SERIES, "mse", "mae", **train)
put("concatenated", joined(L.Concatenate), S, SERIES, "mse", "mae", **train)
put("pooled", pooled, S[full], NUMBERS[full], "mse", "mae", **train)
put("normed", normed, S, SERIES, "mse", "mae", **train)


def recurrent(*more):
    return lambda: keras.Sequential([keras.Input((T, F)), L.Masking(), *[layer() for layer in more], L.Dense(1)])


both_ways = lambda: L.Bidirectional(L.SimpleRNN(2, return_sequences=True))
in_order = lambda: L.GRU(2, return_sequences=True, reset_after=False)
put("both ways", recurrent(both_ways), S, SERIES, "mse", "mae", **train)
put("stacked", recurrent(in_order, in_order), S, SERIES, "mse", "mae", **train)
put("distributed", recurrent(lambda: L.TimeDistributed(L.Dense(2))), S, SERIES, "mse", "mae", **train)
put("last", recurrent(lambda: L.SimpleRNN(2)), S, NUMBERS, "mse", "mae", **train)


def late():
    return keras.Sequential([keras.Input((T, F)), L.Dense(2, "relu", use_bias=False), L.Masking(), L.Dense(1)])


def several():
    given = keras.Input((T, F))
    steps_ = L.Masking()(given)
    return keras.Model(given, [L.Dense(1)(L.SimpleRNN(2, return_sequences=True)(steps_)), L.Dense(1)(L.SimpleRNN(2)(given))])


def penalised():
    return keras.Sequential([keras.Input((T, F)), L.SimpleRNN(2, kernel_regularizer=keras.regularizers.L2(0.1)), L.Dense(1)])


def shared():
    given, layer = keras.Input((F,)), L.Dense(F, kernel_regularizer=keras.regularizers.L2(0.1))
    return keras.Model(given, L.Dense(1)(layer(layer(given))))


put("late", late, S, SERIES, "mse", "mae", **train)
put("several", several, S, [SERIES, NUMBERS], ["mse", "mse"], weight=[np.repeat(ROW[:, None], T, 1), ROW], **train)
put("penalised", penalised, S, NUMBERS, "mse", **train)
put("shared", shared, X, NUMBERS, "mse", **train)


def frozen():
    norm = L.BatchNormalization(momentum=0.5)
    norm.trainable = False
    return keras.Sequential([keras.Input((F,)), L.Dense(2), norm, L.Dense(1)])


def frozen_within():
    inner = keras.Sequential([keras.Input((F,)), L.Dense(2, kernel_regularizer=keras.regularizers.L2(0.1)),
                              L.BatchNormalization(momentum=0.5)])
    base = keras.Sequential([keras.Input((F,)), inner])
    base.trainable = False
    given = keras.Input((F,))
    return keras.Model(given, L.Dense(1)(L.Dense(2, kernel_regularizer=keras.regularizers.L2(0.1))(base(given))))


def bare(**options):
    return lambda: keras.Sequential([keras.Input((F,)), L.Dense(2), L.BatchNormalization(momentum=0.5, **options), L.Dense(1)])


def active():
    return keras.Sequential([keras.Input((F,)), L.Dense(2, "relu", activity_regularizer=keras.regularizers.L1(0.3)), L.Dense(1)])


put("frozen", frozen, X + 2, NUMBERS, "mse", rate=0.01, epochs=3)
put("frozen within", frozen_within, X + 2, NUMBERS, "mse", rate=0.01, epochs=3)
put("no scale", bare(scale=False), X, NUMBERS, "mse", **train)
put("no centre", bare(center=False), X, NUMBERS, "mse", **train)
put("neither", bare(scale=False, center=False), X, NUMBERS, "mse", **train)
put("active", active, X, NUMBERS, "mse", **train)

plain = lambda a: np.asarray(a).tolist()
data = dict(x=X, s=S, ids=IDS, row=ROW, step=STEP, classes=CLASSES, yes=YES, steps=STEPS, numbers=NUMBERS, series=SERIES)
print(json.dumps({"data": {key: plain(value) for key, value in data.items()}, "cases": cases}, allow_nan=False))
