// Fields that one method fills and another one releases

export class Kernel {
  #namespace = null;

  constructor(pyodide) {
    this.pyodide = pyodide;
    this.run = pyodide.globals.get("run");
  }

  open() {
    this.#namespace = this.pyodide.toPy({ ready: true });
  }

  execute(code) {
    return this.run(code, this.#namespace);
  }

  close() {
    this.#namespace?.destroy();
    this.#namespace = null;
    this.run.destroy();
  }
}

export class Overwriter {
  constructor(pyodide) {
    this.pyodide = pyodide;
  }

  update(values) {
    this.locals = this.pyodide.toPy({ values }); // expect: pyproxy/overwritten
    return this.pyodide.runPython("len(values)", { globals: this.locals });
  }
}

export class Replacer {
  constructor(pyodide) {
    this.pyodide = pyodide;
    this.locals = undefined;
  }

  update(values) {
    if (this.locals) {
      this.locals.destroy();
    }
    this.locals = this.pyodide.toPy({ values });
  }
}

export class Cache {
  proxies = new Map();

  add(pyodide, name) {
    this.proxies.set(name, pyodide.toPy({ name }));
  }

  clear() {
    for (const proxy of this.proxies.values()) {
      proxy.destroy();
    }
    this.proxies.clear();
  }
}

export class Local {
  show(pyodide) {
    const rows = pyodide.runPython("[[1], [2]]"); // expect: pyproxy/leak
    this.size = rows.length;
  }
}
