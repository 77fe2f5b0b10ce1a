"""Reference trajectories for src/optim, from Optax and Keras: python trainingOptimisers.py > trainingOptimisers.json

pip install "jax[cpu]" optax tensorflow-cpu keras numpy. The loss is a fixed non-linear function of a matrix and a vector,
so that every optimiser sees gradients of different sizes and signs; 100 steps.
"""
import json, os
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import numpy as np
import jax, jax.numpy as jnp, optax
import tensorflow as tf, keras

# float64, so that what a test measures is the rounding of tsdescent alone.
jax.config.update("jax_enable_x64", True)
keras.config.set_floatx("float64")
STEPS = 100
rng = np.random.default_rng(7)
single = lambda a: a.astype("float32").astype("float64")
X = single(rng.normal(size=(8, 4)))
Y = single(rng.uniform(-0.8, 0.8, size=(8, 3)))
W0 = single(rng.normal(size=(4, 3)) / 2)
B0 = single(rng.normal(size=(3,)) / 2)


def rounded(values):
    return np.asarray(values).ravel().round(8).tolist()


def loss_jax(params):
    w, b = params
    return jnp.mean((jnp.tanh(X @ w + b) - Y) ** 2)


def run_optax(tx, project=lambda w: w):
    params = (jnp.array(W0), jnp.array(B0))
    state = tx.init(params)
    grad = jax.jit(jax.value_and_grad(loss_jax))
    losses = []
    for _ in range(STEPS):
        value, g = grad(params)
        losses.append(round(float(value), 8))
        updates, state = tx.update(g, state, params)
        w, b = optax.apply_updates(params, updates)
        params = (project(w), b)
    return {"losses": losses, "w": rounded(params[0]), "b": rounded(params[1])}


def run_keras(optimizer, constraint=None):
    w = keras.Variable(W0, name="w")
    b = keras.Variable(B0, name="b")
    if constraint is not None:
        w.constraint = constraint
    losses = []
    for _ in range(STEPS):
        with tf.GradientTape() as tape:
            value = tf.reduce_mean((tf.tanh(X @ w.value + b.value) - Y) ** 2)
        g = tape.gradient(value, [w.value, b.value])
        losses.append(round(float(value), 8))
        optimizer.apply(g, [w, b])
    return {"losses": losses, "w": rounded(w), "b": rounded(b)}


