// Drives the language server with the library that VS Code's client is made of.
//
//     node run.mjs MODULES PROXYLINT [CASE...]
//
// MODULES is a node_modules folder with what package.json names. Each case is a workspace of its own and a connection of
// its own. Prints a line for each case that fails, and a count. Exit status 1 when there was one.
import assert from 'node:assert/strict';
import child from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [modules, proxylint, ...wanted] = process.argv.slice(2);
const lsp = createRequire(path.resolve(modules, 'x.js'))('vscode-languageserver-protocol/node');
const TIMEOUT = 30_000;

const LEAK = `import { loadPyodide } from "pyodide";
const pyodide = await loadPyodide();
setInterval(() => {
  const r = pyodide.toPy({});
  console.log(r.length);
}, 10);
`;
const CALLBACK = `from js import setTimeout

def tick():
    print("tick")

setTimeout(tick, 10)
`;

const late = (what) => new Promise((_, reject) => setTimeout(() => reject(new Error(`no ${what}`)), TIMEOUT).unref());

// An editor with a workspace: what it is sent is kept, and can be waited for.
class Editor {
	constructor(files, capabilities = {}, options = {}) {
		this.folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'proxylint-lsp-')));
		this.diagnostics = new Map();
		this.published = [];
		this.requests = [];
		this.progress = [];
		this.waiters = [];
		for (const [name, text] of Object.entries(files)) {
			fs.mkdirSync(path.dirname(path.join(this.folder, name)), { recursive: true });
			fs.writeFileSync(path.join(this.folder, name), text);
		}
		this.process = child.spawn(proxylint, ['lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
		this.exit = new Promise((resolve) => this.process.on('exit', resolve));
		this.connection = lsp.createProtocolConnection(
			new lsp.StreamMessageReader(this.process.stdout), new lsp.StreamMessageWriter(this.process.stdin));
		this.connection.onNotification('textDocument/publishDiagnostics', (params) => {
			this.published.push(params);
			this.diagnostics.set(params.uri, params);
			this.wake();
		});
		this.connection.onNotification('$/progress', (params) => {
			this.progress.push(params.value);
			this.wake();
		});
		this.connection.onRequest((method, params) => {
			this.requests.push({ method, params });
			this.wake();
			return method === 'window/showDocument' ? { success: true } : null;
		});
		this.connection.listen();
		this.capabilities = capabilities;
		this.options = options;
	}

	async start() {
		const answer = await this.connection.sendRequest('initialize', {
			processId: process.pid, rootUri: this.uri(''), capabilities: this.capabilities, initializationOptions: this.options,
		});
		await this.connection.sendNotification('initialized', {});
		return answer;
	}

	uri(name) {
		return pathToFileURL(path.join(this.folder, name)).href;
	}

	open(name, text, languageId = 'javascript') {
		return this.connection.sendNotification('textDocument/didOpen', {
			textDocument: { uri: this.uri(name), languageId, version: 1, text },
		});
	}

	change(name, version, ...contentChanges) {
		return this.connection.sendNotification('textDocument/didChange', {
			textDocument: { uri: this.uri(name), version }, contentChanges,
		});
	}

	ask(method, name, more = {}) {
		return this.connection.sendRequest(method, { textDocument: { uri: this.uri(name) }, ...more });
	}

	wake() {
		this.waiters = this.waiters.filter((waiter) => !waiter());
	}

	// Waits until `test` gives something, and gives that.
	until(what, test) {
		const wait = new Promise((resolve) => {
			this.waiters.push(() => {
				const value = test();
				if (value) resolve(value);
				return value;
			});
			this.wake();
		});
		return Promise.race([wait, late(what)]);
	}

	shown(name, test = () => true) {
		return this.until(`diagnostics of ${name}`, () => {
			const params = this.diagnostics.get(this.uri(name));
			return params && test(params.diagnostics, params) ? params : undefined;
		});
	}

	async stop() {
		await this.connection.sendRequest('shutdown');
		await this.connection.sendNotification('exit');
		const status = await Promise.race([this.exit, late('exit')]);
		this.connection.dispose();
		fs.rmSync(this.folder, { recursive: true });
		return status;
	}

	kill() {
		this.process.kill('SIGKILL');
		this.connection.dispose();
		fs.rmSync(this.folder, { recursive: true, force: true });
	}
}

