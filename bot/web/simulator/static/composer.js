// The input line of a phone: what is typed, what it is about, and the buttons beside it.

import { el, fill, t } from "./dom.js";

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.about = el("div", { class: "about", hidden: true });
    this.input = el("textarea", { rows: "1", placeholder: t("type_here"), "aria-label": t("type_here"), enterkeyhint: "send" });
    this.send = el("button", { type: "submit", class: "send", "aria-label": t("send"), title: t("send") }, "➤");
    this.mention = el("button", { type: "button", class: "at", onclick: () => this.callBot() });
    this.plus = el("button", { type: "button", class: "plus", "aria-label": t("more"), title: t("more"), onclick: () => phone.sheets.more(phone.state) }, "+");
    this.commands = el("button", { type: "button", class: "commands", "aria-label": t("commands"), title: t("commands"), onclick: () => phone.sheets.commands(phone.state.commands) }, "☰");
    this.form = el("form", { class: "composer" }, this.plus, this.commands, this.mention, this.input, this.send);
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.input.addEventListener("input", () => this.grow());
    this.input.addEventListener("pointerdown", () => phone.menu.fold(true));
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    });
  }

  show(state, hidden) {
    const telegram = state.on === "telegram";
    this.form.hidden = hidden;
    this.input.maxLength = telegram ? 4096 : 5000;
    this.commands.hidden = !state.commands?.length;
    this.mention.hidden = !state.chats.find((one) => one.id === state.chat)?.group;
    this.mention.textContent = telegram ? "@" : `@${this.phone.bot}`;
    this.mention.title = `@${this.phone.bot}`;
  }

  submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const about = this.composing;
    this.empty();
    this.grow();
    this.phone.deeds.say(text, about);
  }

  // What the next words are about: { kind: "quote" | "edit", message }, or nothing.
  compose(about) {
    this.composing = about;
    this.about.hidden = !about;
    if (!about) return;
    fill(this.about, el("b", {}, about.kind === "edit" ? t("editing") : t("quoting", { name: about.message.name })), el("span", {}, about.message.text || about.message.alt),
      el("button", { type: "button", "aria-label": t("close"), onclick: () => this.compose(null) }, "✕"));
    if (about.kind === "edit") this.type(about.message.text);
    else this.input.focus();
  }

  empty() {
    this.compose(null);
    this.input.value = "";
  }

  type(text) {
    this.input.value = text;
    this.grow();
    this.input.focus();
  }

  callBot() {
    const call = `@${this.phone.bot} `;
    if (!this.input.value.startsWith(call)) this.type(call + this.input.value);
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 120)}px`;
  }
}