o, k = optax, keras.optimizers
E7 = 1e-7
# RMSProp with a tiny epsilon takes steps of full size where the gradient vanishes: rounding errors grow; hence 1e-3.
cases = [
    # name, options of ours, source, result
    ("sgd", {"learningRate": 0.1}, "optax.sgd", run_optax(o.sgd(0.1))),
    ("momentum", {"learningRate": 0.05, "momentum": 0.9}, "optax.sgd(momentum)", run_optax(o.sgd(0.05, 0.9))),
    ("momentum", {"learningRate": 0.05}, "keras.SGD(momentum)", run_keras(k.SGD(0.05, 0.9))),
    ("nesterov", {"learningRate": 0.05, "momentum": 0.9}, "optax.sgd(nesterov)", run_optax(o.sgd(0.05, 0.9, True))),
    ("nesterov", {"learningRate": 0.05}, "keras.SGD(nesterov)", run_keras(k.SGD(0.05, 0.9, True))),
    ("adagrad", {"learningRate": 0.2}, "optax.adagrad", run_optax(o.adagrad(0.2, 0.1, E7))),
    ("adagrad", {"learningRate": 0.2}, "keras.Adagrad", run_keras(k.Adagrad(0.2, 0.1, E7))),
    ("rmsprop", {"learningRate": 0.01, "epsilon": 1e-3}, "keras.RMSprop", run_keras(k.RMSprop(0.01, epsilon=1e-3))),
    ("rmsprop", {"learningRate": 0.01, "epsilon": 1e-3, "momentum": 0.8, "centered": True}, "optax.rmsprop(centered, momentum)",
     run_optax(o.rmsprop(0.01, 0.9, 1e-3, centered=True, momentum=0.8))),
    ("adam", {"learningRate": 0.02}, "optax.adam", run_optax(o.adam(0.02, eps=E7))),
    ("adam", {"learningRate": 0.02}, "keras.Adam", run_keras(k.Adam(0.02))),
    ("adam", {"learningRate": 0.02, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-5}, "optax.adam(betas)",
     run_optax(o.adam(0.02, 0.8, 0.95, 1e-5))),
    ("adamw", {"learningRate": 0.02, "weightDecay": 0.1}, "optax.adamw",
     run_optax(o.adamw(0.02, eps=E7, weight_decay=0.1))),
    ("adamw", {"learningRate": 0.02, "weightDecay": 0.1}, "keras.AdamW", run_keras(k.AdamW(0.02, 0.1))),
    ("adam", {"learningRate": 0.02, "weightDecay": 0.05, "coupledDecay": True}, "optax.chain(add_decayed_weights, adam)",
     run_optax(o.chain(o.add_decayed_weights(0.05), o.adam(0.02, eps=E7)))),
    ("nesterov", {"learningRate": 0.05, "weightDecay": 0.1, "coupledDecay": True, "clipGlobalNorm": 0.1},
     "optax.chain(clip_by_global_norm, add_decayed_weights, nesterov)",
     run_optax(o.chain(o.clip_by_global_norm(0.1), o.add_decayed_weights(0.1), o.sgd(0.05, 0.9, True)))),
    # Keras adds epsilon before the bias is corrected: hence one that does not count. Gradients that fall and rise again
    # tell amsgrad from adam.
    ("amsgrad", {"learningRate": 0.05, "beta2": 0.9, "epsilon": 1e-10}, "keras.Adam(amsgrad)",
     run_keras(k.Adam(0.05, beta_2=0.9, epsilon=1e-10, amsgrad=True))),
    ("amsgrad", {"learningRate": 0.02, "epsilon": 1e-10, "weightDecay": 0.1}, "keras.AdamW(amsgrad)",
     run_keras(k.AdamW(0.02, 0.1, epsilon=1e-10, amsgrad=True))),
    ("adamax", {"learningRate": 0.02, "epsilon": 1e-3}, "keras.Adamax", run_keras(k.Adamax(0.02, epsilon=1e-3))),
    ("adamax", {"learningRate": 0.02}, "optax.adamax", run_optax(o.adamax(0.02, eps=E7))),
    ("adadelta", {"rho": 0.9}, "optax.adadelta", run_optax(o.adadelta(1.0, 0.9, 1e-6))),
    ("adadelta", {}, "keras.Adadelta", run_keras(k.Adadelta(1.0, 0.95, 1e-6))),
    ("radam", {"learningRate": 0.02}, "optax.radam", run_optax(o.radam(0.02, eps=E7))),
    ("radam", {"learningRate": 0.02, "beta2": 0.9, "weightDecay": 0.1}, "optax.chain(scale_by_radam, add_decayed_weights)",
     run_optax(o.chain(o.scale_by_radam(b2=0.9, eps=E7), o.add_decayed_weights(0.1), o.scale_by_learning_rate(0.02)))),
    ("lamb", {"learningRate": 0.02, "weightDecay": 0.1}, "optax.lamb", run_optax(o.lamb(0.02, eps=E7, weight_decay=0.1))),
    # Of small gradients its steps of a given length multiply rounding, with Optax in 32 bits too: hence a large epsilon.
    ("lamb", {"learningRate": 0.005, "beta1": 0.8, "epsilon": 0.1}, "optax.lamb(beta)", run_optax(o.lamb(0.005, 0.8, eps=0.1))),
    ("nadam", {"learningRate": 0.02}, "optax.nadam", run_optax(o.nadam(0.02, eps=E7))),
    ("lion", {"learningRate": 0.01}, "optax.lion", run_optax(o.lion(0.01, weight_decay=0.0))),
    ("lion", {"learningRate": 0.01, "weightDecay": 0.1}, "optax.lion(decay)", run_optax(o.lion(0.01, weight_decay=0.1))),
    ("sgd", {"learningRate": 0.1, "weightDecay": 0.05}, "optax.chain(add_decayed_weights, sgd)",
     run_optax(o.chain(o.add_decayed_weights(0.05), o.sgd(0.1)))),
    ("sgd", {"learningRate": 0.3, "clipValue": 0.05}, "optax.clip", run_optax(o.chain(o.clip(0.05), o.sgd(0.3)))),
    ("sgd", {"learningRate": 0.3, "clipNorm": 0.2}, "keras.SGD(clipnorm)", run_keras(k.SGD(0.3, clipnorm=0.2))),
    ("sgd", {"learningRate": 0.3, "clipGlobalNorm": 0.2}, "optax.clip_by_global_norm",
     run_optax(o.chain(o.clip_by_global_norm(0.2), o.sgd(0.3)))),
    ("momentum", {"learningRate": 0.1, "constraint": ["maxNorm", 1]}, "keras MaxNorm",
     run_keras(k.SGD(0.1, 0.9), keras.constraints.MaxNorm(1.0))),
    ("sgd", {"learningRate": 0.1, "constraint": ["unitNorm"]}, "keras UnitNorm",
     run_keras(k.SGD(0.1), keras.constraints.UnitNorm())),
    ("sgd", {"learningRate": 0.1, "constraint": ["nonNegative"]}, "keras NonNeg",
     run_keras(k.SGD(0.1), keras.constraints.NonNeg())),
    ("adam", {"learningRate": ["cosine", {"learningRate": 0.05, "steps": 60, "warmupSteps": 20}]},
     "optax.adam(warmup_cosine)", run_optax(o.adam(o.warmup_cosine_decay_schedule(0, 0.05, 20, 80), eps=E7))),
    ("nesterov", {"learningRate": ["exponential", {"learningRate": 0.1, "steps": 10, "factor": 0.8}],
                  "momentum": ["polynomial", {"learningRate": 0.5, "end": 0.95, "steps": 50}]},
     "optax nesterov with two schedules", None),
]


