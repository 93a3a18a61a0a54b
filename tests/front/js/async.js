// Promises, generators, and functions under test.
async function* g(p) {
	yield await p;
	yield* p;
	return p.then((x) => x, function (e) { throw e; });
}
describe("g", () => {
	it("works", async () => {
		await g(1);
	});
});
