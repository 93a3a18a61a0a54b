// loaded beside pyodide
export function renderTitles() {
  for (const title of document.querySelectorAll("h1")) title.hidden = false;
  return settings.get("title").copy();
}
