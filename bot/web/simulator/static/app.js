// The page as a whole: one phone or several side by side, the panels beside them, and the address that names them.

import { el, setSite, setWords, t } from "./dom.js";
import { Hand } from "./hand.js";
import { Panels } from "./panel.js";
import { Replay, unpack } from "./replay.js";

const QUICK = 250, CALM = 1000;
const MOST_PHONES = 3;
const ROOM = [0, 1080, 1560, 1980]; // pixels that so many phones and both panels need

class App {
  constructor(start, wanted) {
    this.start = start;
    this.lively = 0;
    this.hands = [];
    this.phones = el("main", { class: "phones" });
    this.panels = new Panels(this);
    this.veil = el("div", { class: "veil", onclick: () => this.drawer(null) });
    document.title = t("title");
    document.body.append(this.panels.people, this.phones, this.panels.facts, this.veil);
    const keys = (wanted.get("as") ?? "").split(",");
    const people = start.personas.filter((one) => keys.some((key) => key.split("@")[0] === one.key)).slice(0, MOST_PHONES);
    for (const persona of people.length ? people : start.personas.slice(0, 1)) {
      const hand = this.hold(persona);
      if (keys.includes(`${persona.key}@telegram`)) hand.use("telegram");
    }
    addEventListener("resize", () => this.lay());
    addEventListener("hashchange", () => location.reload()); // another link was opened in this tab
    setInterval(() => this.tick(), 1000);
    this.poll();
  }

  persona(key) { return this.start.personas.find((one) => one.key === key); }

  hold(persona) {
    const hand = new Hand(this, persona);
    this.hands.push(hand);
    this.phones.append(hand.phone.node);
    this.active = hand;
    this.lay();
    return hand;
  }

  // A tap on a name: the phone that was touched last becomes that person's, unless another one is already.
  be(persona) {
    const held = this.hands.find((one) => one.persona === persona);
    if (held) this.active = held;
    else this.active.be(persona);
    this.drawer(null);
    this.lay();
    held?.phone.node.scrollIntoView({ block: "nearest", inline: "center" });
    return this.active;
  }

  beside(persona) {
    const held = this.hands.find((one) => one.persona === persona);
    if (held) this.putDown(held);
    else if (this.hands.length < MOST_PHONES) this.hold(persona);
    else this.active.phone.tell(t("enough_phones"));
    this.drawer(null);
    this.active.phone.node.scrollIntoView({ block: "nearest", inline: "center" });
  }

  putDown(hand) {
    if (this.hands.length < 2) return;
    this.hands = this.hands.filter((one) => one !== hand);
    hand.phone.node.remove();
    if (this.active === hand) [this.active] = this.hands;
    this.lay();
  }

  activate(hand) {
    if (this.active === hand || !this.hands.includes(hand)) return;
    this.active = hand;
    this.mark();
  }

  // Phones are not drawn anew here: the finger that touches one may still be on a button of it.
  mark() {
    for (const hand of this.hands) hand.phone.node.classList.toggle("active", hand === this.active && !hand.alone);
    this.panels.showPeople(this.start.personas, this.hands.map((hand) => hand.persona.key), this.active.persona.key);
    if (this.active.state) this.showPanels(this.active);
  }

  lay() {
    this.name();
    document.body.classList.toggle("narrow", innerWidth <= ROOM[this.hands.length]);
    this.phones.dataset.count = this.hands.length;
    for (const hand of this.hands) hand.show();
    this.mark();
  }

  // The address names whose phones lie here, and which of them show Telegram.
  name() {
    const keys = this.hands.map((hand) => (hand.on === "telegram" ? `${hand.persona.key}@telegram` : hand.persona.key));
    if (!this.replay) history.replaceState(null, "", `#as=${keys.join(",")}`);
  }

  drawer(name) { document.body.dataset.drawer = document.body.dataset.drawer === name || !name ? "" : name; }
  type(text) { this.drawer(null); this.active.phone.type(text); }
  showPanels(hand) { if (hand === this.active) this.panels.show(hand.state, hand.persona); }

  async poll() {
    for (;;) {
      if (!document.hidden) await Promise.all(this.hands.map((hand) => hand.refresh()));
      await new Promise((done) => setTimeout(done, performance.now() < this.lively ? QUICK : CALM));
    }
  }

  // A running clock ticks on between two answers of the server.
  tick() {
    const { state, fetchedAt } = this.active;
    if (!state?.panel.running) return;
    const passed = performance.now() - fetchedAt;
    if (passed < 1000) return;
    const local = new Date(Date.parse(state.panel.now) + passed + 7 * 3600e3).toISOString().slice(0, 19);
    this.panels.showClock({ ...state.panel, now: `${local}+07:00` });
  }

  // What the server told, or { error }.
  async act(deed, asked, path = "api/") {
    this.lively = performance.now() + 8000;
    setTimeout(() => this.hands.forEach((hand) => hand.refresh()), 60);
    const answer = await fetch(`${path}${deed}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-simulator": "1" },
      body: JSON.stringify(asked),
    }).catch(() => null);
    const told = await answer?.json().catch(() => null);
    if (!answer?.ok) return { error: told?.error ?? "?" };
    await Promise.all(this.hands.map((hand) => hand.refresh()));
    return told;
  }

  // A deed that is nobody's: the clock, faults. What the server told, or null.
  async world(deed, asked) {
    const told = await this.act(deed, asked);
    if (told.error) { this.active.phone.tell(t("did_not_work", { why: told.error })); return null; }
    return told;
  }

  moveClock(by) { return this.world("clock", by); }

  play(script) {
    this.replay?.end();
    this.drawer(null);
    this.replay = new Replay(this, script);
  }
}

const start = await (await fetch("api/start")).json();
setWords(start.words);
setSite(start.site);
const wanted = new URLSearchParams(location.hash.slice(1));
const app = new App(start, wanted);
window.simulator = app;
if (wanted.has("play")) {
  const script = await unpack(wanted.get("play")).catch(() => null);
  if (script === null) app.active.phone.tell(t("bad_link"));
  else app.play(script);
}
