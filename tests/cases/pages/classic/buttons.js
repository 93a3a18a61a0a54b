function show(rows) {
  console.log(rows.length);
}

document.querySelector("#rows").addEventListener("click", () => {
  const rows = newRows(); // expect: pyproxy/leak
  show(rows);
});
