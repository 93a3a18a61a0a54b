// Totals of orders, worked out in Python. Every function that loses something has a twin that does not; `verdict:` says
// what running this under `proxylint verify` must show of the finding on its line.
import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();
pyodide.runPython(`
from pyodide.ffi import create_proxy

def orders(customer):
    return [{"customer": customer, "item": item, "price": 3 * item} for item in range(4)]

def total(orders):
    return sum(order["price"] for order in orders)

async def fetch_orders(customer):
    return orders(customer)
`);

// A list is asked for its length, and stays in Python's memory.
function count(customer) {
	const orders = pyodide.runPython(`orders(${customer})`); // verdict: confirmed
	return orders.length;
}

function countAndClose(customer) {
	const orders = pyodide.runPython(`orders(${customer})`);
	try {
		return orders.length;
	} finally {
		orders.destroy();
	}
}

// What is converted is a copy: the proxy it is made of is still there.
function list() {
	return pyodide.runPython("orders(1)").toJs(); // verdict: confirmed
}

function listAndClose() {
	const orders = pyodide.runPython("orders(1)");
	try {
		return orders.toJs();
	} finally {
		orders.destroy();
	}
}

// Each call of globals.get makes a proxy, also for the same function.
function totals(customers) {
	return customers.map((customer) => {
		const makeOrders = pyodide.globals.get("orders"); // verdict: confirmed
		const total = pyodide.globals.get("total"); // verdict: confirmed
		const orders = makeOrders(customer); // verdict: confirmed
		return total(orders);
	});
}

function totalsAndClose(customers) {
	const total = pyodide.globals.get("total");
	try {
		return customers.map((customer) => {
			const orders = pyodide.runPython(`orders(${customer})`);
			try {
				return total(orders);
			} finally {
				orders.destroy();
			}
		});
	} finally {
		total.destroy();
	}
}

// It is destroyed, unless what lies between throws; here it never does.
function first(customer) {
	const orders = pyodide.runPython(`orders(${customer})`); // verdict: path not reached
	const price = priceOf(orders.toJs()[0]);
	orders.destroy();
	return price;
}

function priceOf(order) {
	if (!order) throw new Error("no orders");
	return order.price ?? order.get("price");
}

// What a coroutine gives in the end is a proxy as well.
async function fetched(customer) {
	const orders = await pyodide.runPythonAsync(`await fetch_orders(${customer})`); // verdict: confirmed
	return orders.length;
}

async function fetchedAndClosed(customer) {
	const orders = await pyodide.runPythonAsync(`await fetch_orders(${customer})`);
	try {
		return orders.length;
	} finally {
		orders.destroy();
	}
}

// The bytes of a view are pinned until it is released: no garbage collection will do that, and the heap grows.
function checksum() {
	const bytes = pyodide.runPython("bytes(1 << 21)"); // verdict: path not reached
	const view = bytes.getBuffer("u8"); // verdict: confirmed
	const sum = view.data.subarray(0, 256).reduce((a, b) => a + b, 0);
	bytes.destroy();
	return sum;
}

function checksumAndRelease() {
	const bytes = pyodide.runPython("bytes(1 << 21)");
	try {
		const view = bytes.getBuffer("u8");
		try {
			return view.data.subarray(0, 256).reduce((a, b) => a + b, 0);
		} finally {
			view.release();
		}
	} finally {
		bytes.destroy();
	}
}

// Written, tested by nobody.
function forgotten() {
	const orders = pyodide.runPython("orders(2)"); // verdict: not reached
	return orders.length;
}

let sum = 0;
for (let day = 0; day < 12; day++) {
	sum += count(day) + countAndClose(day) + list().length + listAndClose().length;
	for (const total of [...totals([1, 2]), ...totalsAndClose([1, 2])]) sum += total;
	sum += first(day) + (await fetched(day)) + (await fetchedAndClosed(day)) + checksum() + checksumAndRelease();
	await new Promise((resolve) => setTimeout(resolve, 40));
}
if (sum < 0) forgotten();
console.log(`sum: ${sum}`);
