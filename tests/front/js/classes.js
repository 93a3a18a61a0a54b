// Methods carry the class's name, fields are set in the constructor.
export class A extends B {
	static shared = make();
	#p = null;
	handler = (e) => {
		this.#p = e;
		this.go();
	};
	static {
		init();
	}
	get p() {
		return this.#p;
	}
	async go() {
		await super.go();
		delete this.x;
	}
	static of(x) {
		return new A(x);
	}
	[Symbol.dispose]() {}
}
const C = class {
	constructor(x) {
		this.x = x;
	}
};
const o = { m() { return this.x; }, get y() { return 1; }, [k]: 2, "s t": () => 3, ...C };
