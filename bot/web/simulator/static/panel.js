// Beside the phone: whose phone it is, the clock, the push counter, and what went over the wire.

import { avatar, el, fill, fullDateOf, t, timeOf } from "./dom.js";

const short = (path) => path.replace(/[UCR][0-9a-f]{32}/g, (id) => `${id.slice(0, 5)}…`).replace(/\/\d{12,}/, "/…");
const call = (one) => el("li", { class: one.status >= 200 && one.status < 300 ? "" : "bad" },
  el("b", {}, t("bot_called")), ` ${short(one.call)} `, el("em", {}, String(one.status || "—")));
const webhook = (one) => el("li", { class: one.reason === "ok" ? "heard" : "heard bad" },
  el("b", {}, t("line_sent")), ` ${one.events.join(", ") || "—"} `, el("em", {}, `${one.status || one.reason} · ${one.ms} ms`));

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
    const move = (key, by) => el("button", { type: "button", onclick: () => deeds.moveClock(by) }, t(key));
    fill(this.facts,
      el("section", {}, el("h2", {}, t("try_this")), this.tries),
      el("section", {}, el("h2", {}, t("clock")), this.now,
        el("div", { class: "buttons" }, move("plus_hour", { hours: 1 }), move("plus_day", { days: 1 }), move("plus_week", { days: 7 })),
        el("div", { class: "buttons" }, this.set, el("button", { type: "button", onclick: () => this.set.value && deeds.moveClock({ at: this.set.value }) }, t("set_clock")))),
      el("section", {}, el("h2", {}, t("pushes")), this.quota, el("p", { class: "hint" }, t("push_hint"))),
      el("section", {}, el("h2", {}, t("wire")), this.wire),
      el("p", { class: "hint" }, t("about_simulator")));
  }

  showPeople(personas, chosen) {
    fill(this.people, el("h1", {}, el("img", { src: "static/coin.svg", alt: "", class: "avatar" }), t("title")),
      el("p", { class: "hint boxed" }, t("fictional")),
      el("p", { class: "hint" }, t("choose_person")),
      el("nav", {}, personas.map((persona) => el("button", { type: "button", class: persona.key === chosen ? "person chosen" : "person", "aria-pressed": String(persona.key === chosen), data: { key: persona.key }, onclick: () => this.deeds.be(persona) },
        avatar(persona.name), el("span", {}, persona.name, el("small", {}, persona.about))))));
  }

  show(panel, persona) {
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
