// Thrown on purpose, through a cleanup that releases something else
export async function draw(pyodide, job) {
  const plot = pyodide.globals.get("plot");
  try {
    const image = plot(job.code);
    const view = image.getBuffer("u8"); // expect: pybuffer/leak
    image.destroy();
    if (view.nbytes !== job.size) {
      throw new Error("wrong size");
    }
    view.release();
  } finally {
    plot.destroy();
  }
}
