// From a keystroke to its diagnostics in files of 3,000 lines, and parsing again alone beside it.
//
//     keystroke.mjs PROXYLINT [PARSER]
//
// Plays an editor: opens a file, adds a character in the middle of it again and again, and waits for what the
// server says of that version. `asked`: the editor asks for the diagnostics at once; `told`: it waits to be told, which
// includes the time in which the server waits for more keystrokes; `answer`: a request that needs no analysis.
// PARSER --reparse FILE prints how long tree-sitter takes for the same change.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [program, parser] = process.argv.slice(2).map(file => path.resolve(file));
const LINES = 3000, ROUNDS = 15;

const sources = {
	'app.js': number => `export function f${number}(pyodide, words) {
	const list = pyodide.runPython("[w for w in words if len(w) > ${number}]");
	for (const word of words) {
		if (word.length > ${number})
			list.append(word);
	}
	const copy = list.toJs();
	list.destroy();
	return copy.map(word => word.toUpperCase()).filter(Boolean);
}
`,
	'app.py': number => `def f${number}(words):
    from js import document, setTimeout
    from pyodide.ffi import create_proxy
    ring = create_proxy(lambda event: words.append(${number}))
    for word in words:
        if len(word) > ${number}:
            document.title = word
    document.addEventListener("click", ring)
    setTimeout(create_proxy(print), ${number})

`,
};

class Server {
	constructor(folder) {
		this.child = spawn(program, ['lsp'], { cwd: folder, env: { ...process.env, XDG_CACHE_HOME: path.join(folder, 'cache') }, stdio: ['pipe', 'pipe', 'ignore'] });
		this.bytes = Buffer.alloc(0);
		this.heard = [];
		this.next = 0;
		this.child.stdout.on('data', data => this.fill(data));
	}

	fill(data) {
		this.bytes = Buffer.concat([this.bytes, data]);
		for (;;) {
			const end = this.bytes.indexOf('\r\n\r\n');
			const length = end < 0 ? NaN : Number(/Content-Length: (\d+)/.exec(this.bytes.subarray(0, end))[1]);

			if (!(this.bytes.length >= end + 4 + length))
				return;
			const message = JSON.parse(this.bytes.subarray(end + 4, end + 4 + length));

			this.bytes = this.bytes.subarray(end + 4 + length);
			this.heard = this.heard.filter(([test, done]) => !test(message) || done(message));
		}
	}

	until(test) {
		return new Promise(done => this.heard.push([test, message => void done(message)]));
	}

	send(message) {
		const text = JSON.stringify({ jsonrpc: '2.0', ...message });

		this.child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
	}

	ask(method, params) {
		const id = ++this.next, answer = this.until(message => message.id === id && !message.method);

		this.send({ id, method, params });
		return answer;
	}
}

const clock = () => Number(process.hrtime.bigint()) / 1e6;
const best = times => Math.min(...times).toFixed(1).padStart(7);
const middle = times => [...times].sort((a, b) => a - b)[times.length >> 1].toFixed(1).padStart(7);

async function measure(folder, name, pulls) {
	const text = Array.from({ length: LINES / 10 }, (_, number) => sources[name](number)).join('');
	const file = path.join(folder, name), uri = `file://${file}`, server = new Server(folder);
	const change = version => server.send({ method: 'textDocument/didChange', params: {
		textDocument: { uri, version },
		// a name in the middle grows: no text was there before, so that no result of an earlier run fits
		contentChanges: [{ range: { start: { line: LINES / 2, character: 4 }, end: { line: LINES / 2, character: 4 } }, text: pulls ? 'x' : 'y' }],
	} });
	const times = [], answers = [];

	writeFileSync(file, text);
	await server.ask('initialize', { processId: process.pid, rootUri: `file://${folder}`, initializationOptions: { workspace: false },
		capabilities: pulls ? { textDocument: { diagnostic: {} } } : {} });
	server.send({ method: 'initialized', params: {} });
	server.send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: name, version: 1, text } } });
	await (pulls ? server.ask('textDocument/diagnostic', { textDocument: { uri } })
		: server.until(message => message.method === 'textDocument/publishDiagnostics'));
	for (let version = 2; version < ROUNDS + 2; version++) {
		const began = clock();

		change(version);
		await (pulls ? server.ask('textDocument/diagnostic', { textDocument: { uri } })
			: server.until(message => message.method === 'textDocument/publishDiagnostics' && message.params.version === version));
		times.push(clock() - began);
		const asked = clock();

		await server.ask('none', {});
		answers.push(clock() - asked);
	}
	await server.ask('shutdown');
	server.send({ method: 'exit' });
	return { times, answers, file };
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'proxylint-keystroke-'));

try {
	for (const name of Object.keys(sources)) {
		const asked = await measure(folder, name, true), told = await measure(folder, name, false);
		const alone = parser ? execFileSync(parser, ['--reparse', asked.file], { encoding: 'utf8' }).trim() : 'not built';

		console.log(`keystroke ${name}: asked ${best(asked.times)} ms (middle ${middle(asked.times)}), told ${best(told.times)} ms, ` +
			`answer ${best(asked.answers)} ms; parsing again alone: ${alone}`);
	}
} finally {
	rmSync(folder, { recursive: true });
}
