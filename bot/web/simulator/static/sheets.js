// The sheets that rise from the bottom of a phone: a list to choose from, what to attach, a place to send.

import { copyOf, element } from "./element.js";
import { shrunk } from "./photo.js";

/** The one sheet of a phone; while it is open the rest of the screen rests. */
export class Sheet {
  constructor(dialog) {
    this.dialog = dialog;
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) this.close();
    });
  }

  open(...content) {
    this.before = document.activeElement;
    this.dialog.replaceChildren(element("div", { className: "paper" }, ...content));
    this.rest(true);
    this.dialog.show();
    this.dialog.querySelector("button, input, label")?.focus();
  }

  close() {
    if (!this.dialog.open) return;
    this.dialog.close();
    this.rest(false);
    this.before?.focus();
  }

  rest(inert) {
    for (const part of this.dialog.parentElement.children) if (part !== this.dialog) part.inert = inert;
  }
}

/** The rows of a list message; `choose` is called with the one that is tapped. */
export function openList(sheet, message, choose) {
  const rows = message.offers.map((offer) => {
    const label = element("b", { textContent: offer.label, dir: "auto" });
    const more = offer.description ? element("small", { textContent: offer.description, dir: "auto" }) : null;
    const onclick = () => {
      sheet.close();
      choose(offer);
    };
    return element("button", { type: "button", className: "row", onclick }, element("span", {}, label, more));
  });
  sheet.open(element("h3", { textContent: "Choose" }), element("div", { className: "rows" }, ...rows));
}

/** What can be attached; `sendFile` is called with a promise of a file, `sendPlace` with a place. */
export function openAttach(sheet, sendFile, sendPlace) {
  const content = copyOf("attach-sheet");
  for (const input of content.querySelectorAll("input")) {
    input.addEventListener("change", () => {
      const [file] = input.files;
      sheet.close();
      if (file) sendFile(input.dataset.way === "photo" ? shrunk(file) : Promise.resolve(file));
    });
  }
  content.querySelector("[data-way=place]").addEventListener("click", () => openPlaces(sheet, sendPlace));
  sheet.open(content);
}

function openPlaces(sheet, sendPlace) {
  const content = copyOf("place-sheet");
  const sendPoint = (point, label) => {
    sheet.close();
    sendPlace({ latitude: Number(point.latitude), longitude: Number(point.longitude), label });
  };
  for (const row of content.querySelectorAll(".row")) {
    row.addEventListener("click", () => sendPoint(row.dataset, row.dataset.label));
  }
  content.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    sendPoint(Object.fromEntries(new FormData(event.target)), "");
  });
  sheet.close();
  sheet.open(content);
}
