// Makes elements: everything that a person wrote is text, never markup.

/** An element with properties and children; `null` children are left out. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "dataset") Object.assign(made.dataset, value);
    else if (name.startsWith("aria-")) made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** One of the page's drawn signs. */
export function icon(name) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.setAttribute("class", `drawn drawn-${name}`);
  drawn.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  drawn.append(use);
  return drawn;
}

/** A fresh copy of a template of the page. */
export const copyOf = (id) => document.getElementById(id).content.cloneNode(true);

const MARKED = /(?<![\p{L}\p{N}])([*_~])(?=\S)([^*_~\n]+?)(?<=\S)\1(?![\p{L}\p{N}])/gu;
const TAGS = { "*": "b", _: "i", "~": "s" };

/** Text with WhatsApp's *bold*, _italic_ and ~struck~ marks as elements. */
export function formatted(text) {
  const whole = document.createDocumentFragment();
  let done = 0;
  for (const found of text.matchAll(MARKED)) {
    whole.append(text.slice(done, found.index), element(TAGS[found[1]], { textContent: found[2] }));
    done = found.index + found[0].length;
  }
  whole.append(text.slice(done));
  return whole;
}
