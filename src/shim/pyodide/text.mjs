/*
 * Texts: the stacks that an engine prints → frames, and code → its hash.
 *
 * Like every file here but node.mjs this is a script, not a module: the same bytes are imported by Node and handed to a
 * page or a worker before its first line runs. They share one object, __proxylint, that no loop over globals shows.
 *
 * A frame is { kind, path, line, column, function }. Its kind says whose code it is: "user", "wasm", "shim", or
 * "host" for Pyodide, PyScript and what the engine brings.
 */
(() => {
	"use strict";

	if (globalThis.__proxylint)
		return;
	const shim = {};
	Object.defineProperty(globalThis, "__proxylint", { value: shim, configurable: true });

	/* `at f (place:1:2)` and `at async place:1:2` of V8, `f@place:1:2` of the others */
	const V8 = /^\s*at (?:async )?(?:(.*?) \()?(?:async )?(.*?):(\d{1,9}):(\d{1,9})\)?$/;
	const OTHERS = /^(.*?)@(.*?):(\d{1,9}):(\d{1,9})$/;
	/* They take the square of it; a line that is longer has a URL that holds code, and names no file. */
	const LONGEST_LINE = 4096;
	const WASM = /wasm:\/\/|wasm-function|\[wasm code\]|\.wasm(?:$|\?)/;
	const PYODIDE = /\/pyodide(?:\.asm)?\.m?js(?:$|\?)/;
	const PYSCRIPT = /pyscript\.net\/|@pyscript\/core\/|\/polyscript\/|\/coincident\/|^blob:/;
	const PYSCRIPT_COPY = /\/(?:core|xworker|pyodide|interpreters?)(?:-[\w-]+)?\.js(?:$|\?)/;
	const ENGINE = /^(?:node:|internal\/|native$|<anonymous>$|evalmachine)/;

	/* PyScript's files have short names where somebody serves a copy of them. */
	function isPyScript(path) {
		if (PYSCRIPT.test(path))
			return true;
		return PYSCRIPT_COPY.test(path) && !!globalThis.customElements?.get("py-script");
	}

	function kindOf(path) {
		if (WASM.test(path))
			return "wasm";
		if (own && path.startsWith(own))
			return "shim";
		return !path || PYODIDE.test(path) || ENGINE.test(path) || isPyScript(path) ? "host" : "user";
	}

	/* The folder of these files, and in pages, to which their text is handed, the one it is given as a name. */
	const own = Error().stack.split("\n").map((line) => V8.exec(line) || OTHERS.exec(line)).find(Boolean)?.[2].replace(/[^/]*$/, "");
	const kinds = new Map();

	function kindOfPath(path) {
		let kind = kinds.get(path);

		if (!kind)
			kinds.set(path, kind = kindOf(path));
		return kind;
	}

	function plainPath(path) {
		if (!path.startsWith("file://"))
			return path.replace(/[?#].*$/, "");
		try {
			return decodeURIComponent(path.slice(7).replace(/[?#].*$/, ""));
		} catch {
			return path.slice(7);
		}
	}

	function frameOf(line) {
		const found = line.length > LONGEST_LINE ? null : V8.exec(line) || OTHERS.exec(line);

		if (!found)
			return WASM.test(line) ? { kind: "wasm", function: "" } : null;
		const [, name, path, row, column] = found;

		return {
			kind: WASM.test(line) ? "wasm" : kindOfPath(path), path: plainPath(path), line: +row,
			column: +column, function: name || "",
		};
	}

	const framesOfText = (stack) => (stack || "").split("\n").map(frameOf).filter(Boolean);

	/* As objects of V8, which need no formatting: that is most of what a stack costs. */
	function frameOfSite(site) {
		const path = site.getFileName() || site.getScriptNameOrSourceURL() || "";
		const kind = kindOfPath(path);
		const name = kind === "wasm" ? "" : site.getFunctionName() || "";

		return kind === "user" ?
			{ kind, path: plainPath(path), line: site.getLineNumber(), column: site.getColumnNumber(), function: name } :
			{ kind, path, line: 0, column: 0, function: name };
	}

	/* As far as the first few of the user's own. */
	function framesOfSites(sites) {
		const frames = [];

		for (let i = 0, users = 0; i < sites.length && users < 4; i++) {
			frames.push(frameOfSite(sites[i]));
			users += frames[i].kind === "user";
		}
		return frames;
	}

	/* Runs with another limit for stacks, and puts the user's back. */
	shim.withStackLimit = (limit, action) => {
		const old = Error.stackTraceLimit;

		Error.stackTraceLimit = limit;
		try {
			return action();
		} finally {
			Error.stackTraceLimit = old;
		}
	};

	function captured() {
		const holder = {}, prepare = Error.prepareStackTrace;

		Error.prepareStackTrace = (_, sites) => framesOfSites(sites);
		try {
			Error.captureStackTrace(holder);
			return holder.stack;
		} finally {
			Error.prepareStackTrace = prepare;
		}
	}

	/* Where we are, innermost first. Source maps are applied to text only. */
	shim.frames = (limit) => shim.withStackLimit(limit, () =>
		Error.captureStackTrace && !globalThis.process?.sourceMapsEnabled ? captured() : framesOfText(Error().stack));
	/* The last part of a method's name, when it is one: `Object.value [as get]` is get. */
	shim.callName = (name) => /(?:\[as )?([A-Za-z_$][\w$]*)\]?$/.exec(name)?.[1];

	function indentation(lines) {
		const indents = lines.filter((line) => line.trim()).map((line) => /^[ \t]*/.exec(line)[0].length);

		return indents.length ? Math.min(...indents) : 0;
	}

	/* How text is told again: see FORMAT.md. */
	shim.normalize = (code) => {
		const lines = code.replace(/\r\n?/g, "\n").split("\n");
		const indent = indentation(lines);

		return lines.map((line) => line.slice(indent).trimEnd()).join("\n").replace(/^\n+|\n+$/g, "");
	};

	shim.hash = (text) => {
		let hash = 0x811c9dc5;

		for (let i = 0; i < text.length; i++) {
			hash ^= text.charCodeAt(i);
			hash = Math.imul(hash, 0x01000193);
		}
		return (hash >>> 0).toString(16).padStart(8, "0");
	};

	/* What is known of a code's text, to find it again. */
	shim.measure = (code) => {
		const lines = code.replace(/\r\n?/g, "\n").split("\n");
		const skip = lines.findIndex((line) => line.trim());

		return {
			hash: shim.hash(shim.normalize(code)), lines: lines.length, skip: Math.max(skip, 0),
			indent: indentation(lines),
		};
	};
})();
