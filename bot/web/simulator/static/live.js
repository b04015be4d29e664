// Looks at the server again and again: often while something is going on, seldom while nobody looks.

const OFTEN = 200;
const NOW_AND_THEN = 1000;
const HIDDEN = 4000;
const OFFLINE = 2000;
const BUSY_FOR = 20_000;

export class Live {
  /** `ask` gives the query of what to look at; `show` takes what is new; `offline` hears whether the server answers. */
  constructor(ask, show, offline) {
    Object.assign(this, { ask, show, offline, etag: "", query: "", timer: 0, looking: false, busyUntil: 0 });
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
  }

  /** Looks at once, and often from now on. */
  now() {
    this.busyUntil = Date.now() + BUSY_FOR;
    if (this.looking) this.again = true;
    else this.look();
  }

  async look() {
    clearTimeout(this.timer);
    this.looking = true;
    this.again = false;
    let pause = await this.once();
    this.looking = false;
    if (this.again) pause = 0;
    this.timer = setTimeout(() => this.look(), pause);
  }

  async once() {
    const query = this.ask();
    if (query !== this.query) this.etag = "";
    this.query = query;
    try {
      const headers = this.etag ? { "If-None-Match": this.etag } : {};
      const answer = await fetch(`/simulator/live?${query}`, { headers, cache: "no-store" });
      if (answer.status === 200) {
        this.show(await answer.json());
        this.etag = answer.headers.get("ETag") ?? "";
        this.busyUntil = Date.now() + BUSY_FOR;
      } else if (answer.status !== 304) {
        throw new Error(`status ${answer.status}`);
      }
      this.offline(false);
    } catch (fault) {
      console.warn("not reached:", fault.message);
      this.offline(true);
      return OFFLINE;
    }
    if (document.hidden) return HIDDEN;
    return Date.now() < this.busyUntil ? OFTEN : NOW_AND_THEN;
  }
}
