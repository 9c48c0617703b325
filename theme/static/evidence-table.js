// Lets readers sort the claims by the headings that have `data-sort`, and filter them by subject
// and certainty. Without scripts the table is whole and in its first order. Rows hold what they
// are sorted by: `data-subject`, for example, is the place of a row in the first order.

const WORDS = {
  subject: ["by subject", "by subject, in reverse"],
  certainty: ["from the least to the most certain", "from the most to the least certain"],
};

/** What a row is sorted by. Rows without it, matters of fact, stand last in either order. */
function compare(by, ascending) {
  const sign = ascending ? 1 : -1;
  const value = (row) => (row.dataset[by] === "" ? Infinity : sign * row.dataset[by]);
  return (one, other) => {
    const [first, second] = [value(one), value(other)];
    return first === second ? one.dataset.subject - other.dataset.subject : first - second;
  };
}

/** Put the rows in order and say so. */
function sort(table, heading, ascending, status) {
  const by = heading.dataset.sort;
  const body = table.tBodies[0];
  body.append(...[...body.rows].sort(compare(by, ascending)));
  for (const other of table.tHead.querySelectorAll("[data-sort]")) {
    other.removeAttribute("aria-sort");
  }
  heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  status.value = `Sorted ${WORDS[by][ascending ? 0 : 1]}.`;
}

/** Whether a row has the chosen level: a range has each level from its lower to its upper end. */
function hasLevel({ certainty, contested }, level) {
  if (level === "contested") return contested !== undefined;
  if (level === "fact") return certainty === "";
  const [low, high] = certainty;
  return low <= level && level <= (high > low ? high : low);
}

/** Show the rows that fit the fields, and say how many. */
function filter(table, { subject, certainty }, status) {
  const rows = [...table.tBodies[0].rows];
  for (const row of rows) {
    row.hidden =
      (subject.value !== "" && row.dataset.name !== subject.value) ||
      (certainty.value !== "" && !hasLevel(row.dataset, certainty.value));
  }
  const shown = rows.filter((row) => !row.hidden).length;
  status.value = shown ? `${shown} of ${rows.length} claims.` : "No claim fits both choices.";
}

for (const table of document.querySelectorAll(".evidence-table")) {
  const status = document.createElement("output");
  status.className = "evidence-table__status";
  table.before(status);
  const form = table.parentElement.querySelector(".evidence-table__filter");
  form.hidden = false;
  table.parentElement.querySelector(".evidence-table__subjects").remove();
  form.addEventListener("change", () => filter(table, form.elements, status));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.reset();
  table.classList.add("evidence-table--sortable");
  for (const heading of table.tHead.querySelectorAll("[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "evidence-table__sort";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const now = heading.getAttribute("aria-sort");
      // What readers look for first: subjects in order, and what is best known.
      const first = heading.dataset.sort === "subject";
      sort(table, heading, now ? now !== "ascending" : first, status);
    });
  }
  table.tHead.querySelector('[data-sort="subject"]').setAttribute("aria-sort", "ascending");
}
