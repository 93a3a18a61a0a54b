// The heavy part: draws charts in a worker and sends the pixels.
import { loadPyodide } from "pyodide";
import type { PyodideInterface } from "pyodide";
import type { PyBuffer, PyCallable, PyDict } from "pyodide/ffi";

interface Job {
  id: number;
  code: string;
  options: { width: number; height: number };
}

const runtime: Promise<PyodideInterface> = loadPyodide();

async function draw(job: Job): Promise<Uint8ClampedArray> {
  const pyodide = await runtime;
  const options = pyodide.toPy(job.options) as PyDict;
  const plot = pyodide.globals.get("plot") as PyCallable;
  try {
    const image = plot(job.code, options) as PyBuffer;
    const view = image.getBuffer("u8clamped");
    image.destroy();
    if (view.nbytes !== job.options.width * job.options.height * 4) {
      throw new Error(`job ${job.id}: wrong size`);
    }
    const pixels = view.data.slice() as Uint8ClampedArray;
    view.release();
    return pixels;
  } finally {
    plot.destroy();
    options.destroy();
  }
}

self.onmessage = async (event: MessageEvent<Job>) => {
  const pixels = await draw(event.data);
  self.postMessage({ id: event.data.id, pixels });
};
