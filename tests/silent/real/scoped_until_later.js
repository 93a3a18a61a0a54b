// What a block declares lives on in the function that a timer keeps.
export function download(blob, link, wanted) {
  if (wanted) {
    const url = URL.createObjectURL(blob);
    link.href = url;
    link.click();
    setTimeout(() => {
      URL.revokeObjectURL(url);
    }, 1000);
  }
}

export function render(pyodide, names) {
  for (const name of names) {
    const show = pyodide.globals.get(name);
    show("now");
    setTimeout(() => show.destroy(), 1000);
  }
}
