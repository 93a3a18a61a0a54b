/*
 * The page of `verify`: what was seen of each finding, and of the memory of each run.
 */
"use strict";

const ORDER = ["confirmed", "missed", "inconclusive", "path not reached", "not reached", "unobservable", "refuted"];
const OPEN = new Set(["confirmed", "missed"]);
const MEANING = {
	confirmed: "it was seen to happen", missed: "seen, though the linter did not say so",
	refuted: "it ran, and did not happen", inconclusive: "what was seen does not decide it",
	"not reached": "that code did not run", "path not reached": "it ran, but not on this path",
	unobservable: "no run can show it",
};
const ENDS = {
	explicit: ["destroyed", "explicit"], released: ["released", "explicit"], died: ["died", "explicit"],
	borrowed: ["ended with the call", "borrowed"], parent: ["ended with its parent", "parent"],
	iterator: ["ended with the iteration", "iterator"], gc: ["left to the garbage collector", "gc"],
};

const toneOf = (verdict) => ["confirmed", "missed", "refuted", "inconclusive"].includes(verdict) ? verdict : "other";

function shape(name, attributes, ...children) {
	const made = document.createElementNS("http://www.w3.org/2000/svg", name);

	for (const [key, value] of Object.entries(attributes))
		made.setAttribute(key, value);
	made.append(...children);
	return made;
}

/* ---- charts ---- */

const WIDTH = 420, HEIGHT = 130, LEFT = 42, BOTTOM = 20, TOP = 10, RIGHT = 8;

/* A little above the largest, in steps people count in. */
function ceiling(value) {
	const step = 10 ** Math.floor(Math.log10(Math.max(value, 1)));

	return [1, 2, 5, 10].map((factor) => factor * step).find((top) => top >= value);
}

const seconds = (ms) => !ms ? "0 s" : ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(ms < 10000 ? 1 : 0)} s`;
const whole = (value) => Number.isInteger(value) ? String(value) : "";
const megabytes = (bytes) => `${Math.round(bytes / 1048576)} MiB`;

/* `series`: [{ points: [[x, y]], color, label }]; steps, for nothing is known between points. */
function chart(series, formatX, formatY) {
	const all = series.flatMap((one) => one.points);
	const first = Math.min(...all.map(([x]) => x)), last = Math.max(...all.map(([x]) => x), first + 1);
	const top = ceiling(Math.max(...all.map(([, y]) => y), 1));
	const x = (value) => LEFT + (value - first) / (last - first) * (WIDTH - LEFT - RIGHT);
	const y = (value) => HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP);
	const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });

	for (const value of [0, top / 2, top])
		svg.append(
			shape("line", { class: "axis", x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value) }),
			shape("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, formatY(value)));
	svg.append(
		shape("text", { x: LEFT, y: HEIGHT - 4 }, formatX(first)),
		shape("text", { x: WIDTH - RIGHT, y: HEIGHT - 4, "text-anchor": "end" }, formatX(last)));
	for (const { points, color, label, filled } of series) {
		const path = points.map(([px, py], i) => i ? `H${x(px)}V${y(py)}` : `M${x(px)},${y(py)}`).join("") + `H${x(last)}`;

		if (filled)
			svg.append(shape("path", { d: `${path}V${y(0)}H${x(points[0][0])}Z`, fill: color, opacity: 0.13 }));
		svg.append(shape("path", { class: "curve", d: path, stroke: color }, shape("title", {}, label)));
		for (const [px, py] of points.length > 40 ? [] : points)
			svg.append(shape("circle", { cx: x(px), cy: y(py), r: 2.6, fill: color }, shape("title", {}, `${formatX(px)}: ${formatY(py)}`)));
	}
	return svg;
}

function bar(parts) {
	const total = parts.reduce((sum, part) => sum + part.count, 0);
	const shown = parts.filter((part) => part.count > 0);

	return [
		element("div", { class: "bar" }, ...shown.map((part) =>
			element("div", { style: `background: var(--${part.color}); width: ${part.count / total * 100}%`, title: `${part.count} ${part.label}` }))),
		element("div", { class: "legend" }, ...shown.map((part) => element("span", null,
			element("i", { style: `background: var(--${part.color})` }), `${part.count} ${part.label}`))),
	];
}

/* ---- runs ---- */

const began = (run) => run?.memory.length ? run.memory[0].ms : 0;

function runFacts(run) {
	const last = run.memory[run.memory.length - 1];

	if (!last)
		return "";
	return [
		last.wasm ? `WebAssembly heap ${megabytes(last.wasm)}` : null,
		`${counted(last.live, "object")} alive at the end, after a last garbage collection`,
		last.blocks ? `${last.blocks} blocks of Python's memory in use` : null,
		last.uncollectable ? `${last.uncollectable} uncollectable` : null,
		last.peak ? `tracemalloc: ${megabytes(last.traced)} at the end, ${megabytes(last.peak)} at most` : null,
	].filter(Boolean).join(" · ");
}

