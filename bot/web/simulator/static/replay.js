// Plays a transcript on the running demo, step by step, and compares what is said with what was wanted.

import { el, fill, t } from "./dom.js";

const PATIENCE = 8000, QUIET = 900, GLANCE = 120, PAUSE = 700;
const SPECIAL = /^\[(button|date|image|sticker|audio|location|unsend)(?:\s+(.*))?\]$/;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// A script in an address: deflated where the browser can, then in letters that addresses allow.
export async function pack(script) {
  const bytes = await through(new TextEncoder().encode(script), new CompressionStream("deflate-raw"));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true }).decode(await through(bytes, new DecompressionStream("deflate-raw")));
}

async function through(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

// The steps of a script; a line that is none has kind "unknown".
export function parse(script) {
  return script.split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#")).map((line) => ({ line, ...step(line) }));
}

function step(line) {
  const [head, ...rest] = line.split(/\s+/);
  const value = rest.join(" ");
  if (head === "@as" && value) return { kind: "as", value };
  if (head === "@in" && value) return { kind: "in", value };
  if (head === "@at" && value) return { kind: "at", value };
  if (line.startsWith(">")) {
    const text = line.slice(1).trim();
    const special = SPECIAL.exec(text);
    return { kind: "do", act: special ? special[1] : "say", value: special ? (special[2] ?? "").trim() : text };
  }
  const wanted = /^<(!?)(\S*)\s*(.*)$/.exec(line);
  if (wanted) return { kind: "expect", negated: wanted[1] === "!", reader: wanted[2], value: wanted[3].trim() };
  return { kind: "unknown" };
}

const plain = (text) => text.replace(/\s+/g, " ").toLowerCase();
export function matches(glob, text) {
  const pattern = plain(glob).split("*").map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*");
  return new RegExp(`^${pattern}$`, "s").test(plain(text).trim());
}

export class Replay {
  constructor(app, script) {
    this.app = app;
    this.steps = parse(script);
    [this.at, this.good, this.bad, this.mark] = [0, 0, 0, null];
    [this.persona, this.place] = [app.persona("malee") ?? app.start.personas[0], "direct"];
    this.next = el("button", { type: "button", class: "go", onclick: () => this.one() }, t("replay_next"));
    this.all = el("button", { type: "button", class: "go", onclick: () => this.run() }, t("replay_all"));
    this.line = el("code", { "aria-live": "polite" });
    this.count = el("span");
    this.node = el("section", { class: "replay", "aria-label": t("replay") },
      el("div", { class: "replay-head" }, el("b", {}, t("replay")), this.count, this.next, this.all,
        el("button", { type: "button", class: "quiet", onclick: () => this.end() }, t("replay_end"))),
      this.line, el("small", {}, t("replay_note")));
    document.body.append(this.node);
    document.body.classList.add("replaying");
    this.show();
  }

  end() {
    this.running = false;
    this.ended = true;
    this.node.remove();
    document.body.classList.remove("replaying");
    if (this.app.replay === this) this.app.replay = null;
    this.app.lay();
  }

  show() {
    const done = this.at >= this.steps.length;
    fill(this.count, t("replay_count", { number: this.at, of: this.steps.length, good: this.good, bad: this.bad }));
    this.line.textContent = done ? t("replay_done") : this.steps[this.at].line;
    this.next.disabled = this.all.disabled = done || this.busy === true;
    this.node.classList.toggle("failed", this.bad > 0);
  }

  async run() {
    this.running = true;
    while (this.running && this.at < this.steps.length) { await this.one(); await sleep(PAUSE); }
  }

  async one() {
    if (this.busy || this.at >= this.steps.length) return;
    const now = this.steps[this.at];
    this.busy = true;
    this.show();
    const fine = await this.play(now).catch(() => false);
    this.busy = false;
    if (this.ended) return;
    if (fine === false) { this.bad += 1; this.app.active.phone.tell(t("did_not_work", { why: now.line })); }
    if (fine && now.kind === "expect") this.good += 1;
    this.at += 1;
    this.show();
  }

  // false: it could not be done, or something else was said.
  async play(now) {
    const { app } = this;
    switch (now.kind) {
      case "as": return this.take(now.value);
      case "in": this.place = now.value; return this.chat(now.value) !== undefined;
      case "at": await this.remember(); return await app.world("clock", { at: now.value }) !== null && this.settle();
      case "do": await this.remember(); return this.act(now);
      case "expect": return this.expect(now);
      default: return false;
    }
  }

  // The place stays where the new persona sits in the same group; else it is the 1:1 chat.
  take(key) {
    this.persona = this.app.persona(key);
    if (!this.app.start.groups.some((one) => one.key === this.place && one.people.includes(key))) this.place = "direct";
    return this.persona ? Boolean(this.app.be(this.persona)) : false;
  }

  chat(place) { return place === "direct" ? this.persona?.user : this.app.start.groups.find((one) => one.key === place)?.id; }
  async heard(since) { return (await fetch(`api/heard?since=${since ?? ""}`)).json(); }
  async remember() { this.mark = (await this.heard()).mark; }

  async act({ act, value }) {
    const chat = this.chat(this.place);
    if (!this.persona || !chat) return false;
    const hand = this.app.be(this.persona);
    if (hand.on !== "line") await hand.use("line"); // transcripts speak of one messenger
    await hand.open(chat);
    const deeds = {
      say: ["say", { text: value, mention: value.startsWith("@") }], button: ["press", { label: value }], date: ["date", { value }],
      image: ["picture", {}], sticker: ["sticker", { sticker: value || "1" }], audio: ["voice", { seconds: Number(value) || 3 }],
      location: ["place", { at: value }], unsend: ["unsend", {}],
    };
    const told = await hand.act(...deeds[act]);
    if (told?.typed !== undefined) {
      await hand.open(told.chat);
      await hand.act("say", { text: told.typed });
    }
    return told !== null && this.settle();
  }

  // Waits until the bot has said nothing new for a moment.
  async settle(quiet = QUIET) {
    const until = performance.now() + PATIENCE;
    let last = -1, since = performance.now();
    while (performance.now() < until && performance.now() - since < quiet) {
      const { mark } = await this.heard();
      if (mark !== last) [last, since] = [mark, performance.now()];
      await sleep(GLANCE);
    }
    return true;
  }

  async expect({ reader, value, negated }) {
    const silence = value === "(silence)";
    if (silence || negated) await this.settle(2 * QUIET);
    const until = performance.now() + PATIENCE;
    for (;;) {
      const { news } = await this.heard(this.mark);
      if (silence) return news.length === 0;
      const group = this.app.start.groups.find((one) => one.key === reader);
      const chat = !reader ? this.chat(this.place) : group ? group.id : this.app.persona(reader)?.user;
      const read = news.filter((one) => one.chat === chat);
      const texts = [...read.map((one) => one.text), read.map((one) => one.text).join("\n")];
      if (!negated) texts.push(...read.map((one) => [one.text, ...one.choices].join("\n")));
      const found = read.length > 0 && texts.some((text) => matches(value, text));
      if (found || negated) return found !== negated;
      if (performance.now() > until) return false;
      await sleep(GLANCE);
    }
  }
}
