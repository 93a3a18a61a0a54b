/*
 * The shim in Node: `node --import .../node.mjs program`, which NODE_OPTIONS brings to every process and worker.
 *
 * A file is begun when the first interpreter starts, so processes that run none leave no trace. Before the end a garbage
 * collection tells what nobody holds any more.
 */
import { appendFileSync, closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isMainThread, threadId } from "node:worker_threads";

import "./text.mjs";
import "./ledger.mjs";
import "./python.mjs";
import "./hooks.mjs";
import "./collect.mjs";

const shim = globalThis.__proxylint;
const folder = process.env.PROXYLINT_RECORDS;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

let file = null, broken = false, crashed = null, settled = false;

function complain(error) {
	if (!broken)
		process.stderr.write(`proxylint: cannot write records to ${folder}: ${error.message}\n`);
	broken = true;
}

function openFile() {
	const name = `pyodide-${process.pid}${isMainThread ? "" : `-${threadId}`}`;

	for (let i = 0; ; i++) {
		try {
			return openSync(join(folder, `${name}${i ? `-${i}` : ""}.jsonl`), "ax", 0o666);
		} catch (error) {
			if (error.code !== "EEXIST")
				throw error;
		}
	}
}

/* A file that lost a line must not look complete: after the first failure nothing is written. */
function write(record) {
	if (broken)
		return;
	try {
		file ??= openFile();
		appendFileSync(file, `${JSON.stringify(record)}\n`);
	} catch (error) {
		complain(error);
	}
}

const texts = new Map();

function read(path) {
	if (!texts.has(path)) {
		let text = null;

		try {
			text = readFileSync(path, "utf8");
		} catch {
			/* it was made while the program ran, or is gone */
		}
		texts.set(path, text);
	}
	return texts.get(path);
}

function collector() {
	if (globalThis.gc)
		return globalThis.gc;
	setFlagsFromString("--expose-gc");
	return runInNewContext("gc");
}

const collect = collector();
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function finish(status) {
	if (!shim.begun())
		return;
	collect();
	shim.end(crashed, status);
	if (file !== null)
		closeSync(file);
	file = null;
	broken = true;
}

/* What the last job of the program created is let go one turn later. */
async function settle() {
	if (settled || !shim.begun())
		return;
	settled = true;
	for (let i = 0; i < 2; i++) {
		collect();
		await later(10);
	}
}

function onSignal(signal) {
	if (process.listenerCount(signal) > 0)
		return;
	finish(128 + { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[signal]);
	process.kill(process.pid, signal);
}

if (folder) {
	shim.begin({
		write, read, texts, pid: process.pid, command: process.argv, cwd: process.cwd(),
		tracemalloc: process.env.PROXYLINT_TRACEMALLOC,
	});
	process.on("beforeExit", settle);
	process.on("exit", finish);
	process.on("uncaughtExceptionMonitor", (error) => {
		if (process.listenerCount("uncaughtException") > 0)
			return;
		crashed ??= `the program ended by an exception that nobody caught: ${String(error?.message || error).split("\n")[0]}`;
	});
	if (isMainThread)
		for (const signal of SIGNALS)
			process.once(signal, onSignal);
}
