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

	function writeRun(runtime) {
		if (begun)
			return;
		begun = true;
		host.write({
			t: "run", v: 1, shim: "pyodide", pid: host.pid, runtime, command: host.command, cwd: host.cwd, exact: true,
		});
	}

	/* ---- while it runs ---- */

	shim.attached = (watch) => {
		const { ledger } = watch;

		writeRun(`Pyodide ${watch.pyodide.version}`);
		if (host.tracemalloc)
			watch.python.trace(+host.tracemalloc || 1);
		writeMemory(watch, "start", pythonStatistics(watch));
		ledger.onSample = () => writeMemory(watch, "sample");
	};

	/* MicroPython has neither a tracer nor an end for what it gives away: collections of garbage on both sides are all. */
	shim.sawMicroPython = () => {
		writeRun("MicroPython");
		host.write({ t: "blind", runtime: "MicroPython", why: "its proxies are never destroyed, and it tells nothing of them" });
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

	/* Where all of the text stands as it is. */
	function standsWhole(code, text) {
		const whole = nearest(text, code.text, code.at?.line || 1);

		return whole && { line: whole.line + code.skip, column: code.skip ? 1 : whole.column, lines: Infinity };
	}

	/* Where most of its lines stand, one below the other, whatever their indentation. */
	function standsByLines(code, text) {
		const wanted = code.text.split(/\r?\n/).slice(code.skip).map((line) => line.trim());
		const rows = text.split(/\r?\n/).map((line) => line.trim());
		let best = null;

		for (let at = 0; at < rows.length; at++) {
			if (rows[at] !== wanted[0] && !rows[at].endsWith(wanted[0]))
				continue;
			const lines = wanted.filter((line, i) => line && line === rows[at + i]).length;

			if (!best || lines > best.lines)
				best = { line: at + 1, column: 0, lines };
		}
		return best && best.lines * 2 > wanted.filter(Boolean).length ? best : null;
	}

	/* Pages give no place for the code they ran: all texts are looked through, and the best is taken. */
	function locate(code) {
		const paths = code.at ? [code.at.path] : [...host.texts.keys()];
		let best = null;

		for (const path of paths) {
			const text = host.read(path);
			const found = text && (standsWhole(code, text) || standsByLines(code, text));

			if (found && (!best || found.lines > best.lines))
				best = { path, ...found };
		}
		return best;
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
	/* No interpreter does anything, nor is one about to start. */
	shim.isIdle = (ms) => shim.watches.every((watch) => watch.failed || watch.python && watch.isIdle(ms));
})();
