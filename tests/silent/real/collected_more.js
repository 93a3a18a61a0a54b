// Ways to empty what holds the proxies.
export class Entries {
  constructor(py) { this.py = py; this.open = new Map(); }
  onMessage(id) { this.open.set(id, this.py.runPython("[1]")); }
  close() { for (const [, proxy] of this.open) proxy.destroy(); this.open.clear(); }
}

export class Values {
  constructor(py) { this.py = py; this.open = new Map(); }
  onMessage(id) { this.open.set(id, this.py.runPython("[1]")); }
  close() { for (const proxy of this.open.values()) proxy.destroy(); }
}

export class Spliced {
  constructor(py) { this.py = py; this.open = []; }
  onMessage() { this.open.push(this.py.runPython("[1]")); }
  close() { this.open.splice(0).forEach((proxy) => proxy.destroy()); }
}

export class Swapped {
  constructor(py) { this.py = py; this.open = []; }
  onMessage() { this.open.push(this.py.runPython("[1]")); }
  close() { const old = this.open; this.open = []; for (const proxy of old) proxy.destroy(); }
}

export class Shifted {
  constructor(py) { this.py = py; this.open = []; }
  onMessage() { this.open.push(this.py.runPython("[1]")); }
  close() { let proxy; while ((proxy = this.open.shift())) proxy.destroy(); }
}
