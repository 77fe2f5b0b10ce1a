import * as tf from "@tensorflow/tfjs";
import { within, type Nested } from "./frozen";

/** What the layers of a model are set to: a dropout's rate, a regulariser's strength. */
export interface Configuration {
  /** The layers' settings as one text; another text is another setting. */
  settings: string;
  /** Which layers are trained, by name. */
  trained: Map<string, boolean>;
}

/**
 * The settings of a model's layers as they are now. Whoever changes one by hand, as a callback does that lowers a dropout's rate,
 * has what was recorded with it looked at again.
 */
export function configurationOf(model: tf.LayersModel): Configuration {
  const layers = everyLayer(model as Nested);
  const settings = layers.map((layer) => [layer.name, ...settingsOf(layer)]);
  return {
    settings: JSON.stringify(settings),
    trained: new Map(layers.map((layer) => [layer.name, layer.trainable])),
  };
}

function everyLayer(layer: Nested): Nested[] {
  return [layer, ...within(layer).flatMap(everyLayer)];
}

/** The numbers, words and switches of a layer, and those of its regularisers and constraints. */
function settingsOf(layer: Nested): unknown[] {
  if (layer instanceof tf.LayersModel) return [];
  const parts = Object.values(layer).filter((part) => part instanceof tf.serialization.Serializable);
  return [layer, ...parts].flatMap((part) => Object.entries(part).filter(([, value]) => isSetting(value)));
}

function isSetting(value: unknown): boolean {
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean";
}
