import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Figure } from "../../src/plot/index";
import { examples, shownExamples } from "../contracts/figures.examples";
import { ordinaryCalls } from "./calls";

// Writes dist/gallery/index.html: each figure with its code and its words, in both themes; no script, no network.
const page = join(__dirname, "../../dist/gallery/index.html");

const style = `
:root { color-scheme: light dark; --ink: #24292f; --ground: #ffffff; --soft: #f4f5f7 }
@media (prefers-color-scheme: dark) { :root { --ink: #e3e6ea; --ground: #111111; --soft: #1d1f22 } }
body { margin: 0 auto; max-width: 720px; padding: 16px; font: 15px/1.5 Inter, system-ui, sans-serif; color: var(--ink); background: var(--ground) }
nav a { margin-right: 10px; display: inline-block }
a { color: inherit }
section { margin: 40px 0 }
img { max-width: 100%; height: auto }
pre { overflow-x: auto; padding: 10px; background: var(--soft); border-radius: 6px; font-size: 13px }`;

async function draw(): Promise<void> {
  const calls = ordinaryCalls();
  const sections: string[] = [];
  for (const [name, draw] of Object.entries(shownExamples()))
    sections.push(await section(name, draw(), calls[name]));
  const links = Object.keys(examples).map((name) => `<a href="#${name}">${name}</a>`); // other faces stand beneath theirs
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(
    page,
    `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Figures of tsdescent</title><style>${style}</style></head>
<body><header><h1>Figures of tsdescent</h1><p>${links.length} figures, each with its code and its words.</p></header>
<nav aria-label="Figures">${links.join("\n")}</nav>
<main>${sections.join("\n")}</main></body></html>
`,
  );
  console.log(page);
}

async function section(name: string, figure: Figure, code: string): Promise<string> {
  const [light, dark] = [await figure.svg(), await figure.svg({ theme: "dark" })].map(dataUrl);
  return `<section id="${name.replace(/\W+/g, "-")}"><h2>${name}</h2>
<picture><source media="(prefers-color-scheme: dark)" srcset="${dark}"><img src="${light}" alt="${escaped(figure.alt)}"></picture>
<pre tabindex="0" aria-label="Code of ${name}"><code>${escaped(code)}</code></pre>
<p>${escaped(figure.alt)}</p></section>`;
}

function dataUrl(svg: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

void draw();
