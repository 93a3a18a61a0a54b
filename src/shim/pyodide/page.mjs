/*
 * The shim in a page or a worker: `proxylint verify --page` runs these files there before anything else does.
 *
 * Records go to the browser's driver through a function it has put there. At the end the driver collects garbage and then
 * asks for the rest. What Python text stands in is fetched again, from the browser's own cache.
 */
(() => {
	"use strict";

	const shim = globalThis.__proxylint;

	if (shim.beginPage)
		return;

	const texts = new Map();
	const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

	async function fetchText(url) {
		try {
			const answer = await fetch(url, { cache: "force-cache" });

			return answer.ok ? await answer.text() : null;
		} catch {
			return null;
		}
	}

	/* An interpreter that is being compiled makes no noise for seconds. */
	let compiling = 0;

	function watchCompiling(name) {
		const original = WebAssembly[name];

		WebAssembly[name] = async function (...values) {
			compiling++;
			try {
				return await original.apply(this, values);
			} finally {
				compiling--;
			}
		};
	}

	shim.isResting = (ms) => !compiling && shim.isIdle(ms);

	/* The page itself, and what it loaded that may be Python. */
	function candidates(page) {
		const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);

		return [page, ...loaded.filter((url) => /\.(?:py|html?)(?:$|\?)/.test(url))].map((url) => url.replace(/[?#].*$/, ""));
	}

	/* `opened`: the URL of the page that was opened; `tracemalloc`: frames, or null; `served`: [URL, folder] of what is
	 * served for us, whose places are those of files. Where nothing can be told, the page is left alone. */
	shim.beginPage = (opened, tracemalloc, served) => {
		const tell = globalThis.__proxylintRecord;
		const page = typeof document === "object" ? location.href : opened;

		if (typeof tell !== "function" || !/^(?:https?|file):/.test(page))
			return;
		const [url, folder] = (served || ["\n", ""]).map((part) => JSON.stringify(part).slice(1, -1));

		delete globalThis.__proxylintRecord;
		shim.page = page;
		["compile", "compileStreaming", "instantiate", "instantiateStreaming"].forEach(watchCompiling);
		shim.begin({
			write: (record) => tell(JSON.stringify(record).replaceAll(url, folder)), read: (path) => texts.get(path) ?? null, texts, pid: 0,
			command: [page], cwd: "", tracemalloc,
		});
	};

	shim.endPage = async () => {
		if (!shim.begun())
			return;
		await later(20);
		for (const url of new Set([...candidates(shim.page), ...shim.wanted()]))
			texts.set(url, await fetchText(url));
		shim.end(null);
	};
})();
