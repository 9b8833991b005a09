// What both scripts share: named tests, comparison, an end for everything.
// The first difference ends the run with a line that says where it is.

import { isDeepStrictEqual } from "node:util";

/** Longer than any run takes; nothing here may wait for ever. */
const DEADLINE_MS = 120_000;

let passed = 0;

/** Runs one test after the other; the last line of the output is `N passed, N failed`. */
export async function run(title, tests, cleanUp = () => {}) {
  const end = (failed) => {
    cleanUp();
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed);
  };
  setTimeout(() => {
    console.error(`${title}: not done after ${DEADLINE_MS / 1000} s`);
    end(1);
  }, DEADLINE_MS);
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      passed += 1;
      console.log(`${title}: ok: ${name}`);
    } catch (error) {
      console.error(`${title}: FAILED: ${name}: ${error instanceof Different ? error.message : error.stack}`);
      end(1);
    }
  }
  end(0);
}

class Different extends Error {}

export function fail(message) {
  throw new Different(message);
}

export function equal(actual, wanted, what) {
  if (!isDeepStrictEqual(actual, wanted)) {
    fail(`${what}: got ${JSON.stringify(actual)}, wanted ${JSON.stringify(wanted)}`);
  }
}

/** Every value named in `wanted` is in `actual`; lists have the same length. A function is asked instead. */
export function holds(actual, wanted, what) {
  if (typeof wanted === "function") {
    if (!wanted(actual)) fail(`${what}: ${JSON.stringify(actual)} is not as wanted: ${wanted}`);
  } else if (Array.isArray(wanted)) {
    if (!Array.isArray(actual) || actual.length !== wanted.length) {
      fail(`${what}: got ${JSON.stringify(actual)}, wanted ${wanted.length} entries`);
    }
    wanted.forEach((part, at) => holds(actual[at], part, `${what}[${at}]`));
  } else if (wanted !== null && typeof wanted === "object") {
    if (actual === null || typeof actual !== "object") fail(`${what}: got ${JSON.stringify(actual)}, wanted an object`);
    for (const [key, part] of Object.entries(wanted)) holds(actual[key], part, `${what}.${key}`);
  } else {
    equal(actual, wanted, what);
  }
}

export const isCount = (value) => Number.isInteger(value) && value > 0;
export const isTime = (value) => typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value);

/** Asks again until there is an answer, for five seconds at most. */
export async function eventually(what, ask) {
  for (let n = 0; n < 250; n += 1) {
    const answer = ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return fail(`${what}: nothing within five seconds`);
}
