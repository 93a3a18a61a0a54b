// Hoisting, shadowing, closures, and globals that an assignment declares.
early();
function early() {
	late(count);
	state.x();
	const count = 1;
}
{
	let count = 2;
	const late = () => count;
	late();
}
let count = 3;
state = open();
const fact = function self(n) {
	return n ? self(n - 1) : 1;
};
var late = (n) => this.x;
