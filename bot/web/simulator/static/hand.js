// One person's phone in somebody's hand: asks the server what stands on it, and passes on what a finger does.

import { el, ownFile, t } from "./dom.js";
import { Phone } from "./phone.js";

export class Hand {
  constructor(app, persona) {
    this.app = app;
    this.phone = new Phone(this);
    for (const touch of ["pointerdown", "focusin"]) this.phone.node.addEventListener(touch, () => app.activate(this));
    this.be(persona);
  }

  be(persona) {
    this.persona = persona;
    this.read = new Map();
    this.state = null;
    this.phone.dismiss();
    return this.open(persona.user);
  }

  get alone() { return this.app.hands.length < 2; }
  open(chat) { this.chat = chat; this.listed = false; return this.refresh(true); }
  close() { this.listed = true; this.refresh(true); }
  drawer(name) { this.app.drawer(name); }
  putDown() { this.app.putDown(this); }

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
    if (!this.state) return;
    this.phone.show(this.state, this.persona, this.app.start.bot, this.read);
    this.app.showPanels(this);
  }

  async act(deed, asked) {
    const told = await this.app.act(deed, { user: this.persona.user, chat: this.chat, ...asked });
    if (told.error) { this.phone.tell(t("did_not_work", { why: told.error })); return null; }
    return told;
  }

  say(text, about) {
    if (about?.kind === "edit") return this.act("edit", { text, message: about.message.id });
    const mention = this.chat !== this.persona.user && text.startsWith(`@${this.app.start.bot}`);
    return this.act("say", { text, mention, quote: about?.message.id });
  }

  unsend(message) { return this.act("unsend", { message: message.id }); }

  // `path` is the place of an action in its message, or "menu.3".
  async tap(message, path, action) {
    if (action.type === "datetimepicker") {
      this.phone.sheets.picker(action, this.state.panel.now.slice(0, 10), (value) => this.act("pick", { message: message?.id, path, value }));
      return;
    }
    const told = await this.act("tap", { message: message?.id, path });
    if (told?.chat) {
      this.open(told.chat);
      this.phone.type(told.typed);
      this.phone.tell(t("opened_private"));
    }
    const file = ownFile(told?.uri);
    // Pictures are looked at in a tab of their own, other files are saved, as on a phone.
    if (file) el("a", /\.(png|jpe?g)$/i.test(file) ? { href: file, target: "_blank", rel: "noopener" } : { href: file, download: "" }).click();
    else if (told?.uri) this.phone.tell(t("would_open", { what: told.uri }));
    if (told?.copied) this.phone.tell(t("copied"));
  }
}