def two_schedules():
    """Optax has no schedule for momentum: its trace is rebuilt each step."""
    rate, mu = o.exponential_decay(0.1, 10, 0.8), o.linear_schedule(0.5, 0.95, 50)
    params, velocity, losses = (jnp.array(W0), jnp.array(B0)), (jnp.zeros((4, 3)), jnp.zeros(3)), []
    for t in range(STEPS):
        value, g = jax.value_and_grad(loss_jax)(params)
        losses.append(round(float(value), 8))
        velocity = jax.tree.map(lambda v, d: mu(t) * v + d, velocity, g)
        params = jax.tree.map(lambda p, v, d: p - rate(t) * (mu(t) * v + d), params, velocity, g)
    return {"losses": losses, "w": rounded(params[0]), "b": rounded(params[1])}


cases[-1] = (*cases[-1][:3], two_schedules())

at = [0, 1, 2, 5, 9, 10, 11, 19, 20, 29, 30, 31, 49, 50, 69, 70, 75, 99, 100, 109, 110, 150]
ks = keras.optimizers.schedules
rates = lambda f: [float(f(t)) for t in at]
schedules = [
    ("constant", 0.1, "optax.constant_schedule", rates(o.constant_schedule(0.1))),
    ("step", {"learningRate": 0.1, "everySteps": 10, "factor": 0.5}, "optax.exponential_decay(staircase)",
     rates(o.exponential_decay(0.1, 10, 0.5, staircase=True))),
    ("step", {"learningRate": 0.1, "at": [20, 70], "factor": 0.1}, "optax.piecewise_constant_schedule",
     rates(o.piecewise_constant_schedule(0.1, {20: 0.1, 70: 0.1}))),
    ("exponential", {"learningRate": 0.1, "steps": 30, "factor": 0.5}, "keras ExponentialDecay",
     rates(ks.ExponentialDecay(0.1, 30, 0.5))),
    ("inverseTime", {"learningRate": 0.1, "steps": 30, "factor": 0.5}, "keras InverseTimeDecay",
     rates(ks.InverseTimeDecay(0.1, 30, 0.5))),
    ("inverseTime", {"learningRate": 0.1, "steps": 30, "factor": 0.5, "staircase": True}, "keras InverseTimeDecay",
     rates(ks.InverseTimeDecay(0.1, 30, 0.5, staircase=True))),
    ("polynomial", {"learningRate": 0.1, "steps": 100, "end": 0.01, "power": 2}, "optax.polynomial_schedule",
     rates(o.polynomial_schedule(0.1, 0.01, 2, 100))),
    ("polynomial", {"learningRate": 0.1, "steps": 100, "end": 0.01, "power": 0.5}, "keras PolynomialDecay",
     rates(ks.PolynomialDecay(0.1, 100, 0.01, 0.5))),
    ("cosine", {"learningRate": 0.1, "steps": 100}, "optax.cosine_decay_schedule",
     rates(o.cosine_decay_schedule(0.1, 100))),
    ("cosine", {"learningRate": 0.1, "steps": 90, "warmupSteps": 10, "warmupFrom": 0.01, "end": 0.001},
     "optax.warmup_cosine_decay_schedule", rates(o.warmup_cosine_decay_schedule(0.01, 0.1, 10, 100, 0.001))),
    ("cosine", {"learningRate": 0.1, "steps": 10, "restarts": True, "growth": 2, "factor": 0.9},
     "keras CosineDecayRestarts", rates(ks.CosineDecayRestarts(0.1, 10, 2.0, 0.9))),
    ("cosine", {"learningRate": 0.1, "steps": 10, "restarts": True, "factor": 0.5, "end": 0.05},
     "keras CosineDecayRestarts(alpha)", rates(ks.CosineDecayRestarts(0.1, 10, 1.0, 0.5, 0.5))),
    ("cosine", {"learningRate": 0.1, "steps": 50, "restarts": True, "end": 0.02}, "optax.sgdr_schedule",
     rates(o.sgdr_schedule([dict(init_value=0.1, peak_value=0.1, warmup_steps=0, decay_steps=50, end_value=0.02)] * 4))),
    ("oneCycle", {"learningRate": 0.1, "steps": 100}, "optax.cosine_onecycle_schedule",
     rates(o.cosine_onecycle_schedule(100, 0.1, 0.3, 25, 1e4))),
]


def plateau():
    """keras ReduceLROnPlateau on a list of losses."""
    losses = [1.0, 0.8, 0.79995, 0.8, 0.81, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6]
    callback = keras.callbacks.ReduceLROnPlateau(monitor="loss", factor=0.5, patience=2, min_delta=1e-4, cooldown=2, min_lr=0.02)
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(k.SGD(0.1), "mse")
    callback.set_model(model)
    callback.on_train_begin()
    rates = []
    for epoch, loss in enumerate(losses):
        callback.on_epoch_end(epoch, {"loss": loss})
        rates.append(float(model.optimizer.learning_rate))
    return {"losses": losses, "rates": rates}


print(json.dumps({
    "versions": {"optax": optax.__version__, "jax": jax.__version__, "keras": keras.__version__},
    "steps": STEPS,
    "x": X.ravel().tolist(), "y": Y.ravel().tolist(), "w": W0.ravel().tolist(), "b": B0.tolist(),
    "optimisers": [{"name": n, "options": p, "source": s, **r} for n, p, s, r in cases],
    "at": at,
    "schedules": [{"name": n, "options": p, "source": s, "rates": r} for n, p, s, r in schedules],
    "plateau": plateau(),
}, indent=None))
