"""Drawn small problems, and what Keras 3 and scikit-learn make of them in 64 bits: python differential.py > differential.json

pip install keras==3.15.1 tensorflow-cpu scikit-learn==1.9.1 numpy. A problem is a shape of output, a loss, weights of examples and
classes, masks, an optimiser, activations and a batch size that seldom divides the rows. Keras trains it from given weights
in the given order: losses of every epoch, final weights. Metrics are scikit-learn's, of Keras' predictions: those of an
epoch are of the predictions before each update. Keras' cross-entropies are taken of logits, where it does not clip, and an
example of weight 0 is one that is not there.
"""
import json, os, sys, warnings
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras, numpy as np
from sklearn import metrics as m

warnings.filterwarnings("ignore")
keras.config.set_floatx("float64")
TRAINED, MEASURED = (range(*map(int, part.split(":"))) for part in (sys.argv[1:] or ("0:100", "0:260")))
L, O = keras.losses, keras.optimizers
pick = lambda *among: among[rng.integers(len(among))]
chance = lambda share: bool(rng.random() < share)
normal = lambda *shape: rng.normal(size=shape).round(2)

LOSSES = {
    "meanSquaredError": L.MeanSquaredError(), "meanAbsoluteError": L.MeanAbsoluteError(), "huber": L.Huber(),
    "logcosh": L.LogCosh(), "meanAbsolutePercentageError": L.MeanAbsolutePercentageError(), "poisson": L.Poisson(),
    "cosineProximity": L.CosineSimilarity(), "kullbackLeiblerDivergence": L.KLDivergence(), "hinge": L.Hinge(),
    "binaryCrossentropy": L.BinaryCrossentropy(from_logits=True),
    "categoricalCrossentropy": L.CategoricalCrossentropy(from_logits=True),
}
REGRESSION = ["meanSquaredError", "meanAbsoluteError", "huber", "logcosh", "meanAbsolutePercentageError", "poisson"]
OPTIMISERS = {
    "sgd": lambda learningRate, **o: O.SGD(learningRate, **o),
    "momentum": lambda learningRate, momentum, **o: O.SGD(learningRate, momentum, **o),
    "nesterov": lambda learningRate, momentum, **o: O.SGD(learningRate, momentum, True, **o),
    "adam": lambda learningRate, **o: O.Adam(learningRate, **o),
    "adamw": lambda learningRate, weight_decay=0.01, **o: O.AdamW(learningRate, weight_decay, **o),
    "rmsprop": lambda learningRate, **o: O.RMSprop(learningRate, **o),
    "adagrad": lambda learningRate, **o: O.Adagrad(learningRate, **o),
}
KERAS_WORDS = {"clipValue": "clipvalue", "clipNorm": "clipnorm", "clipGlobalNorm": "global_clipnorm", "weightDecay": "weight_decay"}


# What an output is: how many units, which loss and last activation, and how truths are drawn.
def draw_output(kind):
    if kind == "numbers":
        units = pick(1, 1, 2, 3)
        more = ["cosineProximity", "kullbackLeiblerDivergence"] if units > 1 else []
        loss = pick(*REGRESSION, *more)
        activation = {"poisson": "softplus", "kullbackLeiblerDivergence": "softmax"}.get(loss, "linear")
        return {"units": units, "loss": loss, "activation": activation}
    if kind == "margins":
        return {"units": 1, "loss": "hinge", "activation": pick("linear", "tanh")}
    if kind == "binary":
        return {"units": 1, "loss": "binaryCrossentropy", "activation": pick("sigmoid", "linear")}
    if kind == "labels":
        return {"units": pick(2, 3, 4), "loss": "binaryCrossentropy", "activation": pick("sigmoid", "linear")}
    return {"units": pick(2, 3, 4), "loss": "categoricalCrossentropy", "activation": pick("softmax", "linear"),
            "sparse": chance(0.5)}


def draw_truth(kind, output, shape):
    """[…shape, units], or class indices of that shape."""
    units, loss = output["units"], output["loss"]
    if kind == "numbers":
        y = normal(*shape, units)
        if loss == "poisson": return rng.integers(0, 5, (*shape, units)).astype(float)
        if loss == "meanAbsolutePercentageError": return np.where(y < 0, y - 1, y + 1).round(3)
        if loss != "kullbackLeiblerDivergence": return y
        share = rng.dirichlet(np.ones(units), shape).round(3)
        share[..., -1] = (1 - share[..., :-1].sum(-1)).round(3)
        return share
    if kind == "classes":
        return rng.choice(units, shape, p=rng.dirichlet(np.full(units, 3)))
    yes = (rng.random((*shape, units)) < rng.uniform(0.3, 0.7)).astype(float)
    return 2 * yes - 1 if kind == "margins" else yes


