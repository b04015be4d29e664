// The page: which phones lie side by side, kept in its address, and one look at the server for all of them.

import { showBooks } from "./books.js";
import { element } from "./element.js";
import { Live } from "./live.js";
import { holderOf, pick } from "./people.js";
import { Phone } from "./phone.js";

const { first, mostPhones } = document.body.dataset;
const shelf = document.getElementById("phones");
const tabs = document.getElementById("tabs");
const books = document.getElementById("books");
const booksButton = document.getElementById("show-books");
const addButton = document.getElementById("add");
let phones = [];

const live = new Live(
  () => new URLSearchParams({ phones: numbers().join(","), books: books.hidden ? "0" : "1" }).toString(),
  (state) => {
    for (const phone of phones) if (state.phones[phone.holder.number]) phone.show(state.phones[phone.holder.number]);
    if (!books.hidden) showBooks(state.books);
    drawTabs();
  },
  (offline) => (document.getElementById("offline").hidden = !offline),
);

const numbers = () => phones.map((phone) => phone.holder.number);

// --- phones

function lay(number, place = phones.length) {
  const phone = new Phone(holderOf(number), () => live.now());
  const old = phones[place];
  phones[place] = phone;
  if (old) old.element.replaceWith(phone.element);
  else shelf.append(phone.element);
  if (old) watcher.unobserve(old.element);
  watcher.observe(phone.element);
  phone.element.querySelector(".remove").addEventListener("click", () => putAway(phone));
  phone.element.querySelector(".who").addEventListener("click", () =>
    pick(numbers(), (chosen) => change(() => lay(chosen, phones.indexOf(phone)))),
  );
  return phone;
}

function putAway(phone) {
  change(() => {
    phones = phones.filter((other) => other !== phone);
    watcher.unobserve(phone.element);
    phone.element.remove();
  });
}

function change(how) {
  how();
  keepAddress();
  drawTabs();
  showTime();
  live.now();
}

function keepAddress() {
  const kept = [`phones=${numbers().join(",")}`, ...(books.hidden ? [] : ["books=1"])];
  history.replaceState(null, "", `?${kept.join("&")}`);
  addButton.disabled = phones.length >= Number(mostPhones);
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      const phone = phones.find((each) => each.element === entry.target);
      if (!phone) continue;
      phone.onScreen = entry.isIntersecting;
      phone.tellSeen();
    }
    drawTabs();
  },
  { threshold: 0.55 },
);
document.addEventListener("visibilitychange", () => phones.forEach((phone) => phone.tellSeen()));

// --- tabs, for a screen on which one phone fits at a time

function drawTabs() {
  const drawn = phones.map((phone) => {
    const unread = phone.onScreen ? 0 : phone.unread;
    const onclick = () => phone.element.scrollIntoView({ behavior: "smooth", inline: "start", block: "nearest" });
    const badge = unread ? element("em", { textContent: unread, "aria-label": `${unread} unread` }) : null;
    return element("button", { type: "button", "aria-current": String(phone.onScreen), onclick }, phone.holder.title, badge);
  });
  const content = drawn.map((tab) => tab.outerHTML).join("");
  if (content === tabs.dataset.content) return;
  tabs.dataset.content = content;
  tabs.replaceChildren(...drawn);
}

// --- begin

addButton.addEventListener("click", () =>
  pick(numbers(), (number) =>
    change(() => lay(number).element.scrollIntoView({ behavior: "smooth", inline: "start", block: "nearest" })),
  ),
);
booksButton.addEventListener("click", () => change(() => setBooks(books.hidden)));

function setBooks(shown) {
  books.hidden = !shown;
  booksButton.setAttribute("aria-pressed", String(shown));
}

function showTime() {
  const now = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date());
  for (const clock of document.querySelectorAll(".status time")) clock.textContent = now;
}

const address = new URLSearchParams(location.search);
setBooks(address.get("books") === "1");
const asked = (address.get("phones") ?? first).split(",").filter((number) => /^[0-9]{6,15}$/.test(number));
change(() => [...new Set(asked)].slice(0, Number(mostPhones)).forEach((number) => lay(number)));
setInterval(showTime, 10_000);
