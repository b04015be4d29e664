// The panel beside the phones: what was written in the books, newest first.

import { element } from "./element.js";

const panel = document.getElementById("books");
const list = panel.querySelector("ol");
const CLOCK = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const known = new Set();

/** Shows the newest lines; those that came since the last look stand out for a moment. */
export function showBooks(lines) {
  const first = known.size === 0;
  const items = lines.map((line) => {
    const isNew = !first && !known.has(line.id);
    known.add(line.id);
    return draw(line, isNew);
  });
  list.replaceChildren(...items);
  panel.querySelector(".nothing").hidden = lines.length > 0;
}

function draw(line, isNew) {
  const parties = [line.buyer, line.seller].filter(Boolean).join(" → ");
  const facts = Object.entries(line.facts)
    .filter(([, value]) => value !== null && value !== "" && value !== false)
    .map(([name, value]) => drawFact(name.replaceAll("_", " "), value));
  const time = element("time", { textContent: CLOCK.format(new Date(line.at)) });
  return element(
    "li",
    { className: isNew ? "new" : "" },
    element("p", {}, element("b", { textContent: line.kind }), ` ${line.subject}`, time),
    parties ? element("p", { className: "parties", textContent: parties }) : null,
    facts.length ? element("p", {}, ...facts) : null,
  );
}

function drawFact(name, value) {
  const told = typeof value === "object" ? JSON.stringify(value) : String(value);
  return element("span", { className: "fact" }, element("i", { textContent: name }), ` ${told}`);
}
