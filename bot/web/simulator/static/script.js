// What was done so far as a transcript: to be played again, changed, or passed on as a link.

import { el, t } from "./dom.js";
import { pack } from "./replay.js";

export class Script {
  constructor(app) {
    this.app = app;
    this.text = el("textarea", { rows: "7", spellcheck: "false", "aria-label": t("script") });
    this.link = el("input", { type: "text", readonly: true, hidden: true, "aria-label": t("script_link"), onfocus: () => this.link.select() });
    const button = (words, deed) => el("button", { type: "button", onclick: deed }, words);
    this.inner = el("div", { hidden: true }, el("p", { class: "hint" }, t("script_hint")), this.text,
      el("div", { class: "buttons" }, button(t("script_play"), () => this.app.play(this.text.value)), button(t("script_link"), () => this.copy())),
      el("div", { class: "buttons" }, button(t("script_forget"), () => this.forget())), this.link);
    this.node = el("div", { class: "script" }, el("div", { class: "buttons" }, button(t("script_show"), () => this.show())), this.inner);
  }

  async show() {
    const answer = await fetch("api/script").catch(() => null);
    if (!answer?.ok) return;
    this.text.value = (await answer.json()).script;
    this.link.hidden = true;
    this.inner.hidden = false;
  }

  async copy() {
    this.link.value = `${location.origin}${location.pathname}#play=${await pack(this.text.value)}`;
    this.link.hidden = false;
    this.link.select();
    const copied = await navigator.clipboard?.writeText(this.link.value).then(() => true, () => false);
    if (copied) this.app.active.phone.tell(t("copied"));
  }

  async forget() {
    await this.app.act("forget", {});
    this.show();
  }
}
