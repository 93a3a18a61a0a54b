// Loops: variables of a round are forgotten on each way to the next.
outer: for (const [k, v] of m) {
	let t = k;
	for (let i = 0; i < 3; i++) {
		if (i === t) continue outer;
		if (v) break outer;
	}
}
for (const key in o) f(key);
for await (const x of g()) if (x) break;
do {
	var once = h();
} while (once);
while (true) {
	if (stop()) break;
}
block: {
	if (k) break block;
	f();
}
