/*
 * Draws findings from the JSON beside it: what the pages of `check` and `verify` share. All text is set as text,
 * never as markup. The script behind this one says what its page is about, and calls `drawPage`.
 */
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);

function element(name, attributes, ...children) {
	const made = document.createElement(name);

	for (const [key, value] of Object.entries(attributes || {}))
		if (value !== null && value !== undefined)
			made.setAttribute(key, value);
	made.append(...children.flat().filter((child) => child !== null && child !== undefined));
	return made;
}

/* `words` between backquotes are code. */
const marked = (text) => (text || "").split("`").map((part, i) => i % 2 ? element("code", null, part) : part);
const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const place = (it) => it.line ? `${it.path}:${it.line}` : it.path;

/* ---- code ---- */

const WORDS = {
	js: "async await break case catch class const continue default delete do else export extends finally for from function if import in instanceof interface let new null of return static super switch this throw true false try type typeof undefined using var void while yield",
	py: "and as assert async await break class continue def del elif else except False finally for from global if import in is lambda None nonlocal not or pass raise return True try while with yield",
	c: "auto break case char const continue default do double else enum extern float for goto if inline int long NULL return short signed sizeof static struct switch typedef union unsigned void volatile while",
	zig: "and break catch comptime const continue defer else errdefer error extern false fn for if inline null or orelse pub return struct switch test true try undefined union unreachable var while",
	erl: "after begin case catch end fun if of receive try when",
};
const LANGUAGES = [
	[/\.(py|ipynb)$/, "py", /#.*/],
	[/\.(c|h|cc|cpp|cxx|hpp)$/, "c", /\/\/.*|\/\*.*?(?:\*\/|$)/],
	[/\.zig$/, "zig", /\/\/.*/],
	[/\.erl$/, "erl", /%.*/],
	[/./, "js", /\/\/.*|\/\*.*?(?:\*\/|$)|<!--.*?(?:-->|$)/],
];

/* The parts of a line, as [start, end, class]: enough for the eye, not for a compiler. */
function tokens(text, path) {
	const [, language, comment] = LANGUAGES.find(([ending]) => ending.test(path));
	const words = new Set(WORDS[language].split(" "));
	const pattern = new RegExp(`("(?:\\\\.|[^"\\\\])*"|'(?:\\\\.|[^'\\\\])*'|\`(?:\\\\.|[^\`\\\\])*\`)|(${comment.source})|(\\b[A-Za-z_]\\w*)|(\\b\\d[\\w.]*)`, "g");
	const found = [];

	for (const match of text.matchAll(pattern)) {
		const kind = match[1] ? "t-s" : match[2] ? "t-c" : match[4] ? "t-n" : words.has(match[3]) ? "t-k" : null;

		if (kind)
			found.push([match.index, match.index + match[0].length, kind]);
	}
	return found;
}

/* Columns count bytes from 1; here they are characters from 0. */
function character(text, column) {
	const bytes = new TextEncoder().encode(text);

	return column > bytes.length ? text.length : new TextDecoder().decode(bytes.slice(0, Math.max(column - 1, 0))).length;
}

/* A line, cut wherever a token or a mark begins or ends. */
function painted(text, path, marks) {
	const parts = tokens(text, path);
	const cuts = [...new Set([0, text.length, ...parts.flatMap(([from, to]) => [from, to]), ...marks.flatMap(([from, to]) => [from, to])])]
		.filter((at) => at <= text.length).sort((a, b) => a - b);
	const made = [];

	for (let i = 0; i + 1 < cuts.length; i++) {
		const [from, to] = [cuts[i], cuts[i + 1]];
		const token = parts.find((part) => part[0] <= from && to <= part[1]);
		const over = marks.filter((mark) => mark[0] <= from && to <= mark[1]);
		const piece = text.slice(from, to);
		const inner = token ? element("span", { class: token[2] }, piece) : piece;

		made.push(over.length ? element("mark", { class: over.some((mark) => mark[2]) ? "own" : null }, inner) : inner);
	}
	return made;
}

/* Where a place stands on its first line, or null. */
function markOn(it, path, number, text, own) {
	if (it.path !== path || number !== it.line)
		return null;
	const from = character(text, it.column), to = it.end_line === number ? character(text, it.end_column) : text.length;

	return to > from ? [from, to, own] : null;
}

function numbered(number) {
	return element("span", { class: "step" }, element("b", null, String(number)));
}

/* What a step says, under the line that it is about. */
function note(step, number, text, own) {
	return element("div", { class: `note${own ? " own" : ""}`, title: `step ${number}: ${step.kind}` },
		element("span", { class: "indent" }, text.slice(0, Math.min(character(text, step.column), 60))),
		numbered(number), element("span", null, marked(step.message)));
}

const samePlace = (a, b) => a.path === b.path && a.line === b.line && a.column === b.column;

function listing(file, finding) {
	const rows = [];
	let before = 0;

	for (const [number, text] of file.lines) {
		const steps = finding.steps.map((step, i) => ({ step, number: i + 1 })).filter(({ step }) => step.path === file.path && step.line === number);
		const own = file.path === finding.path && number === finding.line;
		const marks = [markOn(finding, file.path, number, text, true),
			...finding.steps.map((step) => markOn(step, file.path, number, text, samePlace(step, finding)))].filter(Boolean);

		if (before && number > before + 1)
			rows.push(element("div", { class: "gap" }, "⋮"));
		rows.push(element("div", { class: `row${own ? " own" : ""}` },
			element("span", { class: "number" }, String(number)), element("span", null, painted(text, file.path, marks))));
		rows.push(...steps.map(({ step, number: order }) => note(step, order, text, samePlace(step, finding))));
		before = number;
	}
	return element("div", null, file.path === finding.path && finding.code.length < 2 ? null : element("div", { class: "file place" }, file.path),
		element("pre", { class: "listing" }, rows));
}

/* Steps whose line cannot be shown: the file was not there. */
function otherSteps(finding) {
	const shown = (step) => finding.code.some((file) => file.path === step.path && file.lines.some(([number]) => number === step.line));
	const others = finding.steps.map((step, i) => [step, i + 1]).filter(([step]) => !shown(step));

	return others.length ? element("ol", { class: "steps" }, others.map(([step, number]) => element("li", null,
		numbered(number), element("span", null, marked(step.message)), element("span", { class: "place" }, place(step))))) : null;
}

/* ---- fixes ---- */

/* Edits that share lines are one change: [{ path, line, before, after }]. */
function changes(fix) {
	const groups = [];

	for (const edit of fix.edits) {
		const last = groups.at(-1);

		if (last && last.path === edit.path && edit.line <= last.end) {
			last.edits.push(edit);
			last.lines.push(...edit.lines.slice(Math.max(last.end - edit.line + 1, 0)));
			last.end = Math.max(last.end, edit.end_line);
		} else {
			groups.push({ path: edit.path, line: edit.line, end: edit.end_line, lines: [...edit.lines], edits: [edit] });
		}
	}
	return groups.map((group) => {
		const offset = (line, column) => group.lines.slice(0, line - group.line).reduce((sum, text) => sum + text.length + 1, 0)
			+ character(group.lines[line - group.line], column);
		let after = group.lines.join("\n");

		for (const edit of [...group.edits].reverse())
			after = after.slice(0, offset(edit.line, edit.column)) + edit.text + after.slice(offset(edit.end_line, edit.end_column));
		return { ...group, before: group.lines, after: after.split("\n") };
	});
}

function changeView({ path, line, before, after }) {
	let same = 0, tail = 0;

	while (same < before.length && same < after.length && before[same] === after[same])
		same++;
	while (tail < before.length - same && tail < after.length - same && before.at(-1 - tail) === after.at(-1 - tail))
		tail++;
	const rows = [
		...before.slice(same, before.length - tail).map((text) => element("div", { class: "minus" }, `- ${text}`)),
		...after.slice(same, after.length - tail).map((text) => element("div", { class: "plus" }, `+ ${text}`))];

	return element("pre", { class: "listing diff", title: `${path}:${line}` }, rows);
}

const HOW = { safe: "safe: --fix makes it", unsafe: "may change what the program does: --unsafe-fixes makes it", "by hand": "to be decided by you" };

function fixView(fix) {
	const title = [element("b", null, "fix: "), ...marked(fix.title), " ", element("span", { class: "safety" }, `(${HOW[fix.safety] || fix.safety})`)];

	if (!fix.edits.length)
		return element("p", { class: "fix" }, title);
	return element("details", { class: "fix" }, element("summary", null, title), changes(fix).map(changeView));
}

/* ---- rules ---- */

/* The Markdown of rule pages: headings, fences, lists, tables, paragraphs. */
function prose(text) {
	const blocks = [];
	let fence = null, table = null, list = null, words = [];
	const flush = () => {
		if (words.length)
			(list || blocks).push(element(list ? "li" : "p", null, marked(words.join(" "))));
		words = [];
	};
	const end = () => {
		flush();
		if (list)
			blocks.push(element("ul", null, list));
		if (table)
			blocks.push(element("table", null, table));
		list = table = null;
	};

	for (const line of text.split("\n")) {
		if (fence) {
			if (line.startsWith("```")) {
				blocks.push(element("pre", null, fence.join("\n")));
				fence = null;
			} else {
				fence.push(line);
			}
		} else if (line.startsWith("```")) {
			end();
			fence = [];
		} else if (/^#+ /.test(line)) {
			end();
			blocks.push(element("h3", null, marked(line.replace(/^#+ /, ""))));
		} else if (/^\|/.test(line)) {
			if (!table)
				end();
			if (!/^[|\s:-]+$/.test(line))
				(table ||= []).push(element("tr", null, line.split("|").slice(1, -1).map((cell) => element("td", null, marked(cell.trim())))));
		} else if (/^[*-] /.test(line)) {
			flush();
			list ||= [];
			words = [line.slice(2)];
		} else if (!line.trim()) {
			end();
		} else {
			words.push(line.trim());
		}
	}
	end();
	return element("div", { class: "prose" }, blocks);
}

/* Drawn when it is opened: most are not. */
function about(finding) {
	const rule = data.rules[finding.rule];

	if (!rule || !rule.text)
		return null;
	const box = element("details", { class: "about" }, element("summary", null, "why it matters: ", element("span", { class: "dim" }, `the page of ${finding.rule}`)));

	box.addEventListener("toggle", () => {
		if (box.open && box.children.length < 2)
			box.append(prose(rule.text));
	});
	return box;
}

/* ---- a finding ---- */

function story(finding) {
	return element("div", null,
		finding.code.filter((file) => file.lines.length).map((file) => listing(file, finding)), otherSteps(finding),
		finding.help ? element("p", { class: "help" }, marked(finding.help)) : null,
		finding.fixes.map(fixView), about(finding),
		finding.fact ? element("p", { class: "fact" }, "it rests on the fact ", element("code", null, finding.fact)) : null);
}

/* `badge` and `tone` say what kind it is; `beside` makes what stands beside its story, or is null. */
function findingCard(finding, { badge, tone, beside }) {
	const card = element("details", { class: `finding tone-${tone}`, id: finding.fingerprint || null },
		element("summary", null,
			element("span", { class: "message" }, marked(finding.message)),
			element("span", { class: "badge" }, badge),
			element("span", null, element("span", { class: "place" }, `${place(finding)} `), element("span", { class: "rule" }, finding.rule),
				element("a", { class: "anchor", href: `#${finding.fingerprint}`, title: "a link to this finding" }, "#")),
			element("span", { class: "evidence" }, finding.evidence || "")));

	card.addEventListener("toggle", () => {
		if (card.open && card.children.length < 2)
			card.append(element("div", { class: `body${beside ? " beside" : ""}` }, story(finding), beside ? beside(finding) : null));
	});
	card.finding = finding;
	return card;
}

/* Opens the finding that the address names. */
function showNamed() {
	const named = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;

	if (named && named.tagName === "DETAILS") {
		named.open = true;
		named.scrollIntoView();
	}
}

/* A button that leaves findings of one kind in or out. */
function chip({ count, label, tone, title }, toggled) {
	const made = element("button", { class: `chip tone-${tone}`, "aria-pressed": "true", title: title || null }, element("b", null, String(count)), label);

	made.addEventListener("click", () => {
		const shown = made.getAttribute("aria-pressed") !== "true";

		made.setAttribute("aria-pressed", String(shown));
		toggled(shown);
	});
	return made;
}

function drawPage(...children) {
	document.querySelector("main").append(...children.flat().filter(Boolean));
	addEventListener("hashchange", showNamed);
	/* printed, all is open */
	addEventListener("beforeprint", () => document.querySelectorAll("details.finding").forEach((card) => { card.open = true; }));
	showNamed();
}
