/*
 * The hooks: how an interpreter is caught while it starts, and what it is then asked to tell.
 *
 * No file of Pyodide is changed. While it starts, it assigns a few names to objects of its own; accessors on
 * Object.prototype see that, wherever Pyodide was loaded from. From there on its allocation tracer tells of each proxy
 * that is made, and wrapped functions tell how it ended. In Python's stead of a stack there is one rule: Python frames
 * that are newer than the last call from JavaScript into Python made the proxy, else the caller in JavaScript did.
 */
(() => {
	"use strict";

	const shim = globalThis.__proxylint;

	if (shim.install)
		return;

	const STACK_LIMIT = 50;
	const CALLS = ["apply", "call", "callKwargs", "callRelaxed", "callKwargsRelaxed", "callWithOptions"];
	const PASSING = new Set(["apply", "call"]); /* to Module.callPyObject */
	const ENTER = "proxylintEnter";
	const UNSPOKEN = new Set(["apply", "iter_helper", "value", "get_method"]); /* names that no user writes */

	function whyOf(message) {
		if (!message)
			return "explicit";
		if (/borrowed attribute/.test(message))
			return "parent";
		if (/iterator was exhausted/.test(message))
			return "iterator";
		return /borrowed proxy was automatically/.test(message) || /at the end of a generator/.test(message) ?
			"borrowed" : "explicit";
	}

	/* The message that a dead proxy throws. It is made text when somebody uses the proxy, and at no other time. */
	class LastWords {
		constructor(watch, site, why, text) {
			Object.assign(this, { watch, site, why, text });
		}

		toString() {
			const { watch, site, why, text } = this;

			watch.guard(() => watch.ledger.use(site, why, watch.placeOfUse()));
			return text;
		}
	}

	/* ---- one interpreter ---- */

	class Watch {
		constructor(module, started) {
			Object.assign(this, {
				module, ledger: new shim.Ledger(started), python: null, bases: [], pending: null, codes: new Map(),
				names: new Map(), classes: new WeakSet(), failed: null, last: performance.now(), settling: false, passing: false,
			});
			const watch = this;

			this.settleLater = () => {
				this.settling = false;
				this.guard(() => this.settle());
			};
			this.setInCache = function (key, proxy) {
				watch.guard(() => watch.cached(proxy));
				return Map.prototype.set.call(this, key, proxy);
			};
		}

		/* Attributes of a proxy are private to Pyodide, but for this. */
		shared(proxy) {
			return this.module.PyProxy_getAttrsQuiet(proxy)?.shared;
		}

		/* ---- Pyodide calls us ---- */

		hook() {
			const watch = this, { module } = this;
			const map = module.pyproxy_alloc_map, destroy = module.pyproxy_destroy;

			/* Its tracer would keep every proxy alive in this map, with a stack as text: that is most of what
			 * the tracer costs, so it gets none wherever it can be kept from it. */
			map.set = (proxy) => {
				watch.guard(() => watch.made(proxy));
				return map;
			};
			this.wrap(module, "pyproxy_new", (original) => (...values) =>
				shim.withStackLimit(0, () => original.apply(module, values)));
			map.delete = () => true;
			this.watchOnce(module.finalizationRegistry);
			module.pyproxy_destroy = function (proxy, message, ...rest) {
				return watch.destroying(proxy, message, () => destroy.call(this, proxy, message, ...rest));
			};
			module.enable_pyproxy_allocation_tracing();
		}

		/* What create_once_callable makes is a plain function. Like all that Pyodide gives to JavaScript it is registered, so
		 * that it is let go with its garbage, and taken back when it has been called or destroyed. */
		watchOnce(registry) {
			const watch = this, { register, unregister } = registry;

			registry.register = function (target, held, token) {
				if (typeof target === "function" && target === token)
					watch.guard(() => watch.madeOnce(target));
				return register.call(this, target, held, token);
			};
			registry.unregister = function (token) {
				if (typeof token === "function")
					watch.guard(() => watch.endedOnce(token));
				return unregister.call(this, token);
			};
		}

		madeOnce(wrapper) {
			if (!this.python || this.python.busy)
				return;
			this.settle();
			this.last = performance.now();
			this.ledger.identify(this.ledger.acquire(this.siteOf("create_once_callable"), false), wrapper);
		}

		endedOnce(wrapper) {
			const record = this.ledger.of(wrapper);

			this.last = performance.now();
			if (record)
				this.ledger.end(record, "explicit");
		}

		/* What goes wrong in here is no business of the program's. */
		guard(action) {
			try {
				return action();
			} catch (error) {
				this.failed ??= String(error?.stack || error);
				return undefined;
			}
		}

		made(proxy) {
			if (!this.python || this.python.busy)
				return;
			this.settle();
			this.last = performance.now();
			this.watchClass(Object.getPrototypeOf(proxy));
			const record = this.ledger.acquire(this.siteOf(), false);

			this.pending = { record, proxy };
			if (!this.settling)
				queueMicrotask(this.settleLater);
			this.settling = true;
		}

		/* The proxy that was made last has its attributes by now. */
		settle() {
			const { pending } = this;

			this.pending = null;
			if (!pending)
				return;
			const shared = this.shared(pending.proxy);

			if (!shared)
				return;
			this.ledger.identify(pending.record, shared);
			if (!shared.gcRegistered)
				this.ledger.tie(pending.record);
			this.watchCache(shared.cache);
		}

		/* What a proxy's attributes are cached in: they die with it. */
		watchCache(cache) {
			for (const map of [cache?.map, cache?.json_adaptor_map])
				if (map && map.set !== this.setInCache)
					map.set = this.setInCache;
		}

		cached(proxy) {
			if (typeof proxy !== "object" && typeof proxy !== "function" || !proxy)
				return;
			this.settle();
			this.ledger.tie(this.ledger.of(this.shared(proxy)));
		}

		destroying(proxy, message, destroy) {
			this.guard(() => this.settle());
			const shared = this.guard(() => this.shared(proxy));
			const record = this.ledger.of(shared);

			try {
				return destroy();
			} finally {
				if (record && !shared.ptr)
					this.guard(() => this.destroyed(record, shared, whyOf(message)));
			}
		}

		destroyed(record, shared, why) {
			this.last = performance.now();
			this.ledger.end(record, why);
			shared.destroyed_msg = new LastWords(this, record.site, why, shared.destroyed_msg);
		}

		/* ---- we call Pyodide ---- */

		/* Every class of proxies has its own copies of the methods. */
		watchClass(prototype) {
			if (!prototype || this.classes.has(prototype))
				return;
			this.classes.add(prototype);
			for (const name of CALLS)
				this.wrap(prototype, name, (original) => this.entering(original, PASSING.has(name)));
			this.wrap(prototype, "getBuffer", (original) => this.lending(original));
			this.wrap(prototype, "then", (original) => this.awaiting(original));
		}

		wrap(holder, name, make) {
			const found = Object.getOwnPropertyDescriptor(holder, name);

			if (typeof found?.value === "function" && found.configurable)
				Object.defineProperty(holder, name, { ...found, value: make(found.value) });
		}

		/* From JavaScript into Python: how many Python frames are older than that. What `passes` the call on to
		 * another function of these has asked already. */
		entering(original, passes) {
			const watch = this;

			return { [ENTER](...values) {
				if (watch.python?.busy || !watch.python || watch.passing) {
					watch.passing = false;
					return original.apply(this, values);
				}
				watch.bases.push(watch.bases.length ? watch.python.depth() : 0);
				watch.passing = passes;
				try {
					return original.apply(this, values);
				} finally {
					watch.passing = false;
					watch.bases.pop();
				}
			} }[ENTER];
		}

		lending(original) {
			const watch = this;

			return function getBuffer(...values) {
				const view = original.apply(this, values);

				watch.guard(() => watch.lent(view));
				return view;
			};
		}

		lent(view) {
			const watch = this, prototype = Object.getPrototypeOf(view);

			this.ledger.identify(this.ledger.acquire(this.siteOf("getBuffer"), true), view);
			if (this.classes.has(prototype))
				return;
			this.classes.add(prototype);
			this.wrap(prototype, "release", (original) => function release() {
				const record = watch.ledger.of(this);

				if (record)
					watch.ledger.end(record, "explicit");
				return original.call(this);
			});
		}

		/* A result that Python delivers later belongs to the call that made the coroutine. */
		awaiting(original) {
			const watch = this;

			return function then(onResult, onError) {
				const site = watch.guard(() => watch.siteOfProxy(this));

				if (!site || typeof onResult !== "function")
					return original.call(this, onResult, onError);
				return original.call(this, (value) => {
					watch.guard(() => watch.adopt(value, site));
					return onResult(value);
				}, onError);
			};
		}

		/* Also of one that has ended: a coroutine does as soon as it is scheduled. */
		siteOfProxy(proxy) {
			this.settle();
			return this.ledger.byShared.get(this.shared(proxy))?.site;
		}

		adopt(value, site) {
			if (!value || typeof value !== "object" && typeof value !== "function")
				return;
			this.settle();
			const record = this.ledger.of(this.shared(value));

			if (record && !record.site.place.line)
				this.ledger.move(record, site);
		}

		/* ---- where ---- */

		/* Frames newer than the entry into Python, what came between, and who entered. */
		reading() {
			const frames = shim.frames(STACK_LIMIT).filter((frame) => frame.kind !== "shim" || frame.function === ENTER);
			const stop = frames.findIndex((frame) => frame.kind === "shim" || frame.kind === "user");
			const entered = stop >= 0 && frames[stop].kind === "shim";
			const outside = frames.slice(stop + (entered ? 1 : 0));
			const caller = outside.findIndex((frame) => frame.kind !== "host" && frame.kind !== "shim");
			const between = stop < 0 ? [] : outside.slice(0, Math.max(caller, 0)).concat(entered ? [] : frames.slice(0, stop));

			return {
				entered, found: stop >= 0, caller: outside[caller]?.kind === "user" ? outside[caller] : null, outside, between,
			};
		}

		users({ outside }) {
			return outside.filter((frame) => frame.kind === "user").slice(0, 6);
		}

		/* The call that gave it, as the user spells it. */
		api({ between }) {
			const name = between.map((frame) => frame.kind === "host" && shim.callName(frame.function)).filter(Boolean).pop();

			return UNSPOKEN.has(name) ? undefined : name;
		}

		siteOf(api) {
			const reading = this.reading();
			const python = this.pythonPart(reading);

			if (python)
				return this.pythonSite(python, reading);
			if (reading.caller)
				return this.jsSite(reading, api);
			return this.ledger.site("", () => ({ path: "", line: 0, frames: [] }));
		}

		/* The Python frames that made it, if some did. */
		pythonPart({ entered, found, caller }) {
			const base = this.bases[this.bases.length - 1] || 0;

			if (found && !entered)
				return null;
			const frames = this.python.frames(base, !caller);

			return frames.length ? frames : null;
		}

		pythonSite(frames, reading) {
			const [first, ...rest] = frames.map((frame) => this.pythonPlace(frame));
			const key = `${first.code || first.path}|${first.line}|${first.column}`;

			return this.ledger.site(key, () => ({ ...first, lang: "py", frames: rest.concat(this.users(reading)) }));
		}

		jsSite(reading, api) {
			const { caller } = reading;
			const key = `${caller.path}|${caller.line}|${caller.column}`;

			return this.ledger.site(key, () => ({
				...caller, lang: "js", api: api || this.api(reading), frames: this.users(reading).filter((frame) => frame !== caller),
			}));
		}

		/* A line of text that was run is counted without the blank lines before it. */
		pythonPlace(frame) {
			const code = this.codes.get(this.names.get(frame.path));

			if (!code)
				return frame;
			return { ...frame, code: code.hash, line: frame.line - code.skip, column: frame.column };
		}

		placeOfUse() {
			const reading = this.reading();
			const python = this.pythonPart(reading);

			if (python)
				return { ...this.pythonPlace(python[0]), lang: "py" };
			return reading.caller && { ...reading.caller, lang: "js" };
		}

		/* ---- the public object ---- */

		attach(pyodide) {
			if (this.python)
				return;
			this.pyodide = pyodide;
			const python = new shim.Python(pyodide, this.module, (proxy) => this.shared(proxy).ptr);

			this.python = python;
			this.watchClass(Object.getPrototypeOf(python.ask));
			this.watchOld(pyodide._api || {});
			for (const name of ["runPython", "runPythonAsync"])
				this.wrapRun(pyodide, name);
			for (const name of ["callPyObject", "callPyObjectMaybePromising"])
				this.wrap(this.module, name, (original) => this.entering(original, false));
			shim.attached(this);
		}

		/* Proxies that Pyodide made for itself while it started. */
		watchOld(api) {
			for (const name of Object.keys(api)) {
				const value = api[name];
				const isProxy = value && /^(object|function)$/.test(typeof value) && this.guard(() => api.isPyProxy(value));

				if (isProxy)
					this.watchCache(this.shared(value)?.cache);
			}
		}

		wrapRun(pyodide, name) {
			const watch = this, original = pyodide[name];

			if (typeof original !== "function")
				return;
			Object.defineProperty(pyodide, name, { configurable: true, enumerable: true, writable: true, value: {
				[name](code, options) {
					watch.last = performance.now();
					const named = watch.guard(() => watch.named(code, options));

					return original.call(this, code, named || options);
				} }[name] });
		}

		/* Text gets a name, by which its frames are known, unless its author gave one. */
		named(code, options) {
			if (typeof code !== "string" || this.python.busy)
				return null;
			const measure = shim.measure(code);
			const name = options?.filename || `<python ${measure.hash}>`;

			this.names.set(name, measure.hash);
			if (!this.codes.has(measure.hash)) {
				const at = shim.frames(STACK_LIMIT).find((frame) => frame.kind === "user");

				this.codes.set(measure.hash, { ...measure, text: code, at });
			}
			return options?.filename ? null : { ...options, filename: name };
		}

		isIdle(ms) {
			return performance.now() - this.last > ms;
		}

		wasmBytes() {
			return (this.module.HEAP8 || this.module.HEAPU8)?.buffer.byteLength || 0;
		}
	}

	/* ---- catching it ---- */

	/* `then(object, value)` when `name` is assigned to an object for the first time. */
	function trap(name, then) {
		Object.defineProperty(Object.prototype, name, {
			configurable: true, enumerable: false, get() { return undefined; }, set(value) {
				Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
				then(this, value);
			},
		});
	}

	/* Whoever awaits loadPyodide() asks its result for `then` before anybody else gets it. While it starts, Python asks
	 * as well. */
	function onDelivery(pyodide, action) {
		Object.defineProperty(pyodide, "then", { configurable: true, enumerable: false, get() {
			if (shim.frames(STACK_LIMIT).some((frame) => frame.kind === "wasm"))
				return undefined;
			delete pyodide.then;
			action();
			return undefined;
		} });
	}

	shim.watches = [];

	shim.install = () => {
		const watches = new WeakMap();
		const started = performance.now();

		trap("pyproxy_alloc_map", (module) => {
			const watch = new Watch(module, started);

			watches.set(module, watch);
			shim.watches.push(watch);
		});
		trap("pyproxy_destroy", (module) => watches.get(module)?.guard(() => watches.get(module).hook()));
		trap("public_api", (api, pyodide) => {
			const attach = () => {
				const watch = watches.get(pyodide._module);

				watch?.guard(() => watch.attach(pyodide));
			};

			onDelivery(pyodide, attach);
		});
		/* a table that MicroPython keeps in the global scope */
		trap("proxy_js_ref", (holder) => holder === globalThis && shim.sawMicroPython());
	};
})();
