// One phone: who holds it, what stands on its screen, what its holder writes.

import { drawBubble, drawDay, drawHint, drawTyping } from "./bubbles.js";
import { copyOf } from "./element.js";
import { NotTaken, send, tellSeen, upload } from "./post.js";
import { Sheet, openAttach, openList } from "./sheets.js";

const NEAR_THE_END = 60;
const COMPLAINT_STAYS = 8000;

export class Phone {
  /** `wrote` is called after something was sent. */
  constructor(holder, wrote) {
    this.holder = holder;
    this.wrote = wrote;
    this.drawn = new Map();
    this.told = new Map();
    this.theirs = [];
    this.onScreen = false;
    this.atEnd = true;
    this.element = copyOf("phone").firstElementChild;
    this.part = (selector) => this.element.querySelector(selector);
    this.chat = this.part(".chat");
    this.list = this.part("ol");
    this.field = this.part("textarea");
    this.sheet = new Sheet(this.part(".sheet"));
    this.introduce();
    this.listen();
    this.show({ typing: false, bubbles: [] });
  }

  introduce() {
    const { title, detail, number } = this.holder;
    this.element.dataset.number = number;
    this.element.setAttribute("aria-label", `Phone: ${title}, ${detail}`);
    this.part(".who b").textContent = title;
    this.part(".who small").textContent = detail;
  }

  listen() {
    this.part(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.sendWords();
    });
    this.part(".send").addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.sendWords();
    });
    this.field.addEventListener("input", () => this.fitField());
    this.part(".attach").addEventListener("click", () =>
      openAttach(this.sheet, (file) => this.sendFile(file), (place) => this.send({ place })),
    );
    this.part(".to-end").addEventListener("click", () => this.toEnd());
    this.chat.addEventListener("scroll", () => this.scrolled());
    const stay = () => this.atEnd && this.toEnd();
    this.chat.addEventListener("load", stay, true); // a picture has got its size
    new ResizeObserver(stay).observe(this.chat);
  }

  // --- writing

  async sendWords() {
    const text = this.field.value;
    if (!text.trim()) return;
    this.say("");
    if (!(await this.send({ text })) && !this.field.value) this.say(text);
  }

  async sendFile(promised) {
    const text = this.field.value;
    this.say("");
    const file = promised.then(upload).then((name) => ({ text, files: [name] }));
    if (!(await this.send(file)) && !this.field.value) this.say(text);
  }

  /** Sends a message (or a promise of one); false where it was not taken, which the phone then tells. */
  async send(message) {
    try {
      const { number, name } = this.holder;
      await send({ phone: number, name, ...(await message) });
    } catch (fault) {
      if (!(fault instanceof NotTaken)) throw fault;
      this.complain(fault.message);
      return false;
    }
    this.toEnd();
    this.wrote();
    return true;
  }

  choose(message, offer) {
    const { id, label, description } = offer;
    this.send({ tap: { id, label, description, listed: message.shape === "list", message_sid: message.sid } });
  }

  /** Puts words into the message field. */
  say(text) {
    this.field.value = text;
    this.fitField();
    if (text) this.field.focus();
  }

  fitField() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  complain(text) {
    const told = this.part(".complaint");
    told.textContent = text;
    told.hidden = false;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => (told.hidden = true), COMPLAINT_STAYS);
  }

  // --- showing

  show({ typing, bubbles }) {
    this.place(this.items(bubbles, typing));
    this.theirs = bubbles.filter((bubble) => !bubble.mine);
    this.part(".presence").textContent = typing ? "typing…" : "online";
    this.element.classList.toggle("is-typing", typing);
    if (this.atEnd) this.toEnd();
    this.tellSeen();
  }

  items(bubbles, typing) {
    const items = [];
    let day = "";
    for (const bubble of bubbles) {
      const itsDay = new Date(bubble.at).toDateString();
      if (itsDay !== day) items.push(this.kept(`day ${itsDay}`, "", () => drawDay(bubble.at)));
      day = itsDay;
      const state = bubble.mine ? bubble.state : "";
      items.push(this.kept(bubble.id, JSON.stringify({ ...bubble, state }), () => this.draw(bubble)));
    }
    if (!bubbles.length) items.push(this.kept("hint", "", () => drawHint(this.holder.group, (text) => this.say(text))));
    if (typing) items.push(this.kept("typing", "", drawTyping));
    return items;
  }

  draw(bubble) {
    const choose = (offer) => this.choose(bubble, offer);
    return drawBubble(bubble, choose, () => openList(this.sheet, bubble, choose));
  }

  /** The item that was drawn for this key, drawn anew only where its content is another. */
  kept(key, content, draw) {
    const before = this.drawn.get(key);
    if (before?.content === content) return before.item;
    const item = draw();
    this.drawn.set(key, { content, item });
    return item;
  }

  /** Brings the list into this order and moves nothing that stands right, so that focus stays where it is. */
  place(items) {
    items.forEach((item, position) => {
      const there = this.list.children[position];
      if (there !== item) this.list.insertBefore(item, there ?? null);
    });
    while (this.list.children.length > items.length) this.list.lastElementChild.remove();
  }

  scrolled() {
    this.atEnd = this.chat.scrollHeight - this.chat.scrollTop - this.chat.clientHeight < NEAR_THE_END;
    this.part(".to-end").hidden = this.atEnd;
  }

  toEnd() {
    this.chat.scrollTop = this.chat.scrollHeight;
  }

  // --- what was seen

  get unread() {
    return this.theirs.filter((bubble) => bubble.state !== "read").length;
  }

  /** Reports what reached this phone, and what its holder has before their eyes. */
  tellSeen() {
    const state = this.onScreen && !document.hidden ? "read" : "delivered";
    const done = state === "read" ? ["read"] : ["delivered", "read"];
    const news = this.theirs.filter(({ id, state: known }) => !done.includes(known) && this.told.get(id) !== state);
    if (!news.length) return;
    for (const { id } of news) this.told.set(id, state);
    const seen = { phone: this.holder.number, [state]: news.map(({ id }) => Number(id.slice(1))) };
    tellSeen(seen).catch(() => news.forEach(({ id }) => this.told.delete(id)));
  }
}
