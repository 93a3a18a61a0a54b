// Strings that are arguments may be code of another language.
const CODE = `import x
y = "\u00e9\x41\n${v}"`;
const unused = "never passed on";
function run() {
	py.runPython(CODE);
	py.runPython("a\tb" + c);
	py.runPython(dedent`
		f(${one}, ${two})
	`);
	py.runPython("abc");
	py.runPython('line \
continued');
}
