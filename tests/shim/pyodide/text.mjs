/*
 * What stands in stacks and in code is made by strangers: here by a generator that always makes the same. Of each text
 * things are asked that hold for every one.
 */
import assert from "node:assert/strict";
import "../../../src/shim/pyodide/text.mjs";

const shim = globalThis.__proxylint;
const PARTS = ["at ", "async ", " (", ")", ":", "@", "1", "23", ".", "/", "file:///", "https://", "%2", "%C3%A9", "?", "#", "é", "\u2028",
	"😀", "\t", "  ", "\n", "\r\n", "\r", "\n\n", "wasm://", "pyodide.asm.js", "<anonymous>", "[as x]", "if x:", "f", "\u00a0", "\0", "node:"];

/* mulberry32 */
let state = 1;
function random(below) {
	let t = state = (state + 0x6d2b79f5) | 0;

	t = Math.imul(t ^ (t >>> 15), t | 1);
	t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
	return ((t ^ (t >>> 14)) >>> 0) % below;
}

const text = (parts, most) => Array.from({ length: random(most) }, () => parts[random(parts.length)]).join("");
const INLINE = PARTS.filter((part) => !/[\r\n\u2028]/.test(part));

/* What an engine without captureStackTrace would say. */
function framesOf(stack) {
	const { Error } = globalThis;

	globalThis.Error = () => ({ stack });
	try {
		return shim.frames(10);
	} finally {
		globalThis.Error = Error;
	}
}

function checkStack() {
	for (const frame of framesOf(text(PARTS, 40))) {
		assert.match(frame.kind, /^(?:user|wasm|shim|host)$/);
		if (frame.path !== undefined)
			assert.ok(Number.isSafeInteger(frame.line) && Number.isSafeInteger(frame.column));
	}
}

/* The place is the last thing on a line, whatever names look like. */
function checkPlace() {
	const line = random(100000), column = random(1000), name = text(INLINE, 8), path = `/a/${text(INLINE, 8)}b.js`;

	for (const stack of [`    at ${name} (${path}:${line}:${column})`, `    at ${path}:${line}:${column}`, `${name}@${path}:${line}:${column}`]) {
		const [frame] = framesOf(stack);

		assert.deepEqual([frame.line, frame.column], [line, column], stack);
	}
}

function checkCode() {
	const code = text(PARTS, 30), normal = shim.normalize(code), told = shim.measure(code);

	assert.equal(shim.normalize(normal), normal);
	assert.equal(shim.normalize(code.replace(/\r\n?|\n/g, "\r\n")), normal);
	assert.equal(shim.measure(code.split(/\r\n?|\n/).map((line) => `    ${line}`).join("\n")).hash, told.hash);
	assert.ok(told.skip < told.lines && told.indent >= 0);
}

for (let i = 0; i < 20000; i++) {
	checkStack();
	checkPlace();
	checkCode();
}
/* Modules may be their own URL. */
assert.equal(framesOf(`    at f (data:text/javascript,${"a (:1".repeat(100000)}:1:1)`).length, 0);
assert.equal(framesOf(`${"@:1".repeat(100000)}\n    at f (/a.js:2:3)`)[0].line, 2);
