// Cleanups are lowered on each way out, outside of what is left.
function f(p, xs) {
	for (const x of xs) {
		try {
			const p = x;
			if (p) return p.a();
			if (q) continue;
			g();
		} catch (error) {
			let h = error;
			break;
		} finally {
			p.destroy();
		}
	}
	try {
		throw p;
	} finally {
		return 1;
	}
}
