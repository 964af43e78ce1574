// The switches for what goes wrong: on the way to the bot, and at LINE.

import { el, t } from "./dom.js";

export class Faults {
  constructor(act) {
    const switches = [["twice", t("fault_twice")], ["late", t("fault_late")], ["disorder", t("fault_disorder")], ["quota", t("fault_quota")]];
    const states = [["well", t("api_well")], ["down", t("api_down")], ["unreachable", t("api_unreachable")], ["lost", t("api_lost")], ["slow", t("api_slow")], ["rate", t("api_rate")]];
    this.switches = new Map(switches.map(([name, words]) => [name, el("button", {
      type: "button", class: "switch", role: "switch", "aria-checked": "false",
      onclick: (event) => act("fault", { name, on: event.currentTarget.getAttribute("aria-checked") !== "true" }),
    }, el("span", {}, words), el("i"))]));
    this.held = el("p", { class: "hint" });
    this.api = el("select", { "aria-label": t("api"), onchange: () => act("api_fault", { name: this.api.value }) },
      states.map(([name, words]) => el("option", { value: name }, words)));
    this.node = el("div", { class: "faults" }, ...this.switches.values(), this.held, el("label", {}, t("api"), this.api), el("p", { class: "hint" }, t("faults_hint")));
  }

  show(faults) {
    for (const [name, button] of this.switches) button.setAttribute("aria-checked", String(faults[name]));
    this.held.textContent = faults.disorder ? t("fault_held", { number: faults.held }) : "";
    this.held.hidden = !faults.disorder;
    if (document.activeElement !== this.api || this.api.value === faults.api) this.api.value = faults.api;
  }
}
