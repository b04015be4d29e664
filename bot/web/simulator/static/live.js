// Looks at the server again and again: often while something is going on, seldom while nobody looks.
// A stream would hold one of the server's few threads for every open page; a look that finds nothing new costs little.

const OFTEN = 200;
const NOW_AND_THEN = 1000;
const HIDDEN = 4000;
const OFFLINE = 2000;
const BUSY_FOR = 20_000;

export class Live {
  /** `ask` gives the query of what to look at; `show` takes what is new; `offline` hears whether the server answers. */
  constructor(ask, show, offline) {
    Object.assign(this, { ask, show, offline, etag: "", query: "", timer: 0, looking: false, again: false, busyUntil: 0 });
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
    const reached = await this.once();
    this.looking = false;
    this.offline(!reached);
    this.timer = setTimeout(() => this.look(), this.pause(reached));
  }

  pause(reached) {
    if (!reached) return OFFLINE;
    if (this.again) return 0;
    if (document.hidden) return HIDDEN;
    return Date.now() < this.busyUntil ? OFTEN : NOW_AND_THEN;
  }

  /** One look; false where the server did not answer. */
  async once() {
    const query = this.ask();
    if (query !== this.query) this.etag = "";
    this.query = query;
    let state;
    try {
      const headers = this.etag ? { "If-None-Match": this.etag } : {};
      const answer = await fetch(`/simulator/live?${query}`, { headers, cache: "no-store" });
      if (answer.status === 304) return true;
      if (!answer.ok) return false;
      state = await answer.json();
      this.etag = answer.headers.get("ETag") ?? "";
    } catch {
      return false;
    }
    this.busyUntil = Date.now() + BUSY_FOR;
    this.show(state);
    return true;
  }
}
