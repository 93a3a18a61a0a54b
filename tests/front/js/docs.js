// Declared types: doc comments.
/** @type {import("pyodide").PyodideInterface | null} */
let py = null;
/**
 * Runs it.
 * @param {PyProxy} p the proxy
 * @param {string} [name]
 * @returns {Promise<?PyProxy>}
 */
export const f = async (p, name = "x") => {
	return /** @type {PyProxy} */ (p.get(name));
};
class A {
	/** @type {PyProxy} */
	p;
	m() {
		this.p.destroy();
	}
}
