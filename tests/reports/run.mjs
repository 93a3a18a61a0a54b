// Validates reports: run.mjs PROXYLINT BUILD
//
// The program lints the bad programs of tests/cases in every format. SARIF must satisfy the schema of the standard and
// Microsoft's multitool; that both complain when they should is tried first. The multitool ends with status 0 whatever
// it finds, so its own report is read.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [program, build] = process.argv.slice(2);
const require = createRequire(path.join(build, 'package.json'));
const work = path.join(build, 'work');
let failures = 0;

function fail(text) {
	console.log(`FAIL reports: ${text}`);
	failures++;
}

function report(format, ...paths) {
	const done = spawnSync(program, ['check', '--isolated', '--notes', '-f', format, ...paths], {
		encoding: 'utf8', maxBuffer: 1 << 28,
	});
	if (done.status !== 1)
		fail(`${format}: status ${done.status}: ${done.stderr}`);
	return done.stdout;
}

// ---- SARIF

function schemaErrors(text) {
	const Ajv = require('ajv-draft-04');
	const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
	require('ajv-formats')(ajv);
	const validate = ajv.compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
	return validate(JSON.parse(text)) ? [] : validate.errors.map(error => `${error.instancePath} ${error.message}`);
}

function multitool() {
	try {
		const file = path.join(path.dirname(require.resolve('@microsoft/sarif-multitool-linux/package.json')),
			'Sarif.Multitool');
		chmodSync(file, 0o755);
		execFileSync(file, ['--version'], { env, stdio: 'ignore' });
		return file;
	} catch {
		return null;
	}
}

const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' };

function toolErrors(tool, text) {
	const file = path.join(work, 'checked.sarif'), out = path.join(work, 'said.sarif');
	writeFileSync(file, text);
	spawnSync(tool, ['validate', file, '--output', out, '--log', 'ForceOverwrite', '--rule-kind', 'Sarif;Ghas'], { env });
	if (!existsSync(out))
		return ['the multitool wrote nothing'];
	return JSON.parse(readFileSync(out)).runs[0].results
		.filter(result => result.level !== 'note')
		.map(result => `${result.ruleId} ${JSON.stringify(result.message.arguments ?? result.message.text)}`);
}

function spoiled(text, change) {
	const log = JSON.parse(text);
	change(log.runs[0]);
	return JSON.stringify(log);
}

function checkSarif(paths) {
	const text = report('sarif', ...paths), tool = multitool();
	const spoil = [
		run => delete run.tool.driver.name,
		run => { run.results[0].level = 'fatal'; },
		run => { run.results[0].locations[0].physicalLocation.region.startLine = 0; },
	];

	for (const change of spoil)
		if (!schemaErrors(spoiled(text, change)).length)
			fail(`the schema lets pass: ${change}`);
	for (const error of schemaErrors(text))
		fail(`SARIF: ${error}`);
	if (!tool) {
		console.log('reports: the multitool cannot run here: SARIF is validated by its schema alone');
		return;
	}
	if (!toolErrors(tool, spoiled(text, run => { delete run.results[0].message; })).length)
		fail('the multitool lets a result without a message pass');
	for (const error of toolErrors(tool, text))
		fail(`SARIF: ${error}`);
}

// ---- the others

function checkJson(format, paths, count) {
	const found = count(JSON.parse(report(format, ...paths)));
	const lines = report('jsonl', ...paths).trim().split('\n').length;
	if (found !== lines)
		fail(`${format}: ${found} findings, jsonl has ${lines}`);
}

function checkXml(format, paths, tag) {
	const text = report(format, ...paths);
	const lines = report('jsonl', ...paths).trim().split('\n').length;
	const done = spawnSync('python3', ['-c', `
import sys, xml.etree.ElementTree as tree
print(len(list(tree.fromstring(sys.stdin.buffer.read()).iter(sys.argv[1]))))`, tag], { input: text, encoding: 'utf8' });
	if (Number(done.stdout) !== lines)
		fail(`${format}: ${done.stdout || done.stderr} findings, jsonl has ${lines}`);
}

// ---- the page

/* What Chromium makes of it: every finding must be drawn, and nothing of the code may be taken for markup. */
function checkPage(paths) {
	const chromium = process.env.CHROMIUM, file = path.join(work, 'report.html');
	const lines = report('jsonl', ...paths).trim().split('\n').length;

	if (!chromium) {
		console.log('reports: the HTML page is not drawn: needs Chromium');
		return;
	}
	writeFileSync(file, report('html', ...paths));
	const drawn = spawnSync(chromium, ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${path.join(work, 'profile')}`,
		'--dump-dom', `file://${path.resolve(file)}`], { encoding: 'utf8', maxBuffer: 1 << 28 });
	const found = drawn.stdout.match(/<details class="finding /g)?.length ?? 0;

	if (found !== lines)
		fail(`html: ${found} findings are drawn, jsonl has ${lines}: ${drawn.stderr.match(/.*CONSOLE.*/)?.[0] ?? ''}`);
	if (!drawn.stdout.includes(`&lt;/script&gt;&lt;!-- &lt;&amp;"&gt;`))
		fail('html: code is not shown as it stands');
}

mkdirSync(work, { recursive: true });
writeFileSync(path.join(work, 'odd.js'),
	'// \u{1F600}\nexport function f(pyodide) { /* </script><!-- <&">\u{1F600} */ pyodide.runPython("[1]"); }\n');
const paths = ['tests/cases', 'tests/cli/fixtures/app', path.join(work, 'odd.js')];

checkSarif(paths);
checkJson('json', paths, document => document.findings.length);
checkJson('gitlab', paths, list => list.length);
checkJson('rdjson', paths, document => document.diagnostics.length);
checkXml('junit', paths, 'failure');
checkXml('checkstyle', paths, 'error');
checkPage(paths);
console.log(failures ? `reports: ${failures} failed` : 'reports: all valid');
process.exit(failures ? 1 : 0);