def scores_of(kind, output, raw):
    """What the metrics see of a model's output: probabilities where it has logits."""
    if kind == "classes":
        e = np.exp(raw - raw.max(-1, keepdims=True))
        return e / e.sum(-1, keepdims=True)
    return 1 / (1 + np.exp(-raw)) if kind in ("binary", "labels") else raw


def measure(kind, truth, scores, weight):
    """scikit-learn's metrics of rows: truth and scores [rows, units], or class indices [rows]."""
    there = weight > 0
    truth, scores, w = truth[there], scores[there], {"sample_weight": weight[there]}
    if kind == "numbers":
        # From the first truth on: scikit-learn's weighted mean of equal numbers is another number.
        truth, scores = truth - truth[0], scores - truth[0]
        return {"mse": m.mean_squared_error(truth, scores, **w), "mae": m.mean_absolute_error(truth, scores, **w),
                "r2": m.r2_score(truth, scores, **w) if len(truth) > 1 else None}
    if kind == "classes":
        return of_classes(truth, scores, w)
    cut = 0 if kind == "margins" else 0.5
    columns = [of_yes_or_no(t > cut, s, s > cut, w, kind) for t, s in zip(truth.T, scores.T)]
    return {name: mean_of([column[name] for column in columns]) for name in columns[0]}


def of_yes_or_no(truth, score, said, w, kind):
    zero = {"zero_division": 0, **w}
    return {
        "accuracy": m.accuracy_score(truth, said, **w), "precision": m.precision_score(truth, said, **zero),
        "recall": m.recall_score(truth, said, **zero), "f1": m.f1_score(truth, said, **zero), "auc": area(truth, score, w),
        **({} if kind == "margins" else {"logLoss": log_loss(truth, score, [False, True], w)}),
    }


def of_classes(truth, scores, w):
    units, said = scores.shape[1], scores.argmax(1)
    macro = {"average": "macro", "zero_division": 0, **w}
    return {
        "accuracy": m.accuracy_score(truth, said, **w), "precision": m.precision_score(truth, said, **macro),
        "recall": m.recall_score(truth, said, **macro), "f1": m.f1_score(truth, said, **macro),
        "auc": mean_of([area(truth == k, scores[:, k], w, computed=True) for k in range(units)]),
        "logLoss": log_loss(truth, scores, range(units), w),
        **({"top2": m.top_k_accuracy_score(truth, scores, k=2, labels=range(units), **w)} if units > 2 else {}),
    }


def log_loss(truth, scores, labels, w):
    """NaN where a probability is so near 0 or 1 that 32 bits keep too little of its distance."""
    exact, single = (m.log_loss(truth, near, labels=labels, **w) for near in (scores, in_single(scores)))
    return exact if abs(exact - single) < 1e-6 * max(1, exact) else np.nan


def in_single(scores):
    """Probabilities as 32 bits hold them, but for a shake of their last digit, cut as Keras cuts them."""
    return np.clip(scores.astype(np.float32) * (1 + rng.uniform(-1e-7, 1e-7, scores.shape)), 1e-7, 1 - 1e-7)


def area(truth, score, w, computed=False):
    """NaN where scores are so close, or equal by different ways, that 32 bits order them by chance."""
    if truth.all() or not truth.any(): return None
    rough = [float(f"{one:.5g}") for one in score]
    shaken = score * (1 + rng.uniform(-1e-6, 1e-6, score.shape))
    exact, *others = (m.roc_auc_score(truth, near, **w) for near in (score.round(12), rough, *([shaken] if computed else [])))
    yes, no = score[truth][:, None], score[~truth]
    apart = np.abs(yes - no)
    close = (apart > 0) & (apart < 1e-5 * np.maximum(np.abs(yes), np.abs(no)))
    return np.nan if close.any() or any(abs(exact - other) > 1e-12 for other in others) else exact


def mean_of(values):
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


# The model: an input of numbers, of steps of numbers (padded with zeros) or of steps of words (padded with 0).
def draw_body(steps):
    body = {"inputs": pick(2, 3), "hidden": pick("none", "dense", "dense")}
    if steps: body |= {"hidden": pick("none", "dense", "recurrent"), "words": chance(0.3), "masked": chance(0.6)}
    if body["hidden"] == "dense" and chance(0.25): body["normed"] = True
    return body


class Words(keras.layers.Embedding):
    """Keras' own takes squares of the parts of a sparse gradient, so that its Adam is not Adam where a word comes twice."""
    def call(self, words): return keras.ops.matmul(keras.ops.one_hot(words, self.input_dim), self.embeddings)


