"""Two records as TensorBoard's own writer makes them, in hex: python trainingEvents.py > trainingEvents.json"""
import json, os, tempfile
os.environ["CUDA_VISIBLE_DEVICES"] = ""
from tensorflow.core.util.event_pb2 import Event
from tensorflow.core.framework.summary_pb2 import Summary
import tensorflow as tf

events = [
    Event(wall_time=1700000000.5, file_version="brain.Event:2"),
    Event(wall_time=1700000001.25, step=300, summary=Summary(value=[
        Summary.Value(tag="epoch/loss", simple_value=0.125), Summary.Value(tag="epoch/val_loss", simple_value=-3)])),
]
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "events.tfrecord")
    with tf.io.TFRecordWriter(path) as writer:
        for event in events:
            writer.write(event.SerializeToString())
    with open(path, "rb") as file:
        print(json.dumps(file.read().hex()))
