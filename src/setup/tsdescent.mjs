#!/usr/bin/env node
// The one entry of every command. Its syntax is old on purpose: an old Node must get as far as the message.
import process from "node:process";

const [major, minor] = process.versions.node.split(".").map(Number);
const isNewEnough = major > 20 || (major === 20 && minor >= 19);

if (isNewEnough) {
  import("./commands/main.mjs").then(({ main }) => main(process.argv.slice(2)));
} else {
  const found = process.versions.node + " at " + process.execPath;
  console.error("✘ tsdescent needs Node 20.19 or newer; this is Node " + found);
  console.error(
    "  → install a current Node from https://nodejs.org (or with nvm, fnm or brew), then run this again",
  );
  process.exitCode = 1;
}