def build(problem):
    body, steps = problem["body"], problem.get("steps")
    words = body.get("words")
    i = keras.Input((steps,) if words else (steps, body["inputs"]) if steps else (body["inputs"],))
    h = i
    if words: h = Words(6, body["inputs"], mask_zero=body["masked"])(h)
    elif body.get("masked"): h = keras.layers.Masking()(h)
    if body["hidden"] == "dense":
        h = keras.layers.Dense(3, problem["activation"], use_bias=not body.get("normed"))(h)
        if body.get("normed"): h = keras.layers.BatchNormalization()(h)
    if steps and body["hidden"] != "recurrent" and not problem["perStep"]: h = keras.layers.GlobalAveragePooling1D()(h)
    if body["hidden"] == "recurrent": h = keras.layers.SimpleRNN(3, problem["activation"], return_sequences=problem["perStep"])(h)
    l2 = keras.regularizers.L2(problem["l2"]) if problem.get("l2") else None
    outs = []
    for index, output in enumerate(problem["outputs"]):
        crossentropy = output["loss"].endswith("Crossentropy")
        last = "linear" if crossentropy else output["activation"]
        outs.append(keras.layers.Dense(output["units"], last, kernel_regularizer=l2, name=f"out{index}")(h))
    return keras.Model(i, outs if len(outs) > 1 else outs[0])


def draw_rows(problem, rows):
    """Inputs, the steps that count, truths as drawn, and weights of examples."""
    body, steps = problem["body"], problem.get("steps")
    there = np.ones((rows, steps or 1), bool)
    if body.get("masked"): there = np.arange(steps) < rng.integers(1, steps + 1, rows)[:, None]
    if not steps: x = normal(rows, body["inputs"])
    elif body["words"]: x = np.where(there, rng.integers(1, 6, (rows, steps)), 0 if body["masked"] else 3)
    else: x = normal(rows, steps, body["inputs"]) * there[..., None]
    per_step = problem["perStep"]
    shape = (rows, steps) if per_step else (rows,)
    truths = [draw_truth(kind, output, shape) for kind, output in zip(problem["kinds"], problem["outputs"])]
    weight = None
    if problem["weighted"]:
        weight = rng.uniform(0.2, 3, shape if problem["weighted"] == "steps" else rows).round(2)
        if chance(0.4): weight[rng.integers(rows)] = 0
    return {"x": x, "there": there if per_step else np.ones(rows, bool), "truths": truths, "weight": weight}


def fed(kind, output, truth):
    return np.eye(output["units"])[truth] if kind == "classes" else truth


def spread(weight, there):
    """A weight for each example, or for each of its steps, as one for each of what counts or not."""
    if weight is None: return np.ones(there.shape)
    return weight if weight.ndim == there.ndim else np.repeat(weight[:, None], there.shape[1], 1)


def logs_of(problem, batches):
    """Metrics of predictions, gathered batch by batch."""
    logs = {}
    for index, (kind, output) in enumerate(zip(problem["kinds"], problem["outputs"])):
        parts = []
        for data, raw in batches:
            truth, there = data["truths"][index], data["there"]
            scores = scores_of(kind, output, raw[index])
            w = spread(data["weight"], there)
            parts.append((truth[there], scores[there], w[there]))
        truth, scores, w = (np.concatenate(part) for part in zip(*parts))
        prefix = f"out{index}_" if len(problem["outputs"]) > 1 else ""
        logs |= {prefix + name: value for name, value in measure(kind, truth, scores, w).items()}
    return logs


def some(data, at):
    return {"x": data["x"][at], "there": data["there"][at], "truths": [t[at] for t in data["truths"]],
            "weight": None if data["weight"] is None else data["weight"][at]}


def gathered(problem):
    """How many rows make an update."""
    return problem["batchSize"] * problem.get("accumulate", 1)


def weights_of(model):
    """In the order of TensorFlow.js: those that are trained first."""
    return model.trainable_weights + model.non_trainable_weights


class Watch(keras.callbacks.Callback):
    """What the model says of every batch before it learns from it."""
    def __init__(self, problem, data):
        super().__init__()
        self.problem, self.data = problem, data
    def on_epoch_begin(self, epoch, logs=None): self.said = []
    def on_train_batch_begin(self, batch, logs=None):
        size = gathered(self.problem)
        part = some(self.data, slice(batch * size, (batch + 1) * size))
        self.said.append((part, raw_of(self.model, part["x"], training=True)))
    def on_epoch_end(self, epoch, logs=None): self.last = logs_of(self.problem, self.said)


