// What one proxy costs, made and destroyed in the ways programs do it: microseconds of processor time for each, the best of
// five rounds.
//
//     node [--import .../node.mjs] proxies.mjs PACKAGE
const { loadPyodide } = await import(process.argv[2]);
const pyodide = await loadPyodide();
const COUNT = 1000, ROUNDS = 5;

globalThis.nothing = () => {};
pyodide.runPython(`
from js import nothing
from pyodide.ffi import create_proxy

rows = {"key": [1, 2]}

def get():
    return rows

def create(count):
    for _ in range(count):
        create_proxy(get).destroy()

def lend(count):
    for _ in range(count):
        nothing(get)
`);
const get = pyodide.globals.get("get"), create = pyodide.globals.get("create"), lend = pyodide.globals.get("lend");
const ways = {
	"returned": () => { for (let i = 0; i < COUNT; i++) get().destroy(); },
	"globals.get": () => { for (let i = 0; i < COUNT; i++) pyodide.globals.get("rows").destroy(); },
	"create_proxy": () => create(COUNT),
	"lent": () => lend(COUNT),
};

function best(way) {
	const times = Array.from({ length: ROUNDS }, () => {
		const start = process.cpuUsage();
		way();
		const { user, system } = process.cpuUsage(start);
		return user + system;
	});
	return Math.min(...times) / COUNT;
}

console.log(Object.entries(ways).map(([name, way]) => `${name} ${best(way).toFixed(1)}`).join(", "));
