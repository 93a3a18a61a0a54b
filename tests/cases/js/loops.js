// One proxy for each round

export function perRound(pyodide, names) {
  for (const name of names) {
    const args = pyodide.toPy({ name }); // expect: pyproxy/leak
    console.log(args.toString());
  }
}

export function perRoundReleased(pyodide, names) {
  for (const name of names) {
    const args = pyodide.toPy({ name });
    try {
      console.log(args.toString());
    } finally {
      args.destroy();
    }
  }
}

export function continued(pyodide, names) {
  for (const name of names) {
    const args = pyodide.toPy({ name }); // expect: pyproxy/leak
    if (name.startsWith("_")) {
      continue;
    }
    console.log(args.toString());
    args.destroy();
  }
}

export function broken(pyodide, names) {
  for (let i = 0; i < names.length; i++) {
    const args = pyodide.toPy({ i }); // expect: pyproxy/leak
    if (names[i] === "stop") {
      break;
    }
    args.destroy();
  }
}

export function whileLoop(pyodide, queue) {
  while (queue.length > 0) {
    const args = pyodide.toPy([queue.pop()]);
    console.log(args.length);
    args.destroy();
  }
}

export function overwrittenEachRound(pyodide, names) {
  let last = null;
  for (const name of names) {
    last = pyodide.toPy({ name }); // expect: pyproxy/overwritten
  }
  last?.destroy();
}

export function replacedEachRound(pyodide, names) {
  let last = null;
  for (const name of names) {
    last?.destroy();
    last = pyodide.toPy({ name });
  }
  last?.destroy();
}

export function outsideTheLoop(pyodide, names) {
  const greet = pyodide.globals.get("greet");
  try {
    for (const name of names) {
      greet(name);
    }
  } finally {
    greet.destroy();
  }
}

export function fetchedEachRound(pyodide, names) {
  for (const name of names) {
    pyodide.globals.get("greet")(name); // expect: pyproxy/chained-temporary
  }
}

export function inForEach(pyodide, names) {
  names.forEach((name) => {
    const args = pyodide.toPy({ name }); // expect: pyproxy/leak
    console.log(args.toString());
  });
}

export function doWhile(pyodide, next) {
  let more = true;
  do {
    const state = pyodide.toPy({ more }); // expect: pyproxy/leak
    more = next();
    if (!more) {
      state.destroy();
    }
  } while (more);
}