def raw_of(model, x, training=False):
    """What a model says; the averages of its batch norms as they were."""
    before = model.get_weights()
    raw = model(x, training=training)
    model.set_weights(before)
    return [np.asarray(one) for one in (raw if isinstance(raw, list) else [raw])]


def class_weights(problem, data):
    """The weight of each example, or step, by its class."""
    drawn = problem.get("classWeight")
    if not drawn: return 1
    truth = data["truths"][0]
    labels = truth if problem["kinds"][0] == "classes" else truth[..., 0].astype(int)
    counted = spread(data["weight"], data["there"])
    counts = np.bincount(labels.ravel(), counted.ravel(), max(2, problem["outputs"][0]["units"]))
    weights = counts.sum() / (np.count_nonzero(counts) * np.where(counts > 0, counts, 1)) if drawn == "balanced" else np.array(drawn)
    return weights[labels]


def draw_optimiser(outputs):
    name = pick(*OPTIMISERS)
    options = {"learningRate": pick(0.01, 0.05, 0.1)}
    if name in ("momentum", "nesterov"): options["momentum"] = pick(0.5, 0.9)
    # A tiny epsilon takes steps of full size where the gradient vanishes: rounding would grow. Keras adds Adam's to the root
    # before its bias is corrected, others after: hence one that does not count.
    if name == "rmsprop": options["epsilon"] = 1e-3
    if name in ("adam", "adamw"): options["epsilon"] = 1e-10
    if any(output["loss"] == "meanAbsolutePercentageError" for output in outputs): options["learningRate"] /= 100
    if chance(0.2): options[pick("clipValue", "clipNorm", "clipGlobalNorm")] = pick(0.05, 0.3)
    if chance(0.2): options["weightDecay"] = pick(0.01, 0.1)
    return name, options


def draw_problem():
    kinds = pick(("numbers",), ("numbers",), ("margins",), ("binary",), ("binary",), ("classes",), ("classes",), ("classes",),
                 ("labels",), ("labels",), ("classes", "numbers"), ("binary", "labels"))
    steps = pick(3, 4, 5) if chance(0.45) else None
    body = draw_body(steps)
    per_step = bool(steps) and chance(0.7)
    outputs = [draw_output(kind) for kind in kinds]
    problem = {
        "kinds": kinds, "outputs": outputs, "body": body, "perStep": per_step,
        "activation": pick("tanh", "relu", "sigmoid", "elu", "softplus", "linear"),
        "weighted": pick(False, False, "rows", "steps" if per_step else "rows"),
        "optimizer": draw_optimiser(outputs), "batchSize": int(rng.integers(2, 7)), "epochs": pick(2, 3),
    }
    if steps: problem["steps"] = steps
    if chance(0.2): problem["l2"] = 0.02
    # Batches gathered are one large batch, but where each counts its own padding or takes its own averages.
    if chance(0.2) and not body.get("masked") and not body.get("normed"): problem["accumulate"] = pick(2, 3)
    weighable = kinds in (("classes",), ("binary",))
    if weighable and chance(0.4):
        balanced = chance(0.4) and not body.get("masked")
        problem["classWeight"] = "balanced" if balanced else rng.uniform(0.2, 4, max(2, problem["outputs"][0]["units"])).round(2).tolist()
    return problem


def keras_data(problem, data, weight):
    truths = [fed(kind, output, truth) for kind, output, truth in zip(problem["kinds"], problem["outputs"], data["truths"])]
    several = len(truths) > 1
    return data["x"], truths if several else truths[0], [weight] * len(truths) if several else weight


def trained():
    problem = draw_problem()
    data, other = (draw_rows(problem, int(rng.integers(5, 12))) for _ in range(2))
    start = [np.abs(normal(*w.shape)) if "variance" in w.name else normal(*w.shape) for w in weights_of(build(problem))]
    validation = {"validation_data": keras_data(problem, other, spread(other["weight"], other["there"])),
                  "validation_batch_size": problem["batchSize"]}
    watch = Watch(problem, data)
    model, losses = train(problem, start, data, callbacks=[watch], **validation)
    end = [np.asarray(w) for w in weights_of(model)]
    # What multiplies rounding says nothing of those who compute in 32 bits.
    jitter = lambda values: values if values.dtype == int else values * (1 + rng.uniform(-1e-7, 1e-7, values.shape))
    near, _ = train(problem, [jitter(w) for w in start], {**data, "x": jitter(data["x"])})
    if max(np.abs(a - np.asarray(b)).max() for a, b in zip(end, weights_of(near))) > 1e-7: return trained()
    final = logs_of(problem, [(other, raw_of(model, other["x"]))])
    return {**problem, "start": [w.ravel() for w in start], "data": stored(data), "other": stored(other),
            "losses": losses, "last": watch.last, "end": [w.ravel() for w in end], "measured": final}