const rules = (diagnostics) => diagnostics.map((diagnostic) => diagnostic.code);
// All edits speak of the text as it was, changes of the one before them: the last one first.
const applied = (edits) => edits
	.toSorted((a, b) => b.range.start.line - a.range.start.line || b.range.start.character - a.range.start.character)
	.map(({ range, newText }) => ({ range, text: newText }));
const LOCAL = { workspace: false };

const cases = {
	'says what it can do'() {
		return use(new Editor({}, { general: { positionEncodings: ['utf-8', 'utf-16'] } }, LOCAL), async (editor) => {
			const { capabilities, serverInfo } = await editor.start();
			assert.equal(capabilities.positionEncoding, 'utf-8');
			assert.equal(capabilities.textDocumentSync.change, 2);
			assert.equal(serverInfo.name, 'proxylint');
		});
	},

	'an open file is looked at, with the path of the finding as related information'() {
		return use(new Editor({}, {}, LOCAL), async (editor) => {
			await editor.start();
			await editor.open('a.js', LEAK);
			const { diagnostics, version } = await editor.shown('a.js');
			assert.deepEqual(rules(diagnostics), ['pyproxy/leak']);
			assert.equal(version, 1);
			assert.equal(diagnostics[0].severity, 1);
			assert.deepEqual(diagnostics[0].range, { start: { line: 3, character: 12 }, end: { line: 3, character: 28 } });
			assert.match(diagnostics[0].relatedInformation[0].message, /again and again/);
			assert.equal(diagnostics[0].relatedInformation[0].location.uri, editor.uri('a.js'));
		});
	},

	'changes are applied where they are, in each encoding'() {
		const text = 'const s = "a😀é"; pyodide.toPy({});\n';
		const places = { 'utf-8': [19, 22], 'utf-16': [16, 19], 'utf-32': [15, 18] };
		return each(Object.entries(places), async ([encoding, [start, end]]) => {
			await use(new Editor({}, { general: { positionEncodings: [encoding] } }, { ...LOCAL, notes: true }), async (editor) => {
				await editor.start();
				await editor.open('a.js', text);
				const before = await editor.shown('a.js');
				await editor.change('a.js', 2, { range: { start: { line: 0, character: start }, end: { line: 0, character: end } }, text: ';\r\n\np' });
				const after = await editor.shown('a.js', (_, { version }) => version === 2);
				assert.equal(before.diagnostics.length, 1);
				assert.equal(before.diagnostics[0].range.start.line, 0);
				assert.equal(after.diagnostics[0].range.start.line, 2);
			});
		});
	},

	'what is repaired goes'() {
		return use(new Editor({}, {}, LOCAL), async (editor) => {
			await editor.start();
			await editor.open('a.js', LEAK);
			await editor.shown('a.js', (diagnostics) => diagnostics.length === 1);
			await editor.change('a.js', 2, { range: { start: { line: 5, character: 0 }, end: { line: 5, character: 0 } }, text: '  r.destroy();\n' });
			const { version } = await editor.shown('a.js', (diagnostics) => diagnostics.length === 0);
			assert.equal(version, 2);
		});
	},

	'the workspace: files that are not open, and what only two files show'() {
		const files = {
			'lib.js': 'export function use(proxy) { console.log(proxy.length); }\n',
			'main.js': 'import { use } from "./lib.js";\nconst pyodide = await loadPyodide();\nsetInterval(() => use(pyodide.toPy({})), 9);\n',
			'tick.py': CALLBACK,
		};
		return use(new Editor(files, { window: { workDoneProgress: true } }), async (editor) => {
			await editor.start();
			assert.deepEqual(rules((await editor.shown('tick.py')).diagnostics), ['callback/borrowed-escapes']);
			await editor.until('end of the progress', () => editor.progress.at(-1)?.kind === 'end');
			assert.equal(editor.progress[0].kind, 'begin');
			fs.writeFileSync(path.join(editor.folder, 'tick.py'), 'print("no border")\n');
			await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: editor.uri('tick.py'), type: 2 }] });
			assert.deepEqual((await editor.shown('tick.py', (diagnostics) => !diagnostics.length)).diagnostics, []);
		});
	},

	'findings across files stay while only one file is looked at'() {
		const files = {
			'page.html': '<script type="module" src="main.js"></script>\n',
			'main.js': 'import { keep } from "./lib.js";\nconst pyodide = await loadPyodide();\nsetInterval(() => { const p = pyodide.toPy({}); keep(p); }, 9);\n',
			'lib.js': 'export function keep(proxy) { console.log(proxy.length); }\n',
		};
		return use(new Editor(files), async (editor) => {
			await editor.start();
			await editor.open('main.js', files['main.js']);
			const { diagnostics } = await editor.shown('main.js', (list) => list.length);
			await editor.until('the workspace', () => editor.published.length >= 2);
			const seen = editor.published.length;
			await editor.change('main.js', 2, { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' });
			await editor.shown('main.js', (_, { version }) => version === 2);
			for (const params of editor.published.slice(seen)) assert.equal(params.diagnostics.length, diagnostics.length);
		});
	},

	'diagnostics that are asked for wait for the text as it is'() {
		const capabilities = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };
		return use(new Editor({}, capabilities), async (editor) => {
			await editor.start();
			await editor.open('a.js', LEAK);
			const report = await editor.ask('textDocument/diagnostic', 'a.js');
			assert.deepEqual([report.kind, rules(report.items)], ['full', ['pyproxy/leak']]);
			await editor.until('refresh', () => editor.requests.some(({ method }) => method === 'workspace/diagnostic/refresh'));
			assert.equal(editor.published.length, 0);
		});
	},

	'a request can be given up'() {
		return use(new Editor({}, { textDocument: { diagnostic: {} } }, LOCAL), async (editor) => {
			await editor.start();
			await editor.open('a.js', LEAK.repeat(400));
			const source = new lsp.CancellationTokenSource();
			const asked = editor.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: editor.uri('a.js') } }, source.token);
			source.cancel();
			await assert.rejects(asked, { code: lsp.LSPErrorCodes.RequestCancelled });
		});
	},

	'fixes, ignoring with a reason, and explaining'() {
		return use(new Editor({}, { window: { showDocument: { support: true } } }, LOCAL), async (editor) => {
			await editor.start();
			await editor.open('t.py', CALLBACK, 'python');
			const { diagnostics } = await editor.shown('t.py');
			const actions = await editor.ask('textDocument/codeAction', 't.py', { range: diagnostics[0].range, context: { diagnostics } });
			const fix = actions.find(({ edit, title }) => edit && !title.startsWith('Ignore'));
			const ignore = actions.find(({ title }) => title.startsWith('Ignore'));
			const explain = actions.find(({ command }) => command);
			assert.ok(fix && ignore && explain, JSON.stringify(actions));
			assert.equal(ignore.edit.changes[editor.uri('t.py')][0].newText, '# proxylint: ignore[callback/borrowed-escapes] right here, because\n');
			await editor.change('t.py', 2, ...applied(ignore.edit.changes[editor.uri('t.py')]));
			await editor.shown('t.py', (list, { version }) => version === 2 && !list.length);
			await editor.connection.sendRequest('workspace/executeCommand', explain.command);
			const { params } = await editor.until('page', () => editor.requests.find(({ method }) => method === 'window/showDocument'));
			assert.match(fs.readFileSync(new URL(params.uri), 'utf8'), /callback\/borrowed-escapes/);
			assert.equal(await editor.stop(), 0);
			assert.ok(!fs.existsSync(new URL(params.uri)));
		});
	},

	'a fix, applied, leaves nothing to find'() {
		return use(new Editor({}, {}, LOCAL), async (editor) => {
			await editor.start();
			await editor.open('t.py', CALLBACK, 'python');
			const { diagnostics } = await editor.shown('t.py');
			const actions = await editor.ask('textDocument/codeAction', 't.py', { range: diagnostics[0].range, context: { diagnostics } });
			const edits = actions.find(({ edit, title }) => edit && !title.startsWith('Ignore')).edit.changes[editor.uri('t.py')];
			await editor.change('t.py', 2, ...applied(edits));
			await editor.shown('t.py', (list, { version }) => version === 2 && !list.length);
		});
	},

	'hovering over a finding and over an ignore comment'() {
		return use(new Editor({}, {}, LOCAL), async (editor) => {
			await editor.start();
			await editor.open('a.js', `// proxylint: ignore-file[gil/unbalanced] not this\n${LEAK}`);
			await editor.shown('a.js');
			const finding = await editor.ask('textDocument/hover', 'a.js', { position: { line: 4, character: 14 } });
			assert.match(finding.contents.value, /\*\*pyproxy\/leak\*\*[^]*1\. line 4: .*again and again/);
			const comment = await editor.ask('textDocument/hover', 'a.js', { position: { line: 0, character: 20 } });
			assert.match(comment.contents.value, /\*\*gil\/unbalanced\*\*/);
			assert.equal(await editor.ask('textDocument/hover', 'a.js', { position: { line: 1, character: 2 } }), null);
		});
	},

	'a document that is no file'() {
		return use(new Editor({}, {}, LOCAL), async (editor) => {
			await editor.start();
			await editor.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: 'untitled:Untitled-1', languageId: 'python', version: 1, text: CALLBACK } });
			const { diagnostics } = await editor.until('diagnostics', () => editor.diagnostics.get('untitled:Untitled-1'));
			assert.deepEqual(rules(diagnostics), ['callback/borrowed-escapes']);
		});
	},

	'a configuration counts, and is read again when it changes'() {
		const files = { 'proxylint.toml': 'ignore = ["pyproxy/*"]\n' };
		return use(new Editor(files, {}, LOCAL), async (editor) => {
			await editor.start();
			await editor.open('a.js', LEAK);
			assert.deepEqual((await editor.shown('a.js')).diagnostics, []);
			fs.writeFileSync(path.join(editor.folder, 'proxylint.toml'), '');
			await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: editor.uri('proxylint.toml'), type: 2 }] });
			await editor.shown('a.js', (list) => list.length === 1);
		});
	},

	'a closed file shows nothing but what the workspace knows'() {
		return use(new Editor({}, {}, LOCAL), async (editor) => {
			await editor.start();
			await editor.open('a.js', LEAK);
			await editor.shown('a.js', (list) => list.length);
			await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri: editor.uri('a.js') } });
			await editor.shown('a.js', (list) => !list.length);
		});
	},

	'wrong messages are refused, and the rest goes on'() {
		return use(new Editor({}, {}, LOCAL), async (editor) => {
			await assert.rejects(editor.ask('textDocument/hover', 'a.js'), { code: lsp.ErrorCodes.ServerNotInitialized });
			await editor.start();
			await assert.rejects(editor.connection.sendRequest('no/such'), { code: lsp.ErrorCodes.MethodNotFound });
			await assert.rejects(editor.connection.sendRequest('initialize', {}), { code: lsp.ErrorCodes.InvalidRequest });
			editor.process.stdin.write('Content-Length: 4\r\n\r\nnull');
			editor.process.stdin.write('Content-Length: 5\r\n\r\n{"a":');
			await editor.change('never-opened.js', 1, { text: 'x' });
			await editor.open('a.js', LEAK);
			await editor.shown('a.js', (list) => list.length === 1);
			for (const noise of ['noise', 'noise\r\n\r\n', 'Content-Length: -7\r\n\r\nnoise', 'Content-Length: x\r\n\r\n', 'Content-Length: 99999999999\r\n\r\n',
				'\0'.repeat(100000), '\r\n\r\n'.repeat(1000)])
				editor.process.stdin.write(noise);
			await editor.change('a.js', 2, { text: '// nothing\n' });
			await editor.shown('a.js', (list) => !list.length);
			await editor.connection.sendRequest('shutdown');
			await assert.rejects(editor.ask('textDocument/hover', 'a.js'), { code: lsp.ErrorCodes.InvalidRequest });
		});
	},

	'an editor that goes away without a word'() {
		return use(new Editor({}, {}, LOCAL), async (editor) => {
			await editor.start();
			editor.process.stdin.end();
			assert.equal(await Promise.race([editor.exit, late('exit')]), 1);
		});
	},
};

async function each(items, task) {
	for (const item of items) await task(item);
}

async function use(editor, task) {
	try {
		await task(editor);
	} finally {
		editor.kill();
	}
}

let failed = 0, passed = 0;
for (const [name, task] of Object.entries(cases)) {
	if (wanted.length && !wanted.some((word) => name.includes(word))) continue;
	try {
		await task();
		passed++;
	} catch (error) {
		failed++;
		console.log(`FAIL lsp: ${name}\n${error.stack}`);
	}
}
console.log(`lsp: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
