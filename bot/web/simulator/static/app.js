// The page as a whole: asks the server what stands on the phone, and passes on what a finger does.

import { el, setWords, t } from "./dom.js";
import { Panels } from "./panel.js";
import { Phone } from "./phone.js";

const QUICK = 250, CALM = 1000;

class App {
  constructor(start) {
    this.start = start;
    this.read = new Map();
    this.lively = 0;
    this.phone = new Phone(this);
    this.panels = new Panels(this);
    this.veil = el("div", { class: "veil", onclick: () => this.drawer(null) });
    document.title = t("title");
    document.body.append(this.panels.people, this.phone.node, this.panels.facts, this.veil);
    const wanted = new URLSearchParams(location.hash.slice(1));
    this.be(start.personas.find((one) => one.key === wanted.get("as")) ?? start.personas[0]);
    setInterval(() => this.tick(), 1000);
    this.poll();
  }

  be(persona) {
    this.persona = persona;
    this.read = new Map();
    history.replaceState(null, "", `#as=${persona.key}`);
    this.panels.showPeople(this.start.personas, persona.key);
    this.drawer(null);
    this.open(persona.user);
  }

  open(chat) { this.chat = chat; this.listed = false; this.refresh(true); }
  close() { this.listed = true; this.refresh(true); }
  drawer(name) { document.body.dataset.drawer = document.body.dataset.drawer === name || !name ? "" : name; }
  type(text) { this.drawer(null); this.phone.type(text); }

  async refresh(afresh = false) {
    const asked = { user: this.persona.user, chat: this.chat };
    if (!afresh && this.state) asked.since = this.state.changes;
    const answer = await fetch(`api/state?${new URLSearchParams(asked)}`).catch(() => null);
    if (!answer?.ok) { if (!answer) this.phone.tell(t("server_gone")); return; }
    if (answer.status === 204 || asked.user !== this.persona.user || asked.chat !== this.chat) return;
    const state = await answer.json();
    state.open = !this.listed;
    state.user = asked.user;
    this.state = state;
    this.fetchedAt = performance.now();
    if (state.open) this.read.set(state.chat, state.messages.at(-1)?.number ?? -1);
    this.show();
  }

  show() {
    this.phone.show(this.state, this.persona, this.start.bot, this.read);
    this.panels.show(this.state.panel, this.persona);
  }

  async poll() {
    for (;;) {
      if (!document.hidden) await this.refresh();
      await new Promise((done) => setTimeout(done, performance.now() < this.lively ? QUICK : CALM));
    }
  }

  // A running clock ticks on between two answers of the server.
  tick() {
    if (!this.state?.panel.running) return;
    const { panel } = this.state;
    const passed = performance.now() - this.fetchedAt;
    if (passed < 1000) return;
    const local = new Date(Date.parse(panel.now) + passed + 7 * 3600e3).toISOString().slice(0, 19);
    this.panels.showClock({ ...panel, now: `${local}+07:00` });
  }

  async act(deed, asked) {
    this.lively = performance.now() + 8000;
    setTimeout(() => this.refresh(), 60);
    const answer = await fetch(`api/${deed}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-simulator": "1" },
      body: JSON.stringify({ user: this.persona.user, chat: this.chat, ...asked }),
    }).catch(() => null);
    const told = await answer?.json();
    if (!answer?.ok) { this.phone.tell(t("did_not_work", { why: told?.error ?? "?" })); return null; }
    await this.refresh();
    return told;
  }

  say(text) { return this.act("say", { text, mention: this.chat !== this.persona.user && text.startsWith(`@${this.start.bot}`) }); }
  send(deed) { return this.act(deed, {}); }
  unsend(message) { return this.act("unsend", { message: message.id }); }
  moveClock(by) { return this.act("clock", by); }

  async tap(message, path, action) {
    if (action.type === "datetimepicker") {
      this.phone.openPicker(action, this.state.panel.now.slice(0, 10), (value) => this.act("pick", { message: message.id, path, value }));
      return;
    }
    const told = await this.act("tap", { message: message.id, path });
    if (told?.chat) {
      this.open(told.chat);
      this.phone.type(told.typed);
      this.phone.tell(t("opened_private"));
    }
    if (told?.uri) this.phone.tell(t("would_open", { what: told.uri }));
    if (told?.copied) this.phone.tell(t("copied"));
  }
}

const start = await (await fetch("api/start")).json();
setWords(start.words);
window.simulator = new App(start);