def train(problem, start, data, **more):
    """The model, and losses of every epoch."""
    model = build(problem)
    for weight, value in zip(weights_of(model), start): weight.assign(value)
    name, options = problem["optimizer"]
    optimizer = OPTIMISERS[name](**{KERAS_WORDS.get(option, option): value for option, value in options.items()})
    losses = [LOSSES[output["loss"]] for output in problem["outputs"]]
    model.compile(optimizer, losses if len(losses) > 1 else losses[0], run_eagerly=True)
    x, y, w = keras_data(problem, data, spread(data["weight"], data["there"]) * class_weights(problem, data))
    history = model.fit(x, y, sample_weight=w, batch_size=gathered(problem), epochs=problem["epochs"], shuffle=False, verbose=0, **more)
    return model, history.history


def stored(data):
    flat = {"rows": len(data["x"]), "x": data["x"].ravel(), "y": [truth.ravel() for truth in data["truths"]]}
    return flat if data["weight"] is None else {**flat, "weight": data["weight"].ravel()}


def whole(digits):
    return int(float(digits)) if float(digits).is_integer() else float(digits)


def plain(value):
    """JSON with nine digits, float32 has seven; NaN, what is undefined, as null."""
    if isinstance(value, dict): return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)): return [plain(one) for one in value]
    if isinstance(value, (float, np.floating)): return None if np.isnan(value) else whole(f"{value:.9g}")
    return int(value) if isinstance(value, np.integer) else bool(value) if isinstance(value, np.bool_) else value


# Metrics alone, where a trained model seldom comes: far from 0, constant, ties, rare, a class or a row that is missing.
def measured():
    kind = pick("numbers", "numbers", "margins", "binary", "binary", "classes", "classes", "labels")
    output = draw_output(kind)
    rows, units = int(rng.integers(2, 25)), output["units"]
    truth = draw_truth(kind, output, (rows,))
    raw = normal(rows, units) * pick(1, 1, 4)
    # Among the classes of a row no two are equal, and no margin is 0: which comes first is nobody's definition.
    if kind == "classes": raw = raw + np.arange(units) * 1e-3
    if kind == "margins": raw = raw + 5e-3
    extreme = pick("none", "far", "constant", "same", "ties", "rare", "one")
    if kind == "numbers":
        output["loss"], output["activation"] = pick("meanSquaredError", "meanAbsoluteError", "huber"), "linear"
        truth = np.round(normal(rows, units) * 2 ** 4) / 2 ** 4
        raw = np.round((truth + normal(rows, units) * pick(0.1, 1)) * 2 ** 4) / 2 ** 4
        if extreme == "far": truth, raw = truth + 2 ** 17, raw + 2 ** 17
        if extreme == "constant": truth = np.full((rows, units), 3.0)
        if extreme == "same": raw = truth.copy()
    elif extreme == "ties": raw = raw.round(0) + np.arange(units) * 1e-3 + 0.25
    elif extreme == "far": raw = raw * 8
    elif extreme == "one": truth = np.zeros_like(truth) + (-1 if kind == "margins" else 0)
    elif extreme == "rare":
        truth = np.zeros_like(truth) + (-1 if kind == "margins" else 0)
        truth[rng.integers(rows)] = 1
    weight = rng.uniform(0.2, 3, rows).round(2) if chance(0.3) else None
    problem = {"kinds": [kind], "outputs": [output]}
    data = {"x": raw, "there": np.ones(rows, bool), "truths": [truth], "weight": weight}
    said = raw if output["activation"] != "tanh" else np.tanh(raw)
    loss = float(LOSSES[output["loss"]](fed(kind, output, truth), said, sample_weight=weight))
    return {**problem, "extreme": extreme, "batchSize": int(rng.integers(2, 9)), "data": stored(data),
            "measured": {"loss": loss, **logs_of(problem, [(data, [said])])}}


def several(draw, numbers, seed):
    """Each problem is drawn from a seed of its own, so that a part can be drawn alone: differential.py 25:50 0:0."""
    return [drawn_from([seed, number], draw) for number in numbers]


def drawn_from(seed, draw):
    global rng
    rng = np.random.default_rng(seed)
    return draw()


print(json.dumps(plain({
    "versions": {"keras": keras.__version__, "scikit-learn": __import__("sklearn").__version__},
    "trained": several(trained, TRAINED, 24), "measured": several(measured, MEASURED, 25),
}), separators=(",", ":")))
