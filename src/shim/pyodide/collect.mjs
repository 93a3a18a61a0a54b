/*
 * From ledgers to records (../FORMAT.md): what is written while the program runs, and what at its end.
 *
 * Python text that was handed over has no file of its own, but mostly it stands in one: there it is looked for, so
 * that its places are those an editor shows. What cannot be found keeps the hash of its text for a place.
 */
(() => {
	"use strict";

	const shim = globalThis.__proxylint;

	if (shim.begin)
		return;

	let host = null; /* write(record), command, cwd, pid, texts: Map of path → text or null, read(path) */
	let begun = false, ended = false;

	shim.begin = (given) => {
		host = given;
		shim.install();
	};

	/* ---- while it runs ---- */

	shim.attached = (watch) => {
		const { ledger } = watch;

		if (!begun) {
			begun = true;
			host.write({
				t: "run", v: 1, shim: "pyodide", pid: host.pid, runtime: `Pyodide ${watch.pyodide.version}`,
				command: host.command, cwd: host.cwd, exact: true,
			});
		}
		if (host.tracemalloc)
			watch.python.trace(+host.tracemalloc || 1);
		writeMemory(watch, "start", pythonStatistics(watch));
		ledger.onSample = () => writeMemory(watch, "sample");
	};

	function writeMemory(watch, at, python) {
		host.write({
			t: "memory", at, ms: watch.ledger.now(), live: watch.ledger.live.size, ...(python ? { python } : {}),
			wasm: { bytes: watch.wasmBytes() },
		});
	}

	/* Null when Python cannot be asked any more. */
	function pythonStatistics(watch) {
		try {
			return watch.python.statistics();
		} catch (error) {
			watch.failed ??= `Pyodide cannot be asked any more: ${error?.message || error}`;
			return null;
		}
	}

	/* ---- where text stands ---- */

	function lineAndColumn(text, offset) {
		const start = text.lastIndexOf("\n", offset - 1) + 1;

		return {
			line: text.slice(0, offset).split("\n").length,
			column: new TextEncoder().encode(text.slice(start, offset)).length + 1,
		};
	}

	/* The occurrence that begins nearest to a line. */
	function nearest(text, part, line) {
		let best = null;

		for (let at = text.indexOf(part); part && at >= 0; at = text.indexOf(part, at + 1)) {
			const place = lineAndColumn(text, at);

			if (!best || Math.abs(place.line - line) < Math.abs(best.line - line))
				best = place;
		}
		return best;
	}

	/* Where the text begins: all of it as it stands there, or at least its first line that says something. */
	function standsIn(code, text, line) {
		const whole = nearest(text, code.text, line);

		if (whole)
			return { ...whole, indent: 0, line: whole.line + code.skip, column: code.skip ? 1 : whole.column };
		const first = code.text.split("\n").find((row) => row.trim().length > 5)?.trim();
		const before = code.text.split("\n").findIndex((row) => row.trim() === first);
		const found = first && nearest(text, first, line);

		if (!found)
			return null;
		return { line: found.line - before + code.skip, column: 0, indent: 0 };
	}

	function locate(code) {
		const paths = code.at ? [code.at.path] : [...host.texts.keys()];

		for (const path of paths) {
			const text = host.read(path);
			const found = text && standsIn(code, text, code.at?.line || 1);

			if (found)
				return { path, ...found };
		}
		return null;
	}

	/* What Python counts is dedented text; the editor shows what stands in the file. */
	function inFile(place, code, found) {
		const { code: _, ...rest } = place;
		const line = found.line + place.line - 1;
		const shift = code.indent + (place.line === 1 && !code.skip ? found.column - 1 - code.indent : 0);

		return { ...rest, path: found.path, line, column: found.column && place.column ? place.column + shift : 0 };
	}

	function placeInFile(watch, place) {
		const code = place?.code && watch.codes.get(place.code);

		if (!code)
			return place;
		if (code.found === undefined)
			code.found = locate(code);
		code.used ||= !code.found;
		return code.found ? inFile(place, code, code.found) : place;
	}

	function* codeRecords(watch) {
		for (const { hash, at, lines, skip, used } of watch.codes.values())
			if (used)
				yield { t: "code", hash, path: at?.path || "", line: at?.line || 0, lines, skip };
	}

	function placeSites(watch) {
		for (const site of watch.ledger.sites.values()) {
			const frames = site.place.frames.map((frame) => placeInFile(watch, frame));

			site.place = { ...placeInFile(watch, site.place), frames };
			for (const use of site.uses.values())
				use.place = placeInFile(watch, use.place);
		}
	}

	/* ---- at its end ---- */

	/* Files whose text is needed to say where code stands. */
	shim.wanted = () => {
		const paths = new Set();

		for (const watch of shim.watches)
			for (const code of watch.codes.values())
				if (code.at)
					paths.add(code.at.path);
		return [...paths];
	};

	function writeWatch(watch) {
		watch.guard(() => watch.settle());
		watch.ledger.onSample = null;
		watch.ledger.sweep();
		const python = pythonStatistics(watch);

		placeSites(watch);
		for (const record of codeRecords(watch))
			host.write(record);
		for (const record of watch.ledger.records())
			host.write(record);
		writeMemory(watch, "end", python);
		if (watch.failed)
			host.write({ t: "note", level: "warning", message: `the Pyodide shim gave up: ${watch.failed.split("\n")[0]}` });
		return !watch.failed;
	}

	/* After a garbage collection, with `why` the program did not end well, or null. */
	shim.end = (why, status) => {
		if (ended || !begun)
			return;
		ended = true;
		const whole = shim.watches.filter((watch) => watch.python).map(writeWatch).every(Boolean);

		if (why)
			host.write({ t: "note", level: "warning", message: why });
		host.write({ t: "end", complete: whole && !why, ...(status === undefined ? {} : { status }) });
	};

	shim.begun = () => begun;
	shim.isIdle = (ms) => begun && shim.watches.every((watch) => !watch.python || watch.isIdle(ms));
})();
