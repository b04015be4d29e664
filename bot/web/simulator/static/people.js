// Who may hold a phone, and the dialog in which one is picked.

const dialog = document.getElementById("picker");
const search = document.getElementById("picker-search");
const buttons = [...dialog.querySelectorAll(".person")];

const known = new Map(
  buttons.filter((button) => button.dataset.name).map((button) => [button.dataset.number, { ...button.dataset }]),
);

/** The person behind a number; one that nobody knows is a stranger. */
export function holderOf(number) {
  return known.get(number) ?? { number, name: "", title: "A stranger", detail: `+${number}`, group: "Stranger" };
}

/** A number that nobody has: India's country code and a number that begins with 99000. */
function newNumber() {
  const number = `9199000${String(Math.floor(Math.random() * 100_000)).padStart(5, "0")}`;
  return known.has(number) ? newNumber() : number;
}

let picked = () => {};

/** Lets the person choose who holds a phone; those in `taken` have one already. */
export function pick(taken, then) {
  picked = then;
  search.value = "";
  filter();
  for (const button of buttons) button.disabled = taken.includes(button.dataset.number);
  dialog.showModal();
  if (matchMedia("(hover: hover)").matches) search.focus(); // elsewhere a keyboard would rise over the list
}

function filter() {
  const wanted = search.value.trim().toLowerCase();
  for (const button of buttons) {
    button.hidden = !`${button.textContent} ${button.dataset.number}`.toLowerCase().includes(wanted);
  }
  for (const section of dialog.querySelectorAll("section")) section.hidden = !section.querySelector(".person:not([hidden])");
}

search.addEventListener("input", filter);
search.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  dialog.querySelector(".person:not([hidden], :disabled)")?.click();
});
document.getElementById("picker-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  const button = event.target.closest(".person");
  if (button) picked(button.dataset.number === "stranger" ? newNumber() : button.dataset.number);
  if (button || event.target === dialog) dialog.close();
});
