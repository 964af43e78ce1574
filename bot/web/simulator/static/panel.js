// Beside the phones: whose they are, the clock, the push counter, what goes wrong, and what went over the wire.

import { avatar, el, fill, fullDateOf, t, timeOf } from "./dom.js";
import { Faults } from "./faults.js";
import { Script } from "./script.js";

const short = (path) => path.replace(/[UCR][0-9a-f]{32}/g, (id) => `${id.slice(0, 5)}…`).replace(/\/\d{12,}/, "/…");
const call = (one) => el("li", { class: one.status >= 200 && one.status < 300 ? "" : "bad" },
  el("b", {}, t("bot_called")), ` ${short(one.call)} `, el("em", {}, String(one.status || "—")));
const webhook = (one) => el("li", { class: one.reason === "ok" ? "heard" : "heard bad" },
  el("b", {}, one.telegram ? t("telegram_sent") : t("line_sent")), ` ${one.events.join(", ") || "—"} `, el("em", {}, `${one.status || one.reason} · ${one.ms} ms`));

export class Panels {
  constructor(deeds) {
    this.deeds = deeds;
    this.people = el("aside", { class: "side people", "aria-label": t("people") });
    this.facts = el("aside", { class: "side facts-side", "aria-label": t("facts") });
    this.now = el("div", { class: "big-clock" });
    this.set = el("input", { type: "datetime-local", "aria-label": t("set_clock") });
    this.quota = el("div");
    this.wire = el("ol", { class: "wire" });
    this.tries = el("div");
    this.faults = new Faults((deed, asked) => deeds.world(deed, asked));
    this.script = new Script(deeds);
    const move = (key, by) => el("button", { type: "button", onclick: () => deeds.moveClock(by) }, t(key));
    fill(this.facts,
      el("section", {}, el("h2", {}, t("try_this")), this.tries),
      el("section", {}, el("h2", {}, t("clock")), this.now,
        el("div", { class: "buttons" }, move("plus_hour", { hours: 1 }), move("plus_day", { days: 1 }), move("plus_week", { days: 7 })),
        el("div", { class: "buttons" }, this.set, el("button", { type: "button", onclick: () => this.set.value && deeds.moveClock({ at: this.set.value }) }, t("set_clock")))),
      el("section", {}, el("h2", {}, t("pushes")), this.quota, el("p", { class: "hint" }, t("push_hint"))),
      el("section", {}, el("h2", {}, t("faults")), this.faults.node),
      el("section", {}, el("h2", {}, t("wire")), this.wire),
      el("section", {}, el("h2", {}, t("script")), this.script.node),
      el("p", { class: "hint" }, t("about_simulator")));
  }

  // `held` are the keys of the people whose phones lie here, `chosen` the one that was touched last.
  showPeople(personas, held, chosen) {
    fill(this.people, el("h1", {}, el("img", { src: "static/coin.svg", alt: "", class: "avatar" }), t("title")),
      el("p", { class: "hint boxed" }, t("fictional")),
      el("p", { class: "hint" }, t("choose_person")),
      el("nav", {}, personas.map((persona) => this.personLine(persona, held.includes(persona.key), persona.key === chosen))));
  }

  personLine(persona, held, chosen) {
    const id = `person-${persona.key}`;
    const label = held ? t("put_down") : t("beside");
    return el("div", { class: chosen ? "person chosen" : held ? "person held" : "person" },
      el("button", { type: "button", id, "aria-pressed": String(chosen), data: { key: persona.key }, onclick: () => this.deeds.be(persona) },
        avatar(persona.name), el("span", {}, persona.name, el("small", {}, persona.about))),
      !(held && this.deeds.hands.length < 2) && el("button", { type: "button", class: "beside", "aria-label": label, title: label, "aria-describedby": id, onclick: () => this.deeds.beside(persona) }, held ? "−" : "+"));
  }

  show(state, persona) {
    const { panel } = state;
    this.faults.show(panel.faults);
    fill(this.tries, el("p", { class: "hint" }, persona.about), persona.tries.map((text) => el("button", { type: "button", class: "try", onclick: () => this.deeds.type(text) }, text)));
    this.showClock(panel);
    const share = panel.limit ? Math.min(100, (100 * panel.used) / panel.limit) : 0;
    fill(this.quota, el("div", { class: "count" }, el("b", {}, String(panel.used)), ` / ${panel.limit ?? "∞"}`), el("div", { class: "gauge" }, el("i", { style: { width: `${share}%` } })));
    fill(this.wire, panel.wire.map((one) => (one.call ? call(one) : webhook(one))));
  }

  showClock(panel) {
    fill(this.now, el("span", {}, fullDateOf(panel.now)), el("b", {}, timeOf(panel.now)));
    if (document.activeElement !== this.set) this.set.value = panel.now.slice(0, 16);
  }
}
