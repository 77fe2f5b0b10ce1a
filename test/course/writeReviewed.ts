import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { reviewedNow } from "./reviewed";

// Writes test/reference/exercises.json: what every exercise of the course asks, and its answers, as they were reviewed.
//   node --require ./test/typescript.cjs test/course/writeReviewed.ts
// Look at the difference before you commit it. That the answers are right is held by test/notebooks, where answers that
// were written apart from these pass each exercise.
const file = join(__dirname, "../reference/exercises.json");
writeFileSync(file, `${JSON.stringify(reviewedNow(), null, 1)}\n`);
