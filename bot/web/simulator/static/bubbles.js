// Draws messages as WhatsApp shows them: bubbles with time and ticks, buttons below, a list behind one button.

import { element, formatted, icon } from "./element.js";

const ONLY_EMOJI = /^(\p{Extended_Pictographic}[\u{FE0F}\u{1F3FB}-\u{1F3FF}]?\s?){1,3}$/u;
const CLOCK = new Intl.DateTimeFormat([], { hour: "numeric", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat([], { weekday: "long", day: "numeric", month: "long" });
const FILE_WORDS = { application: "Document", audio: "Voice note", image: "Photo" };
const REFUSED = {
  broken: "it cannot be read",
  kind: "not a kind of file that is taken",
  pixels: "the picture is too large",
  size: "larger than 5 MB",
  too_many: "too many today",
};

/** A list item with one message. `choose` is called with a choice that was tapped, `open` where its list is to open. */
export function drawBubble(message, choose, open) {
  const bubble = element("div", { className: message.mine ? "bubble mine" : "bubble" });
  for (const file of message.files) bubble.append(drawFile(file));
  if (message.place) bubble.append(drawPlace(message.place));
  if (message.text) {
    const className = ONLY_EMOJI.test(message.text) ? "words jumbo" : "words";
    bubble.append(element("p", { className, dir: "auto" }, formatted(message.text)));
  }
  bubble.append(drawMeta(message));
  const item = { className: message.mine ? "message mine" : "message", dataset: { id: message.id } };
  return element("li", item, bubble, drawChoices(message, choose, open));
}

function drawMeta(message) {
  const at = new Date(message.at);
  const time = element("time", { textContent: CLOCK.format(at), dateTime: message.at });
  if (!message.mine) return element("span", { className: "meta" }, time);
  const ticks = element("span", { className: `ticks ${message.state}`, title: message.state }, icon("ticks"));
  return element("span", { className: "meta" }, time, ticks);
}

function drawFile(file) {
  const word = FILE_WORDS[file.kind.split("/")[0]] ?? "File";
  if (file.state === "refused") {
    const why = REFUSED[file.error] ?? "it did not arrive";
    return element("p", { className: "file" }, icon("paper"), `${word} not taken: ${why}`);
  }
  if (!file.url) return element("p", { className: "file" }, icon("paper"), `${word} is on its way…`);
  if (file.kind.startsWith("image/")) {
    const picture = element("img", { src: file.url, alt: word });
    return element("a", { className: "photo", href: file.url, target: "_blank", rel: "noopener" }, picture);
  }
  if (file.kind.startsWith("audio/")) return element("audio", { src: file.url, controls: true, preload: "metadata" });
  return element("a", { className: "file", href: file.url, target: "_blank", rel: "noopener" }, icon("paper"), word);
}

function drawPlace(place) {
  const name = place.name ? element("b", { textContent: place.name }) : null;
  const point = element("small", { textContent: `${place.latitude}, ${place.longitude}` });
  return element("div", { className: "place" }, element("div", { className: "map" }, icon("pin")), element("p", {}, name, point));
}

function drawChoices(message, choose, open) {
  if (message.shape === "buttons") {
    const buttons = message.offers.map((offer) => choice(offer.label, "reply", () => choose(offer)));
    return element("div", { className: "choices" }, ...buttons);
  }
  if (message.shape === "list") return element("div", { className: "choices" }, choice("Choose", "list", open));
  return null;
}

function choice(label, sign, onclick) {
  const words = element("span", { textContent: label, dir: "auto" });
  return element("button", { type: "button", className: "choice", onclick }, icon(sign), words);
}

/** A line between two days. */
export function drawDay(at) {
  const day = new Date(at);
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  const near = { [today.toDateString()]: "Today", [yesterday.toDateString()]: "Yesterday" };
  return element("li", { className: "day", textContent: near[day.toDateString()] ?? DAY.format(day) });
}

/** Three dots while an answer is being written. */
export function drawTyping() {
  const dots = element("div", { className: "bubble typing" }, element("i"), element("i"), element("i"));
  return element("li", { className: "message", "aria-hidden": "true" }, dots);
}

const TRY = {
  Shops: ["2 peti maggi, 5 parle g", "menu", "hi"],
  Distributors: ["menu", "hi"],
  Reps: ["menu", "hi"],
  Brand: ["menu", "hi"],
  Stranger: ["hi", "नमस्ते"],
};
const TOLD = {
  Shops: "Write an order as you would to your distributor, in any language and any order of words.",
  Distributors: "New orders arrive here by themselves.",
  Reps: "Order for a shop, or ask for what you need.",
  Brand: "Ask for what you need.",
  Stranger: "Nobody knows this number yet. Say hello and join as a shop.",
};

/** What to do with a phone on which nothing was said yet; `say` puts words into its message field. */
export function drawHint(group, say) {
  const words = TRY[group].map((textContent) =>
    element("button", { type: "button", className: "try", textContent, onclick: () => say(textContent) }),
  );
  return element("li", { className: "hint" }, element("p", { textContent: TOLD[group] }), element("p", {}, "Try: ", ...words));
}
