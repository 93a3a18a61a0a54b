// What is put into containers is destroyed from there, whatever way leads to it.
import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();
const { toPy } = pyodide;

export function givenInAnOption(x) {
  const list = [pyodide.toPy(x)];
  try {
    pyodide.runPython("f(list)", { locals: { list } });
  } finally {
    list.forEach((item) => item.destroy());
  }
}

export function fieldOfAField(x) {
  const names = { a: pyodide.toPy(x) };
  const options = { names };
  options.names.a.destroy();
}

export function setLater(x) {
  const options = {};
  options.names = { a: pyodide.toPy(x) };
  options.names.a.destroy();
}

export function keyOfVariable(x, key) {
  const all = {};
  all[key] = pyodide.toPy(x);
  all.a.destroy();
}

export function objectsInAList(x) {
  const list = [];
  list.push({ data: pyodide.toPy(x) });
  for (const item of list) item.data.destroy();
}

export function takenApart(x) {
  const list = [];
  list.push({ data: pyodide.toPy(x) });
  list.forEach(({ data }) => data.destroy());
}

export function patternInAPattern(x) {
  const {
    inner: { a },
  } = { inner: { a: pyodide.toPy(x) } };
  a.destroy();
}

export function spread(x) {
  const first = [pyodide.toPy(x)];
  const second = [...first];
  second.forEach((item) => item.destroy());
  const one = { a: pyodide.toPy(x) };
  const two = { ...one };
  two.a.destroy();
}

export function byKey(x) {
  const all = { a: pyodide.toPy(x) };
  for (const key in all) all[key].destroy();
  const more = { a: pyodide.toPy(x) };
  for (const key of Object.keys(more)) more[key].destroy();
}

export function values(x) {
  const all = { a: pyodide.toPy(x) };
  Object.values(all).forEach((item) => item.destroy());
}

export function entries(x) {
  const all = { a: pyodide.toPy(x) };
  for (const [, item] of Object.entries(all)) item.destroy();
}

export function mapByKey(x) {
  const map = new Map();
  map.set("a", pyodide.toPy(x));
  try {
    pyodide.runPython("f(a)", { locals: map });
  } finally {
    map.get("a").destroy();
  }
}

export function mapInLoops(x) {
  const map = new Map([["b", pyodide.toPy(x)]]).set("a", pyodide.toPy(x));
  for (const item of map.values()) item.destroy();
  const other = new Map();
  other.set("a", pyodide.toPy(x));
  for (const [, item] of other) item.destroy();
  const third = new Map();
  third.set("a", pyodide.toPy(x));
  Array.from(third.values()).forEach((item) => item.destroy());
}

export function mapAsObject(x) {
  const map = new Map();
  map.set("a", pyodide.toPy(x));
  Object.fromEntries(map).a.destroy();
}

export function set(x) {
  const set = new Set();
  set.add(pyodide.toPy(x));
  [...set].forEach((item) => item.destroy());
}

export function handedOn(x, others) {
  const map = new Map();
  map.set("a", pyodide.toPy(x));
  others.push(map);
}

export function inTwo(x, keep) {
  const list = [pyodide.toPy(x)];
  const left = { list },
    right = { list };
  keep(left);
  return right.list.length;
}

const cache = new Map();

export function cached(x) {
  if (!cache.has("a")) cache.set("a", pyodide.toPy(x));
  return cache.get("a");
}
export function forget() {
  for (const item of cache.values()) item.destroy();
  cache.clear();
}
