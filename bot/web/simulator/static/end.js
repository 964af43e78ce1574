// Keeps the newest message in sight: also when a picture arrives late, or the input line or the menu grows.

const NEAR = 80; // pixels from the end that still count as being there

export class End {
  constructor(log) {
    this.log = log;
    this.kept = true;
    this.top = 0;
    // Only a finger moves up: what grows below leaves the place as it is.
    log.addEventListener("scroll", () => {
      const below = log.scrollHeight - log.scrollTop - log.clientHeight;
      if (below < NEAR) this.kept = true;
      else if (log.scrollTop < this.top) this.kept = false;
      this.top = log.scrollTop;
    });
    log.addEventListener("load", () => this.follow(), true); // loads of pictures do not bubble
    new ResizeObserver(() => this.follow()).observe(log);
  }

  keep() { this.kept = true; this.follow(); }
  follow() { if (this.kept) requestAnimationFrame(() => { this.log.scrollTop = this.log.scrollHeight; }); }
}
