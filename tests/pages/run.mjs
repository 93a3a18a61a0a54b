// Opens pages in headless Chromium and says what became of them: one process, one browser, pages one after the other
// in a few tabs, a server on localhost and nothing else.
//
//     node run.mjs MODULES FOLDER...
//
// MODULES is a node_modules folder with what package.json names. A FOLDER is a case: `bad/` and `good/`, each with an
// index.html whose first lines say what must be seen:
//
//     <!-- fails: TEXT -->    on the console, in an uncaught error, or on the page
//     <!-- works: TEXT -->    the same; a page that works must not show what its twin fails with
//     <!-- server: plain -->  without the headers that isolate a page (workers then have no window)
//
// Prints a line for each page that does not do that, and a count. Exit status 1 when there was one.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createRequire } from 'node:module';

const [modules, ...folders] = process.argv.slice(2);
const { chromium } = createRequire(path.resolve(modules, 'x.js'))('playwright-core');
const TIMEOUT = 60_000;
const TABS = Math.max(2, Math.min(4, os.availableParallelism?.() ?? 2));
const TYPES = {
	'.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json',
	'.wasm': 'application/wasm',
};
// What pages load as if a CDN had it.
const LIBRARIES = {
	pyscript: '@pyscript/core/dist', pyodide: 'pyodide', micropython: '@micropython/micropython-webassembly-pyscript',
};

// What a CDN has under these names: the newest release, and one that a page may name.
const CDN = {
	'cdn.jsdelivr.net/npm/@pyscript/core/': '@pyscript/core', 'cdn.jsdelivr.net/npm/@pyscript/core@0.4.32/': 'pyscript-0.4.32',
};

const marks = (html) => Object.fromEntries([...html.matchAll(/<!--\s*(fails|works|server): (.*?)\s*-->/g)].map((m) => m.slice(1)));

function fileOf(pathname) {
	const [, first, ...rest] = pathname.split('/');
	if (first in LIBRARIES) return path.join(modules, LIBRARIES[first], ...rest);
	return path.join(folders[Number(first)] ?? '', ...rest);
}

function serve(request, response) {
	const { pathname } = new URL(request.url, 'http://localhost');
	const name = fileOf(decodeURIComponent(pathname));
	const headers = { 'Content-Type': TYPES[path.extname(name)] ?? 'text/plain' };
	if (!request.url.endsWith('?plain')) {
		headers['Cross-Origin-Opener-Policy'] = 'same-origin';
		headers['Cross-Origin-Embedder-Policy'] = 'require-corp';
	}
	headers['Cross-Origin-Resource-Policy'] = 'same-origin';
	if (!fs.statSync(name, { throwIfNoEntry: false })?.isFile()) {
		response.writeHead(404, headers).end();
		return;
	}
	response.writeHead(200, headers);
	fs.createReadStream(name).pipe(response);
}

// Other hosts are folders beside the page: https://cdn.example/a.js is cdn.example/a.js.
async function fulfil(route, folder) {
	const { hostname, pathname } = new URL(route.request().url());
	if (hostname === 'localhost') return route.continue();
	const place = decodeURIComponent(hostname + pathname);
	const known = Object.keys(CDN).find((start) => place.startsWith(start));
	const name = known ? path.join(modules, CDN[known], place.slice(known.length)) : path.join(folder, place);
	const found = fs.statSync(name, { throwIfNoEntry: false })?.isFile();
	return route.fulfill({
		status: found ? 200 : 404,
		body: found ? fs.readFileSync(name) : '',
		headers: {
			'Content-Type': TYPES[path.extname(name)] ?? 'text/plain', 'Access-Control-Allow-Origin': '*',
			'Cross-Origin-Resource-Policy': 'cross-origin',
		},
	});
}

// Loads a page until `wanted` is seen; gives all that was seen.
async function visit(browser, url, folder, wanted) {
	const context = await browser.newContext();
	await context.route('**', (route) => fulfil(route, folder));
	const page = await context.newPage();
	const seen = [];
	const found = new Promise((resolve) => {
		const see = (text) => {
			seen.push(text);
			if (text.includes(wanted)) resolve();
		};
		page.on('console', (message) => see(message.text()));
		page.on('pageerror', (error) => see(String(error?.message ?? error)));
		page.on('worker', (worker) => worker.on('console', (message) => see(message.text())));
		context.exposeBinding('see', (_, text) => see(text));
	});
	await page.addInitScript(() => new MutationObserver(() => {
		for (const element of document.querySelectorAll('.py-error, .mpy-error')) globalThis.see(element.textContent);
	}).observe(document, { childList: true, subtree: true }));
	const late = new Promise((resolve) => setTimeout(resolve, TIMEOUT).unref());
	await page.goto(url);
	await Promise.race([found, late]);
	await context.close();
	return seen;
}

async function check(browser, port, index, verdict) {
	const name = path.join(folders[index], verdict, 'index.html');
	const mark = marks(fs.readFileSync(name, 'utf8'));
	const twin = marks(fs.readFileSync(path.join(folders[index], 'bad', 'index.html'), 'utf8'));
	const wanted = mark[verdict === 'bad' ? 'fails' : 'works'];
	const query = mark.server === 'plain' ? '?plain' : '';
	if (!wanted) return `${name}: does not say what must be seen`;
	const url = `http://localhost:${port}/${index}/${verdict}/index.html${query}`;
	const seen = await visit(browser, url, path.dirname(name), wanted);
	const all = seen.map((text) => `    ${text.trim().replaceAll('\n', '\n    ')}`).join('\n');
	if (!seen.some((text) => text.includes(wanted))) return `${name}: not seen: ${wanted}\n  but\n${all}`;
	if (verdict === 'good' && seen.some((text) => text.includes(twin.fails))) return `${name}: fails like its twin\n${all}`;
	return undefined;
}

const server = http.createServer(serve);
await new Promise((resolve) => server.listen(0, 'localhost', resolve));
const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM,
	args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
		'--disable-component-update', '--disable-sync'],
});
const queue = folders.flatMap((_, index) => ['bad', 'good'].map((verdict) => [index, verdict]));
const count = queue.length;
let failed = 0;
await Promise.all(Array.from({ length: TABS }, async () => {
	for (let next; (next = queue.shift());) {
		const problem = await check(browser, server.address().port, ...next);
		if (problem) {
			console.log(`FAIL ${problem}`);
			failed++;
		}
	}
}));
await browser.close();
server.close();
console.log(`${count - failed} pages passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
