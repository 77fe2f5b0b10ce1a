import fs from "node:fs";
import path from "node:path";
import { backends, unmet } from "../backends/backends.mjs";
import { readChoice, writeChoice } from "../backends/choice.mjs";
import { leadsTo } from "../system/linkTo.mjs";
import { inTfjsNode, linkNative, removeNative } from "../backends/nativeFolder.mjs";
import { home, isCheckout, places, typed } from "../system/places.mjs";
import { SetupError } from "../system/setupError.mjs";
import { verify } from "../backends/verify.mjs";
import { readJson, writeWhole } from "../system/writeWhole.mjs";

/** @typedef {import("../backends/backends.mjs").Backend} Backend */
/** @typedef {import("../backends/choice.mjs").PassedOver} PassedOver */

const verified = path.join(places.descent, "verified.json");

/**
 * TensorFlow: the best backend that really works here, or the one that was asked for.
 *
 * @type {import("./steps.mjs").Step}
 */
export const tensorflow = {
  title: "TensorFlow",
  async isDone({ backend: asked }) {
    const choice = readChoice();
    const chosen = backends.find(({ name }) => name === choice?.backend);
    if (!choice || !chosen || asked === "auto" || (asked && asked !== chosen.name)) return false;
    return (
      isLinked(chosen) && isVerified(chosen) && (asked !== undefined || !(await isBetterPossible(choice)))
    );
  },
  async run(report, { backend: asked }) {
    const forced = backends.find(({ name }) => name === asked);
    return forced ? force(forced, report) : choose(report);
  },
};

/** @param {import("../terminal/progress.mjs").Report} report */
async function choose(report) {
  /** @type {PassedOver[]} */
  const passedOver = [];
  for (const backend of backends) {
    const obstacle = await obstacleTo(backend, report);
    if (typeof obstacle === "string") return settle(backend, obstacle, passedOver);
    passedOver.push(obstacle);
    report.note(`${backend.title}: ${obstacle.reason}`);
  }
  throw new SetupError("no backend of TensorFlow works here", {
    remedy: "remove node_modules, install again, and run this again",
    details: passedOver.map(({ backend, reason }) => `${backend}: ${reason}`).join("\n"),
  });
}

/**
 * @param {Backend} backend
 * @param {import("../terminal/progress.mjs").Report} report
 */
async function force(backend, report) {
  const obstacle = await obstacleTo(backend, report);
  if (typeof obstacle !== "string") {
    throw new SetupError(`--backend ${backend.name}: ${obstacle.reason}`, {
      remedy: obstacle.remedy || "leave --backend out, and set-up takes what works",
    });
  }
  const others = backends.slice(0, backends.indexOf(backend)).map(({ name }) => ({
    backend: name,
    reason: `--backend ${backend.name} was asked for`,
    remedy: typed("setup", "--backend auto"),
  }));
  return settle(backend, obstacle, others);
}

/**
 * Installs a backend and tries it.
 *
 * @param {Backend} backend
 * @param {import("../terminal/progress.mjs").Report} report
 * @returns {Promise<string | PassedOver>} its version, or why it is passed over
 */
async function obstacleTo(backend, report) {
  const missing = await unmet(backend);
  if (missing) return { backend: backend.name, reason: missing.reason, remedy: missing.remedy };
  try {
    return await install(backend, report);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      backend: backend.name,
      reason: error.message,
      remedy: `${typed("setup", `--backend ${backend.name}`)} tries again`,
    };
  }
}

/**
 * @param {Backend} backend
 * @param {import("../terminal/progress.mjs").Report} report
 */
async function install(backend, report) {
  const folder = backend.folder();
  if (folder && !fs.existsSync(folder)) await backend.install(report);
  if (folder && isCheckout) linkNative(folder);
  report.say("multiplying two matrices with it");
  try {
    const { version } = await verify(backend);
    writeWhole(verified, JSON.stringify({ ...readJson(verified), [keyOf(backend)]: true }));
    return version;
  } catch (error) {
    if (folder) removeNative(folder);
    throw error;
  }
}

/**
 * @param {Backend} backend
 * @param {string} version
 * @param {PassedOver[]} passedOver
 */
function settle(backend, version, passedOver) {
  const folder = backend.folder();
  const native = folder ? { native: path.relative(home, folder) } : {};
  writeChoice({ backend: backend.name, version, passedOver, ...native });
  return `${version}, ${backend.title}`;
}

/**
 * Whether what it needs is where the library looks for it.
 *
 * @param {Backend} backend
 */
function isLinked(backend) {
  const folder = backend.folder();
  if (folder === null) return true;
  if (!isCheckout) return fs.existsSync(folder);
  return ["deps", "lib"].every((part) => leadsTo(path.join(folder, part), inTfjsNode(part)));
}

/** @param {Backend} backend */
function isVerified(backend) {
  return readJson(verified)?.[keyOf(backend)] === true;
}

/**
 * A backend that works with one Node may fail with another.
 *
 * @param {Backend} backend
 */
function keyOf(backend) {
  const folder = backend.folder();
  return `${folder ? path.basename(folder) : backend.name} with Node ${process.versions.node.split(".")[0]}`;
}

/**
 * Whether a backend was passed over for want of something that is there by now.
 *
 * @param {import("../backends/choice.mjs").Choice} choice
 */
async function isBetterPossible({ passedOver }) {
  for (const { backend, reason } of passedOver) {
    const wanted = backends.find(({ name }) => name === backend);
    const requirement = wanted?.requirements.find((each) => each.reason === reason);
    if (wanted && requirement && (await unmet(wanted)) === null) return true;
  }
  return false;
}
