const figures = JSON.parse(document.getElementById("figures").textContent);
for (const [name, { data, layout }] of Object.entries(figures))
  Plotly.newPlot(name, data, layout, { responsive: true, displayModeBar: false });

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
