// A view that is not released is never freed, not even by a collection

export function lost(pyodide, draw) {
  const pixels = pyodide.globals.get("pixels");
  const view = pixels.getBuffer("u8"); // expect: pybuffer/leak
  draw(view.data);
  pixels.destroy();
}

export function released(pyodide, draw) {
  const pixels = pyodide.globals.get("pixels");
  try {
    const view = pixels.getBuffer();
    try {
      draw(view.data);
    } finally {
      view.release();
    }
  } finally {
    pixels.destroy();
  }
}

export function releasedTwice(pyodide) {
  const pixels = pyodide.runPython("bytearray(16)");
  const view = pixels.getBuffer();
  const size = view.data.length;
  view.release();
  view.release();
  pixels.destroy();
  return size;
}

export function early(pyodide, draw) {
  const pixels = pyodide.runPython("bytearray(16)");
  const view = pixels.getBuffer(); // expect: pybuffer/leak
  pixels.destroy();
  if (view.nbytes === 0) {
    return;
  }
  const copy = view.data.slice();
  view.release();
  draw(copy);
}

export function temporary(pyodide) {
  const pixels = pyodide.runPython("bytearray(16)");
  const copy = pixels.getBuffer().data.slice(); // expect: pybuffer/leak
  pixels.destroy();
  return copy;
}

export function converted(pyodide) {
  const pixels = pyodide.runPython("bytearray(16)");
  const copy = pixels.toJs();
  pixels.destroy();
  return copy;
}
