/*
 * The page of `check`: what was found, by severity, rule and file.
 */
"use strict";

const SEVERITIES = ["error", "warning", "note"];
const OPEN_AT_FIRST = 12, TALLIES_SHOWN = 8;
const findings = data.findings, summary = data.summary;
const wanted = { severities: new Set(SEVERITIES), rule: null, path: null, words: "" };

/* ---- what is shown ---- */

function isWanted(finding) {
	const text = `${finding.message} ${finding.path} ${finding.rule} ${finding.function || ""}`.toLowerCase();

	return wanted.severities.has(finding.severity) && (!wanted.rule || finding.rule === wanted.rule) &&
		(!wanted.path || finding.path === wanted.path) && wanted.words.split(/\s+/).every((word) => text.includes(word));
}

function choose() {
	for (const group of document.querySelectorAll("section.group")) {
		const cards = [...group.querySelectorAll("details.finding")];

		for (const card of cards)
			card.hidden = !isWanted(card.finding);
		group.hidden = cards.every((card) => card.hidden);
	}
	document.querySelector(".none.filtered").hidden = [...document.querySelectorAll("section.group")].some((group) => !group.hidden);
}

/* ---- at the top ---- */

function headline() {
	const parts = SEVERITIES.map((name) => summary[`${name}s`] ? counted(summary[`${name}s`], name) : null).filter(Boolean);

	return parts.length ? `${parts.join(", ")} in ${counted(summary.files, "file")}` : `${counted(summary.files, "file")}, no findings`;
}

/* What is not on the page, so that silence is not mistaken for clean. */
function remarks() {
	const rows = [
		[summary.hidden_notes, "note hidden", "notes hidden"], [summary.suppressed, "suppressed", "suppressed"],
		[summary.skipped, "file skipped", "files skipped"], [summary.read_in_part, "file read in part", "files read in part"],
		[summary.not_fully_analysed, "function not fully analysed", "functions not fully analysed"],
		[summary.functions, "function followed", "functions followed"],
	];

	return rows.filter(([count]) => count).map(([count, one, many]) => `${count} ${count === 1 ? one : many}`).join(" · ");
}

function severityChips() {
	return SEVERITIES.map((name) => ({ name, count: findings.filter((finding) => finding.severity === name).length }))
		.filter(({ count }) => count)
		.map(({ name, count }) => chip({ count, label: `${name}${count === 1 ? "" : "s"}`, tone: name }, (shown) => {
			wanted.severities[shown ? "add" : "delete"](name);
			choose();
		}));
}

function searchField() {
	const field = element("input", { class: "search", type: "search", placeholder: "search messages, paths, rules, functions", "aria-label": "search" });

	field.addEventListener("input", () => {
		wanted.words = field.value.trim().toLowerCase();
		choose();
	});
	return field;
}

function openAll() {
	const button = element("button", { class: "quiet" }, "open all");

	button.addEventListener("click", () => {
		const open = button.textContent === "open all";

		for (const card of document.querySelectorAll("details.finding"))
			card.open = open && !card.hidden;
		button.textContent = open ? "close all" : "open all";
	});
	return button;
}

/* ---- how often what was found ---- */

function share(list, most) {
	return element("span", { class: "share" }, SEVERITIES.map((name) => element("div", {
		class: `tone-${name}`, style: `width: ${list.filter((finding) => finding.severity === name).length / most * 100}%` })));
}

/* A table that chooses: `key` is "rule" or "path". */
function tally(title, key) {
	const groups = Object.entries(Object.groupBy ? Object.groupBy(findings, (finding) => finding[key])
		: findings.reduce((all, finding) => ({ ...all, [finding[key]]: [...(all[finding[key]] || []), finding] }), {}));
	const most = Math.max(...groups.map(([, list]) => list.length));
	const rows = groups.sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).map(([name, list], i) => {
		const says = key === "rule" ? data.rules[name]?.summary : null;
		const row = element("button", { class: "tally", "aria-pressed": "false" },
			element("span", { class: "name" }, name, says ? element("span", null, marked(says)) : null), share(list, most), element("span", { class: "count" }, String(list.length)));

		row.hidden = i >= TALLIES_SHOWN;
		row.addEventListener("click", () => {
			const chosen = row.getAttribute("aria-pressed") !== "true";

			for (const other of rows)
				other.setAttribute("aria-pressed", "false");
			row.setAttribute("aria-pressed", String(chosen));
			wanted[key] = chosen ? name : null;
			choose();
		});
		return row;
	});
	const more = rows.length > TALLIES_SHOWN ? element("button", { class: "quiet more" }, `${rows.length - TALLIES_SHOWN} more`) : null;

	more?.addEventListener("click", () => {
		rows.forEach((row) => { row.hidden = false; });
		more.remove();
	});
	return element("div", { class: "card" }, element("h2", null, title), rows, more);
}

/* ---- findings ---- */

function groups() {
	const paths = [...new Set(findings.map((finding) => finding.path))];

	return paths.map((path) => {
		const list = findings.filter((finding) => finding.path === path);

		return element("section", { class: "group" }, element("h2", { class: "path" }, path, element("span", null, `  ${list.length}`)),
			list.map((finding) => findingCard(finding, { badge: finding.verdict || finding.severity, tone: finding.severity })));
	});
}

document.title = `${headline()} – proxylint`;
drawPage(
	element("h1", null, headline()),
	element("p", { class: "command" }, remarks()),
	findings.length ? element("div", { class: "chips" }, severityChips(), searchField(), openAll()) : null,
	findings.length ? element("div", { class: "tallies" }, tally("Rules", "rule"), tally("Files", "path")) : null,
	findings.length ? groups() : element("p", { class: "card none" }, "Nothing was found."),
	element("p", { class: "none filtered", hidden: "" }, "None of the findings is chosen."),
	element("footer", null, `Written by proxylint ${data.version}. The numbers are the path on which an object is lost, or used after its end. The # beside a place is a link to that finding.`));
[...document.querySelectorAll("details.finding")].slice(0, OPEN_AT_FIRST).forEach((card) => { card.open = true; });
