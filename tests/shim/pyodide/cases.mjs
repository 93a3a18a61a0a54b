// One place a line, and the verdict on it: what is marked `confirmed` loses objects, and its twin loses none. What is
// marked `held` as well is lost, but somebody still holds it, so that only a finding can say so.
//
//     node cases.mjs PACKAGE
const { loadPyodide } = await import(process.argv[2]);
const pyodide = await loadPyodide();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

pyodide.runPython(`
import types
from js import globalThis, setTimeout
from pyodide.ffi import create_once_callable, create_proxy, to_js

def rows():
    return {"key": [1, 2]}

def handler(event):
    pass

async def later():
    return [1]

class Thing:
    def __init__(self):
        self.part = [1]
`);
globalThis.target = new EventTarget();
globalThis.called = (f) => void f(); // verdict: confirmed
globalThis.returned = (f) => f(); // verdict: refuted
globalThis.calledWell = (f) => f().destroy(); // verdict: refuted
globalThis.fetched = () => {
	globalThis.last = pyodide.globals.get("rows"); // verdict: confirmed
};
process.on("uncaughtException", (error) => {
	if (!/borrowed proxy/.test(error.message)) throw error;
});

async function results() {
	const kept = pyodide.runPython("rows()"); // verdict: confirmed
	kept.has("key");
	pyodide.runPython("rows()").toJs(); // verdict: confirmed
	pyodide.runPython("rows()"); // verdict: confirmed
	for (let i = 0; i < 3; i++) {
		const f = pyodide.globals.get("rows"); // verdict: confirmed
		f().destroy(); // verdict: refuted
		const g = pyodide.globals.get("rows"), h = pyodide.globals.get("handler"); // verdict: refuted
		g.destroy();
		h.destroy();
	}
	const closed = pyodide.runPython("rows()"); // verdict: refuted
	try {
		closed.has("key");
	} finally {
		closed.destroy();
	}
	const plain = pyodide.runPython("len(rows())"); // verdict: not reached
	pyodide.runPython("to_js([1, [2, 3]])"); // verdict: not reached
	return plain;
}

async function lifetimes() {
	const parent = pyodide.runPython("Thing()"); // verdict: refuted
	parent.part; // verdict: refuted
	parent.destroy();
	const lost = pyodide.runPython("Thing()"); // verdict: confirmed
	lost.part; // verdict: refuted
	const root = pyodide.runPython("rows"); // verdict: refuted
	root.bind({}).destroy();
	const one = pyodide.runPython("rows"); // verdict: refuted
	const copy = one.copy(); // verdict: confirmed
	one.destroy();
	return typeof copy;
}

async function items(counted) {
	const list = pyodide.runPython("[[1], [2]]"); // verdict: refuted
	for (const item of list) counted.n += item.length; // verdict: iterated
	for (const item of list) { // verdict: confirmed
		counted.n += item.length;
		break;
	}
	list.get(0); // verdict: confirmed
	list.get(0).destroy(); // verdict: refuted
	list.destroy();
}

async function asynchronous() {
	const result = await pyodide.runPythonAsync("import asyncio\nawait asyncio.sleep(0.001)\n[1, 2]"); // verdict: confirmed
	const closed = await pyodide.runPythonAsync("import asyncio\nawait asyncio.sleep(0.001)\n[1, 2]"); // verdict: refuted
	closed.destroy();
	const later = pyodide.globals.get("later"); // verdict: refuted
	await later(); // verdict: confirmed
	(await later()).destroy(); // verdict: refuted
	later.destroy();
	return typeof result;
}

async function buffers() {
	const bytes = pyodide.runPython("bytes(8)"); // verdict: refuted
	const view = bytes.getBuffer(); // verdict: confirmed pybuffer/leak
	const released = bytes.getBuffer(); // verdict: refuted pybuffer/leak
	released.release();
	bytes.destroy();
	return view.nbytes;
}

async function fromPython() {
	pyodide.runPython(`
		globalThis.target.addEventListener("x", create_proxy(handler)) # verdict: confirmed callback/leak, held
		globalThis.sink = to_js({"f": handler}, create_pyproxies=True) # verdict: confirmed
		proxy = create_proxy(handler) # verdict: refuted callback/leak
		proxy.destroy()
		globalThis.called(rows) # verdict: refuted
		globalThis.calledWell(rows) # verdict: refuted
		globalThis.returned(rows)
		globalThis.fetched()
		setTimeout(lambda: None, 1) # verdict: confirmed callback/borrowed-escapes
		setTimeout(create_proxy(lambda: None), 1) # verdict: confirmed callback/leak
		setTimeout(create_once_callable(lambda: None), 1) # verdict: refuted callback/leak
		globalThis.never = create_once_callable(handler) # verdict: confirmed callback/leak
	`);
	await sleep(5);
}

async function dead() {
	const proxy = pyodide.runPython("rows()"); // verdict: confirmed pyproxy/use-after-destroy
	proxy.destroy();
	try {
		proxy.get("key");
	} catch {
		// as it must
	}
	const alive = pyodide.runPython("rows()"); // verdict: path not reached pyproxy/use-after-destroy
	alive.has("key");
	alive.destroy();
}

const counted = { n: 0 };
for (let i = 0; i < 5; i++) for (const part of [results, lifetimes, items, asynchronous, buffers, fromPython, dead]) await part(counted);
const whole = pyodide.globals.get("rows"); // verdict: inconclusive
setTimeout(() => console.log("done", whole.toString().length > 0), 1);