/* The last collection is ours: the program would not have had it. */
function runCard(run) {
	const sampled = run.memory.filter((at) => at.at === "start" || at.at === "sample").map((at) => ({ ...at, ms: at.ms - began(run) }));
	const pair = element("div", { class: "pair" });
	const add = (title, key, color, format) => pair.append(element("div", null, element("h4", null, title),
		chart([{ points: sampled.map((at) => [at.ms, at[key]]), color, label: title, filled: true }], seconds, format)));

	if (sampled.length > 1 && sampled.some((at) => at.live))
		add("Objects alive", "live", "var(--gc)", whole);
	if (sampled.length > 1 && sampled.some((at) => at.wasm))
		add("WebAssembly heap", "wasm", "var(--borrowed)", megabytes);
	return element("div", { class: "card run" }, element("h3", null, run.runtime),
		element("p", run.complete ? null : { class: "trouble" }, run.complete ? runFacts(run) : `incomplete: ${run.trouble}; it refutes nothing`),
		pair.children.length ? pair : null);
}

/* ---- findings ---- */

function endings(window) {
	const parts = Object.entries(window.ended).map(([why, count]) => ({ count, label: (ENDS[why] || [why])[0], color: (ENDS[why] || [0, "borrowed"])[1] }));
	const ended = parts.reduce((sum, part) => sum + part.count, 0);
	const lost = window.points.length ? window.points[window.points.length - 1] : [0, 0, 0];
	const left = Math.max(Math.min(window.acquired - ended, lost[2]), 0), held = Math.min(window.held, left);

	return bar([...parts, { count: left - held, label: "never let go", color: "lost" }, { count: held, label: "still held at the end", color: "inconclusive" }]);
}

function windowFigure(window) {
	const begin = window.timed ? began(data.runs[window.site.run]) : 0;
	const points = window.points.map(([x, low, high]) => [Math.max(x - begin, 0), low, high]);
	const most = points.map(([x, , y]) => [x, y]);
	const fewest = points.map(([x, y]) => [x, y]);
	const drawn = points.length > 1 && points[points.length - 1][2] > 0;
	const when = window.name ? `in ${window.name}` : drawn ? window.timed ? "over time" : "over the repetitions" : "";
	const title = element("h4", null, drawn ? "Not let go " : `What became of ${counted(window.acquired, "object")} `, element("span", null, when));
	const apart = points.some(([, low, high]) => low !== high);
	const series = [{ points: most, color: "var(--gc)", label: "not let go", filled: true }];

	if (apart)
		series.push({ points: fewest, color: "var(--lost)", label: "certainly lost" });
	else
		series[0].color = "var(--lost)";
	return element("div", { class: "site" }, title,
		drawn ? chart(series, window.timed ? seconds : (n) => `${n}×`, whole) : null,
		...endings(window));
}

function figures(finding) {
	const windows = finding.sites.flatMap((site) => site.windows.map((window) => ({ ...window, site })));
	const uses = finding.sites.flatMap((site) => site.uses);
	const worst = windows.sort((a, b) => (b.points.at(-1)?.[2] ?? 0) - (a.points.at(-1)?.[2] ?? 0)).slice(0, 3);

	return element("div", { class: "figures" },
		...worst.map(windowFigure),
		worst.length ? null : element("p", { class: "none" }, MEANING[finding.verdict] || ""),
		...uses.slice(0, 5).map((use) => element("p", { class: "uses" },
			`used ${use.count > 1 ? `${use.count} times ` : ""}after its end (${ENDS[use.why]?.[0] || use.why})${use.line ? ` at ${place(use)}` : ""}`)));
}

/* ---- the page ---- */

const count = (verdict) => data.findings.filter((finding) => finding.verdict === verdict).length;

function chips() {
	return element("div", { class: "chips" }, ORDER.filter(count).map((verdict) =>
		chip({ count: count(verdict), label: verdict, tone: toneOf(verdict), title: MEANING[verdict] }, (shown) => {
			for (const card of document.querySelectorAll("details.finding"))
				if (card.finding.verdict === verdict)
					card.hidden = !shown;
		})));
}

function byVerdict(a, b) {
	return ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || a.path.localeCompare(b.path) || a.line - b.line;
}

function headline() {
	const seen = count("confirmed"), missed = count("missed");

	if (!seen && !missed)
		return data.findings.length ? "Nothing that was found was seen to happen" : "Nothing was found, and nothing was seen";
	return [seen ? `${counted(seen, "finding")} seen to happen` : null, missed ? `${missed} more that the linter missed` : null].filter(Boolean).join(", ");
}

function card(finding) {
	const made = findingCard(finding, { badge: finding.verdict || finding.severity, tone: toneOf(finding.verdict), beside: figures });

	made.open = OPEN.has(finding.verdict);
	return made;
}

drawPage(
	element("h1", null, headline()),
	element("p", { class: "command" }, element("code", null, data.command || "proxylint verify")), chips(),
	data.runs.length ? [element("h2", null, data.runs.length > 1 ? `${data.runs.length} runs` : "The run"),
		element("div", { class: "runs" }, data.runs.slice(0, 12).map(runCard))] : null,
	element("h2", null, "Findings"),
	data.findings.length ? [...data.findings].sort(byVerdict).map(card) : element("p", { class: "card none" }, "Nothing was found."),
	element("footer", null, `proxylint ${data.version}. Confirmed and missed: seen in the run. Refuted: it ran and did not happen. Nothing else was decided.`));
