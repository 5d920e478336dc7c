const byText = new Intl.Collator(undefined, { numeric: true }).compare;

function sort(header) {
  const direction = header.ariaSort === "ascending" ? -1 : 1;
  for (const other of header.parentNode.cells) other.removeAttribute("aria-sort");
  header.ariaSort = direction === 1 ? "ascending" : "descending";
  const body = header.closest("table").tBodies[0];
  const rows = [...body.rows].map((row) => {
    const cell = row.cells[header.cellIndex];
    return { row, value: cell.dataset.sort ?? cell.textContent.trim() };
  });
  const missing = rows.filter(({ value }) => value === "");
  const present = rows.filter(({ value }) => value !== "");
  const numeric = present.every(({ value }) => !isNaN(value));
  present.sort((a, b) => direction * (numeric ? a.value - b.value : byText(a.value, b.value)));
  body.append(...[...present, ...missing].map(({ row }) => row));
}

for (const button of document.querySelectorAll("th button"))
  button.addEventListener("click", () => sort(button.closest("th")));

// Where a window is narrow, a row is a card, and each cell says what it is.
for (const table of document.querySelectorAll("table")) {
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.firstElementChild?.textContent ?? cell.textContent);
  for (const row of table.tBodies[0].rows)
    for (const cell of row.cells) cell.dataset.label = names[cell.cellIndex];
}

// Paper shows what is folded on a screen.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const each of folded) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of folded) each.open = false;
});
