/*
 * The Python side: which Python lines are running, and the interpreter's own statistics.
 *
 * One helper is compiled per interpreter. What it gives are numbers and strings, so that asking makes no proxy.
 */
(() => {
	"use strict";

	const shim = globalThis.__proxylint;

	if (shim.Python)
		return;

	/* depth() counts frames. frames(base, all) lists those above the oldest `base` ones, or all when there are none and
	 * `all` is true, as far as they are no library's: path, line, column and function, in a text that is made once per
	 * instruction. */
	const HELPER = `
def make():
    import sys
    from itertools import islice
    from json import dumps
    frame_of = sys._getframe
    hidden = ("/lib/python", "/lib/pyodide", "<frozen", "<proxylint", "/pyscript/", "/polyscript/")
    texts = {}

    def column_of(code, at):
        try:
            return next(islice(code.co_positions(), at // 2, None))[2] + 1
        except Exception:
            return 0

    def text_of(frame):
        code = frame.f_code
        key = id(code), frame.f_lasti
        known = texts.get(key)
        if known is None or known[0] is not code:
            path = code.co_filename
            shown = not (path.startswith(hidden) or "/pyscript/" in path or "/site-packages/" in path)
            name = getattr(code, "co_qualname", code.co_name)
            text = f"{path}\\t{frame.f_lineno}\\t{column_of(code, frame.f_lasti)}\\t{name}"
            known = texts[key] = code, shown and text
        return known[1]

    def depth():
        frame, count = frame_of(1), 0
        while frame is not None:
            frame, count = frame.f_back, count + 1
        return count

    def frames(base, everything):
        frame, found = frame_of(2), []
        count = depth() - 2
        count = count - base if count > base else count if everything else 0
        while frame is not None and count > 0 and len(found) < 6:
            text = text_of(frame)
            if text:
                found.append(text)
            frame, count = frame.f_back, count - 1
        return "\\n".join(found)

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
        tracemalloc.start(limit)

    return lambda what, n=0, flag=False: (
        depth() - 1 if what == 0 else frames(n, flag) if what == 1 else statistics() if what == 2 else trace(n))
make()
`;

	class Python {
		/* `pyodide`: the public object; `module`: what Emscripten made. */
		constructor(pyodide, module) {
			const globals = pyodide.toPy({});

			this.module = module;
			this.busy = false;
			this.ask = pyodide.runPython(HELPER, { filename: "<proxylint>", globals });
			globals.destroy();
		}

		/* Python must not run while one of its exceptions is on its way. */
		quietly(what, ...values) {
			const { module } = this;

			if (this.busy || !this.ask)
				return undefined;
			this.busy = true;
			try {
				return module._PyErr_Occurred?.() ? undefined : this.ask(what, ...values);
			} catch {
				return undefined;
			} finally {
				this.busy = false;
			}
		}

		depth() {
			return Math.max(this.quietly(0) || 0, 0);
		}

		frames(base, all) {
			const text = this.quietly(1, base, all);

			if (!text)
				return [];
			return text.split("\n").map((line) => {
				const [path, row, column, name] = line.split("\t");

				return { path, line: +row, column: +column, function: name };
			});
		}

		trace(limit) {
			this.quietly(3, limit);
		}

		/* Throws where Python cannot run any more. */
		statistics() {
			this.busy = true;
			try {
				return JSON.parse(this.ask(2));
			} finally {
				this.busy = false;
			}
		}
	}

	shim.Python = Python;
})();
