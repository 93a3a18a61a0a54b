// The TypeScript grammar reads `using` as an assignment.
function f(): number {
	using a = open();
	return a.size;
}
async function g() {
	await using a = open();
	a.use();
}
