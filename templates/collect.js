// Sorts a table by a click on a head: once up, once down, once as it was. Without this the table reads as well.
"use strict";
const collator = new Intl.Collator("zh-CN", { numeric: true });

function keyOf(row, at) {
  const cell = row.cells[at];
  return cell.dataset.key ?? cell.textContent.trim();
}

// What is empty stands last, whichever way the rest goes.
function compare(one, other, sign) {
  if (one === "" || other === "") return (one === "") - (other === "");
  return sign * collator.compare(one, other);
}

for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const asItWas = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    const mark = document.createElement("span");
    mark.setAttribute("aria-hidden", "true");
    button.append(mark);
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const next = { ascending: "descending", descending: null }[head.getAttribute("aria-sort")];
      const order = next === undefined ? "ascending" : next;
      for (const other of heads) other.removeAttribute("aria-sort");
      let rows = asItWas;
      if (order) {
        head.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        rows = asItWas.map((row) => [keyOf(row, at), row]).sort((a, b) => compare(a[0], b[0], sign)).map((pair) => pair[1]);
      }
      body.append(...rows);
    });
  });
}
