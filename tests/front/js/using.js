// `using` disposes at the end of its block, on each way out.
async function f(c) {
	{
		using a = open();
		if (c) return a.read();
		a.write();
	}
	await using b = await open();
	for (using x of b.all()) x.use();
}
