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

  be(persona, on = "line") {
    this.persona = persona;
    this.read = new Map();
    return this.use(on);
  }

  // Opens the chat with the bot in one of the person's messengers; `payload` came with a link that begins the bot there.
  use(on, payload = null) {
    this.on = this.persona.telegram ? on : "line";
    this.state = null;
    this.phone.dismiss();
    if (this.app.hands.includes(this)) this.app.name();
    return this.open(this.account, payload);
  }

  get alone() { return this.app.hands.length < 2; }
  get account() { return this.on === "telegram" ? this.persona.telegram : this.persona.user; }
  get bot() { return this.on === "telegram" ? this.app.start.telegram.username : this.app.start.bot; }
  get path() { return this.on === "telegram" ? "api/telegram/" : "api/"; }
  open(chat, payload = null) { [this.chat, this.payload, this.listed] = [chat, payload, false]; return this.refresh(true); }
  close() { this.listed = true; this.refresh(true); }
  drawer(name) { this.app.drawer(name); }
  putDown() { this.app.putDown(this); }

  async refresh(afresh = false) {
    const asked = { user: this.account, chat: this.chat };
    if (!afresh && this.state) asked.since = this.state.changes;
    const answer = await fetch(`${this.path}state?${new URLSearchParams(asked)}`).catch(() => null);
    if (!answer?.ok) { if (!answer) this.phone.tell(t("server_gone")); return; }
    if (answer.status === 204 || asked.user !== this.account || asked.chat !== this.chat) return;
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
    this.phone.show(this.state, this.persona, this.bot, this.read);
    this.app.showPanels(this);
  }

  async act(deed, asked) {
    const told = await this.app.act(deed, { user: this.account, chat: this.chat, ...asked }, this.path);
    if (told.error) { this.phone.tell(t("did_not_work", { why: told.error })); return null; }
    return told;
  }

  say(text, about) {
    if (about?.kind === "edit") return this.act("edit", { text, message: about.message.id });
    const mention = this.chat !== this.account && text.startsWith(`@${this.bot}`);
    return this.act("say", { text, mention, quote: about?.message.id });
  }

  // Telegram's START, with what the link brought that opened the chat.
  async start() {
    const payload = this.payload ?? "";
    this.payload = null;
    await this.act("start", { payload });
  }

  unsend(message) { return this.act("unsend", { message: message.id }); }

  // `path` is the place of an action in its message, "menu.3", or on Telegram row.column.
  async tap(message, path, action) {
    if (action.type === "datetimepicker") {
      this.phone.sheets.picker(action, this.state.panel.now.slice(0, 10), (value) => this.act("pick", { message: message?.id, path, value }));
      return;
    }
    const told = await this.act("tap", { message: message?.id, path });
    if (told) this.lead(told);
  }

  // Where a tap leads: the 1:1 chat with words typed, the other messenger, a file of the bot's, an address.
  async lead(told) {
    const begins = this.persona.telegram && told.uri?.startsWith(`${this.app.start.telegram.address}?`);
    if (begins) { this.use("telegram", new URL(told.uri).searchParams.get("start") ?? ""); return; }
    if (told.start !== undefined) { this.open(this.account, told.start); return; }
    const typed = told.typed ?? told.in_line;
    if (typed !== undefined) {
      await (told.chat ? this.open(told.chat) : this.use("line"));
      this.phone.type(typed);
      this.phone.tell(t("opened_private"));
    }
    const file = ownFile(told.uri);
    // Pictures are looked at in a tab of their own, other files are saved, as on a phone.
    if (file) el("a", /\.(png|jpe?g)$/i.test(file) ? { href: file, target: "_blank", rel: "noopener" } : { href: file, download: "" }).click();
    else if (told.uri) this.phone.tell(t("would_open", { what: told.uri }));
    if (told.copied) this.phone.tell(t("copied"));
  }
}
