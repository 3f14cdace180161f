/* On a phone each row of a list is a card: its cells bear the names of their columns (admin.css). */
"use strict";
for (const table of document.querySelectorAll("#result_list")) {
  const names = [...table.querySelectorAll("thead th")].map((head) => head.querySelector(".text")?.textContent.trim() ?? "");
  for (const row of table.tBodies[0].rows) {
    [...row.cells].forEach((cell, at) => {
      if (cell.matches("td") && !cell.matches(".action-checkbox")) cell.dataset.label = names[at];
    });
  }
}
