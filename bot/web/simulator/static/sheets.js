// The sheets that slide up on a phone: what else can be sent, date pickers, what can be done to a message.

import { dateOf, el, fill, t } from "./dom.js";

const STICKERS = ["1", "2", "3", "4", "5", "6"];
const MOST_BYTES = 3_000_000;

export class Sheets {
  constructor(phone) {
    this.phone = phone;
    this.node = el("div", { class: "sheet", hidden: true });
    this.node.addEventListener("click", (event) => { if (event.target === this.node) this.close(); });
    this.node.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
  }

  open(...children) {
    fill(this.node, el("div", { class: "sheet-inner" }, ...children, el("button", { type: "button", class: "quiet", onclick: () => this.close() }, t("close"))));
    this.node.hidden = false;
    this.node.querySelector("button, input")?.focus();
  }

  close() { this.node.hidden = true; }
  wide(words, deed) { return el("button", { type: "button", class: "wide", onclick: () => { this.close(); deed(); } }, words); }
  send(deed, asked = {}) { this.close(); return this.phone.deeds.act(deed, asked); }

  more(state) {
    const file = el("input", { type: "file", accept: "image/png,image/jpeg", class: "file", "aria-label": t("own_picture"), onchange: () => this.picture(file.files[0]) });
    const voice = (seconds) => el("button", { type: "button", class: "wide", onclick: () => this.send("voice", { seconds }) }, t("voice", { seconds }));
    const place = (key, name) => el("button", { type: "button", class: "wide", onclick: () => this.send("place", { place: key }) }, name);
    this.open(
      el("div", { class: "stickers", role: "group", "aria-label": t("send_sticker") }, STICKERS.map((sticker) => el("button", {
        type: "button", "aria-label": `${t("sticker")} ${sticker}`, onclick: () => this.send("sticker", { sticker }),
      }, el("img", { src: `static/sticker-${sticker}.svg`, alt: "" })))),
      el("b", {}, t("send_picture")),
      el("div", { class: "pair" }, this.wide(t("sample_picture"), () => this.send("picture")), el("label", { class: "wide" }, t("own_picture"), file)),
      el("b", {}, t("send_voice")),
      el("div", { class: "pair" }, voice(5), voice(40)),
      el("b", {}, t("send_place")),
      el("div", { class: "pair" }, place("office", t("place_office")), place("temple", t("place_temple")), place("hospital", t("place_hospital"))),
      el("div", { class: "pair" }, state.on === "telegram" ? this.wide(state.privacy ? t("privacy_off") : t("privacy_on"), () => this.send("privacy"))
        : this.wide(state.standby ? t("standby_off") : t("standby_on"), () => this.send("standby", { on: !state.standby })),
        this.wide(state.blocked ? t("unblock") : t("block"), () => this.send("block"))));
  }

  async picture(file) {
    if (!file) return;
    if (file.size > MOST_BYTES) { this.close(); this.phone.tell(t("picture_too_big")); return; }
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    this.send("picture", { data: btoa(text) });
  }

  // What the bot has put up on Telegram; a tap sends it, in a group with the bot's name.
  commands(commands) {
    const { deeds } = this.phone;
    const named = this.phone.grouped ? `@${deeds.bot}` : "";
    this.open(el("b", {}, t("commands")), ...commands.map(({ command, description }) => el("button", {
      type: "button", class: "command", onclick: () => { this.close(); deeds.say(`/${command}${named}`); },
    }, el("b", {}, `/${command}`), el("span", {}, description))));
  }

  // What can be done to a message; LINE lets people rewrite words in groups alone, Telegram tells bots of no deletion.
  actions(message, rewrites, takesBack = true) {
    const { phone } = this;
    const words = message.body.type === "text";
    this.open(
      words && this.wide(t("quote"), () => phone.composer.compose({ kind: "quote", message })),
      message.mine && words && rewrites && this.wide(t("edit"), () => phone.composer.compose({ kind: "edit", message })),
      message.mine && takesBack && this.wide(t("take_back"), () => phone.deeds.unsend(message)));
  }

  // A picker with the limits that the bot set; LINE's own date form is what a native input gives.
  picker(action, today, done) {
    const input = el("input", { type: action.mode === "datetime" ? "datetime-local" : action.mode, min: action.min, max: action.max, value: action.initial ?? (action.mode === "date" ? today : undefined), "aria-label": action.label });
    const thai = el("p", { class: "thai-date", "aria-live": "polite" });
    const tell = () => { thai.textContent = action.mode === "date" && input.value ? dateOf(`${input.value}T12:00:00+07:00`) : ""; };
    input.addEventListener("input", tell);
    tell();
    this.open(el("b", {}, action.label), input, thai,
      el("button", { type: "button", class: "wide main", onclick: () => { if (input.value && input.reportValidity()) { this.close(); done(input.value); } } }, t("pick_this")));
    input.focus();
  }
}
