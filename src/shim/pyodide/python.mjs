/*
 * The Python side: which Python lines are running, and the interpreter's own statistics.
 *
 * Frames are walked with the functions of Python's C API that Pyodide exports: that costs less than calling a Python
 * function by its proxy, makes no proxy, and leaves the functions alone by which the program itself calls Python. Python
 * is asked once for each instruction, what to call it.
 */
(() => {
	"use strict";

	const shim = globalThis.__proxylint;

	if (shim.Python)
		return;

	const MOST_FRAMES = 6, MOST_CODES = 1000;

	/* describe(frame) gives path, line, column and function, or nothing for a library's. ask(0) gives the statistics, ask(n)
	 * starts tracemalloc with n frames. */
	const HELPER = `
def make():
    import sys
    from itertools import islice
    from json import dumps
    hidden = ("/lib/python", "/lib/pyodide", "<frozen", "<proxylint", "/pyscript/", "/polyscript/")

    def column_of(code, at):
        try:
            return next(islice(code.co_positions(), at // 2, None))[2] + 1
        except Exception:
            return 0

    def describe(frame):
        code = frame.f_code
        path = code.co_filename
        if path.startswith(hidden) or "/pyscript/" in path or "/site-packages/" in path:
            return ""
        name = getattr(code, "co_qualname", code.co_name)
        return f"{path}\\t{frame.f_lineno}\\t{column_of(code, frame.f_lasti)}\\t{name}"

    def statistics():
        import gc
        found = {"gc_stats": gc.get_stats(), "gc_count": gc.get_count(), "gc_threshold": gc.get_threshold(),
                 "uncollectable": len(gc.garbage), "allocated_blocks": sys.getallocatedblocks()}
        tracing = sys.modules.get("tracemalloc")
        if tracing and tracing.is_tracing():
            current, peak = tracing.get_traced_memory()
            found["tracemalloc"] = {"frames": tracing.get_traceback_limit(), "current": current, "peak": peak}
        if hasattr(sys, "gettotalrefcount"):
            found["total_refcount"] = sys.gettotalrefcount()
        return dumps(found)

    def trace(limit):
        import tracemalloc
        tracemalloc.start(limit)  # proxylint: ignore[tracemalloc/unstopped] as long as the program runs

    def ask(frames):
        return trace(frames) if frames else statistics()

    ask.describe = describe
    return ask
make()
`;

	/* What `name` is called in JavaScript. */
	const EXPORTS = {
		current: "_PyEval_GetFrame", back: "_PyFrame_GetBack", code: "_PyFrame_GetCode", at: "_PyFrame_GetLasti",
		release: "_Py_DecRef", call: "_PyObject_CallOneArg", text: "_PyUnicode_AsUTF8", failed: "_PyErr_Occurred",
		clear: "_PyErr_Clear",
	};

	class Python {
		/* `pyodide`: the public object; `module`: what Emscripten made; `pointer`: of the object behind a proxy. */
		constructor(pyodide, module, pointer) {
			const globals = pyodide.toPy({});

			this.module = module;
			this.busy = false;
			this.known = new Map(); /* code → Map of instruction → frame, or null; they keep the code alive */
			this.api = Object.fromEntries(Object.entries(EXPORTS).map(([name, exported]) => [name, module[exported]]));
			this.ask = pyodide.runPython(HELPER, { filename: "<proxylint>", globals });
			this.describer = this.ask.describe;
			this.describe = pointer(this.describer);
			globals.destroy();
		}

		/* Calls `visit` for every frame, innermost first, until it gives false. */
		walk(visit) {
			const { current, back, release } = this.api;
			let frame = current(), own = false; /* the first one is borrowed */

			while (frame && visit(frame)) {
				const next = back(frame);

				if (own)
					release(frame);
				frame = next;
				own = true;
			}
			if (own && frame)
				release(frame);
		}

		depth() {
			let count = 0;

			this.walk(() => ++count);
			return count;
		}

		/* Those above the oldest `base` ones, or all when there are none and `all` is true, as far as they are no library's. */
		frames(base, all) {
			const depth = this.depth(), found = [];
			let left = depth > base ? depth - base : all ? depth : 0;

			this.walk((frame) => {
				const known = left > 0 && this.frameOf(frame);

				if (known)
					found.push(known);
				return --left > 0 && found.length < MOST_FRAMES;
			});
			return found;
		}

		frameOf(frame) {
			const code = this.api.code(frame), at = this.api.at(frame);
			let places = this.known.get(code);

			if (places)
				this.api.release(code);
			else
				this.keep(code, places = new Map());
			if (!places.has(at) && this.canAsk())
				places.set(at, this.described(frame));
			return places.get(at);
		}

		/* Text that is run again and again is another code each time. */
		keep(code, places) {
			if (this.known.size >= MOST_CODES) {
				for (const old of this.known.keys())
					this.api.release(old);
				this.known.clear();
			}
			this.known.set(code, places);
		}

		/* Python must not run while one of its exceptions is on its way. */
		canAsk() {
			return !this.busy && !this.api.failed();
		}

		described(frame) {
			this.busy = true;
			try {
				const text = this.api.call(this.describe, frame);

				return text ? this.parsed(text) : (this.api.clear(), null);
			} finally {
				this.busy = false;
			}
		}

		parsed(text) {
			const [path, line, column, name] = this.module.UTF8ToString(this.api.text(text)).split("\t");

			this.api.release(text);
			return path ? { path, line: +line, column: +column, function: name } : null;
		}

		trace(limit) {
			this.answer(limit);
		}

		/* Throws where Python cannot run any more. */
		statistics() {
			return JSON.parse(this.answer(0));
		}

		answer(question) {
			this.busy = true;
			try {
				return this.ask(question);
			} finally {
				this.busy = false;
			}
		}
	}

	shim.Python = Python;
})();
