// The phone: its strip, the list of chats, an open chat with its input line and menu.

import { bubbleRow, chips } from "./bubbles.js";
import { avatar, dateOf, dayOf, el, fill, t, timeOf } from "./dom.js";
import { Menu } from "./menu.js";
import { Sheets } from "./sheets.js";

export class Phone {
  constructor(deeds) {
    this.deeds = deeds;
    this.rows = new Map();
    this.prints = new Map();
    this.strip = el("div", { class: "strip" });
    this.bar = el("header", { class: "bar" });
    this.log = el("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0" });
    this.list = el("div", { class: "list" });
    this.chips = el("div", { class: "chips" });
    this.toast = el("div", { class: "toast", role: "status", hidden: true });
    this.about = el("div", { class: "about", hidden: true });
    this.sheets = new Sheets(this);
    this.menu = new Menu((message, path, action) => deeds.tap(message, path, action));
    this.input = el("textarea", { rows: "1", maxlength: "5000", placeholder: t("type_here"), "aria-label": t("type_here"), enterkeyhint: "send" });
    this.send = el("button", { type: "submit", class: "send", "aria-label": t("send"), title: t("send") }, "➤");
    this.mention = el("button", { type: "button", class: "at", onclick: () => this.callBot() });
    this.plus = el("button", { type: "button", class: "plus", "aria-label": t("more"), title: t("more"), onclick: () => this.sheets.more(this.state) }, "+");
    this.form = el("form", { class: "composer" }, this.plus, this.mention, this.input, this.send);
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.input.addEventListener("input", () => this.grow());
    this.input.addEventListener("pointerdown", () => this.menu.fold(true));
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    });
    this.node = el("section", { class: "phone" }, this.strip, this.bar, this.list, this.log, this.chips, this.about, this.form, this.menu.node, this.sheets.node, this.toast);
  }

  tell(text) {
    this.toast.textContent = text;
    this.toast.hidden = false;
    clearTimeout(this.toasting);
    this.toasting = setTimeout(() => { this.toast.hidden = true; }, 5000);
  }

  submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const about = this.composing;
    this.compose(null);
    this.input.value = "";
    this.grow();
    this.deeds.say(text, about);
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

  // Another person takes the phone: nothing half done is left on it.
  dismiss() {
    this.sheets.close();
    this.compose(null);
    this.input.value = "";
  }

  type(text) {
    this.input.value = text;
    this.grow();
    this.input.focus();
  }

  callBot() {
    const call = `@${this.bot} `;
    if (!this.input.value.startsWith(call)) this.type(call + this.input.value);
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 120)}px`;
  }

  show(state, persona, bot, read) {
    this.bot = bot;
    this.state = state;
    const { panel } = state;
    this.draw(this.strip, [persona.key, panel.now.slice(0, 16), panel.used, panel.limit, amiss(panel.faults), this.deeds.alone], () => [
      el("button", { type: "button", class: "who", onclick: () => this.deeds.drawer("people") }, avatar(persona.name), el("span", {}, persona.name), el("i", {}, t("change_person"))),
      el("button", { type: "button", class: "now", onclick: () => this.deeds.drawer("facts") }, el("span", { class: "clock" }, el("span", { class: "today" }, `${dayOf(panel.now)} `), timeOf(panel.now))),
      amiss(panel.faults) && el("button", { type: "button", class: "amiss", "aria-label": t("faults_on"), title: t("faults_on"), onclick: () => this.deeds.drawer("facts") }, "⚠"),
      el("button", { type: "button", class: "pushes", title: t("push_title"), onclick: () => this.deeds.drawer("facts") }, pushCount(panel)),
      !this.deeds.alone && el("button", { type: "button", class: "put-down", "aria-label": t("put_down"), title: t("put_down"), onclick: () => this.deeds.putDown() }, "✕")]);
    const open = state.open;
    for (const node of [this.log, this.chips, this.form]) node.hidden = !open;
    this.list.hidden = open;
    this.menu.show(open ? state.menu : null);
    if (!open) this.compose(null);
    if (open) this.showChat(state, read);
    else this.showList(state, read);
  }

  // Draws a part only where it would look different: a button must not vanish under a finger.
  draw(node, facts, parts) {
    const print = JSON.stringify(facts);
    if (this.prints.get(node) === print) return;
    this.prints.set(node, print);
    fill(node, ...parts());
  }

  showList(state, read) {
    this.draw(this.bar, ["chats"], () => [el("h1", {}, t("chats"))]);
    this.draw(this.list, [state.user, state.chats, state.chats.map((chat) => isUnread(chat, read))], () => state.chats.map((chat) => {
      const unread = isUnread(chat, read);
      return el("button", { type: "button", class: "chat-line", onclick: () => this.deeds.open(chat.id) },
        avatar(chat.name, { bot: !chat.group, group: chat.group }),
        el("span", { class: "chat-name" }, chat.group ? `${chat.name} (${chat.people})` : chat.name, el("small", {}, chat.last || t("no_messages"))),
        el("span", { class: "chat-time" }, chat.at && timeOf(chat.at), unread && el("b", { class: "dot", "aria-label": t("unread") })));
    }));
  }

  showChat(state, read) {
    const chat = state.chats.find((one) => one.id === state.chat);
    const others = state.chats.filter((one) => one.id !== state.chat && isUnread(one, read)).length;
    this.draw(this.bar, [chat.id, chat.people, others, state.standby], () => [
      el("button", { type: "button", class: "back", "aria-label": t("back"), onclick: () => this.deeds.close() }, "‹", others > 0 && el("b", { "aria-label": t("unread") }, String(others))),
      avatar(chat.name, { bot: !chat.group, group: chat.group }),
      el("h1", {}, chat.group ? `${chat.name} (${chat.people})` : chat.name, el("small", {}, state.standby ? t("standby_note") : chat.group ? t("group_hint") : t("official")))]);
    this.grouped = chat.group;
    this.mention.hidden = !chat.group;
    this.mention.textContent = `@${this.bot}`;
    const below = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight;
    const switched = this.chat !== state.chat || this.user !== state.user;
    if (switched) { this.rows.clear(); this.compose(null); }
    const lastNumber = state.messages.at(-1)?.number;
    const grew = lastNumber !== this.lastNumber;
    [this.chat, this.user, this.lastNumber] = [state.chat, state.user, lastNumber];
    fill(this.log, ...this.messageRows(state), state.loading && loadingRow());
    const last = state.messages.at(-1);
    this.draw(this.chips, [state.user, last?.number, last?.body.type, state.blocked && !chat.group], () => (state.blocked && !chat.group
      ? [el("p", { class: "blocked" }, t("blocked"))] : chips(state.messages, (message, path, action) => this.deeds.tap(message, path, action))));
    if (switched || below < 80 || (grew && state.messages.at(-1)?.mine)) requestAnimationFrame(() => { this.log.scrollTop = this.log.scrollHeight; });
  }

  messageRows(state) {
    const rows = [];
    let day = "", before = null;
    for (const message of state.messages) {
      if (dateOf(message.at) !== day) {
        day = dateOf(message.at);
        rows.push(el("div", { class: "day" }, el("span", {}, day)));
        before = null;
      }
      const grouped = before !== null && !message.mine && before.name === message.name && before.bot === message.bot && !before.mine;
      rows.push(this.row(message, grouped));
      before = message.body.type === "unsent" ? null : message;
    }
    if (!state.messages.length) rows.push(el("p", { class: "empty" }, t("say_something")));
    return rows;
  }

  row(message, grouped) {
    const print = JSON.stringify([message, grouped]);
    const kept = this.rows.get(message.number);
    if (kept?.print === print) return kept.node;
    const node = bubbleRow(message, this.deeds, grouped, this.grouped);
    this.rows.set(message.number, { print, node });
    return node;
  }
}

const amiss = (faults) => faults && (faults.twice || faults.late || faults.disorder || faults.quota || faults.api !== "well");

const isUnread = (chat, read) => chat.number > (read.get(chat.id) ?? -1);

export const pushCount = (panel) => `${t("push_short")} ${panel.used}/${panel.limit ?? "∞"}`;

const loadingRow = () => el("div", { class: "row theirs" }, avatar("", { bot: true }), el("div", { class: "bubble words dots", "aria-label": t("bot_is_typing") }, el("i"), el("i"), el("i")));
