// The phone: its strip, the list of chats, an open chat with its input line and menu.

import { bubbleRow, chips } from "./bubbles.js";
import { Composer } from "./composer.js";
import { avatar, dateOf, el, fill, t, timeOf } from "./dom.js";
import { End } from "./end.js";
import { Menu } from "./menu.js";
import { Sheets } from "./sheets.js";
import { isUnread, stripFacts, stripParts } from "./strip.js";
import { startBar, telegramRow } from "./telegram.js";

export class Phone {
  constructor(deeds) {
    this.deeds = deeds;
    this.rows = new Map();
    this.prints = new Map();
    this.strip = el("div", { class: "strip" });
    this.bar = el("header", { class: "bar" });
    this.log = el("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0" });
    this.end = new End(this.log);
    this.list = el("div", { class: "list" });
    this.chips = el("div", { class: "chips" });
    this.toast = el("div", { class: "toast", role: "status", hidden: true });
    this.sheets = new Sheets(this);
    this.menu = new Menu((message, path, action) => deeds.tap(message, path, action));
    this.composer = new Composer(this);
    this.foot = el("div", { class: "foot" });
    this.node = el("section", { class: "phone" }, this.strip, this.bar, this.list, this.log, this.chips, this.composer.about, this.composer.form, this.foot, this.menu.node, this.sheets.node, this.toast);
  }

  tell(text) {
    this.toast.textContent = text;
    this.toast.hidden = false;
    clearTimeout(this.toasting);
    this.toasting = setTimeout(() => { this.toast.hidden = true; }, 5000);
  }

  // Another person takes the phone: nothing half done is left on it.
  dismiss() {
    this.sheets.close();
    this.composer.empty();
  }

  type(text) { this.composer.type(text); }

  show(state, persona, bot, read) {
    this.bot = bot;
    this.state = state;
    const telegram = state.on === "telegram";
    this.node.classList.toggle("telegram", telegram);
    this.draw(this.strip, stripFacts(state, persona, this.deeds, read), () => stripParts(state, persona, this.deeds, read));
    const open = state.open;
    const start = open ? startBar(state, this.deeds.payload, this.deeds) : null;
    this.draw(this.foot, [start?.textContent], () => [start]);
    for (const node of [this.log, this.chips]) node.hidden = !open;
    this.composer.show(state, !open || start !== null);
    this.list.hidden = open;
    this.menu.show(open ? state.menu : null);
    if (!open) this.composer.compose(null);
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
    this.draw(this.bar, ["chats", state.on], () => [el("h1", {}, state.on === "telegram" ? t("telegram") : t("chats"))]);
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
    this.draw(this.bar, [chat.id, chat.people, others, state.standby, state.privacy], () => [
      el("button", { type: "button", class: "back", "aria-label": t("back"), onclick: () => this.deeds.close() }, "‹", others > 0 && el("b", { "aria-label": t("unread") }, String(others))),
      avatar(chat.name, { bot: !chat.group, group: chat.group }),
      el("h1", {}, chat.group ? `${chat.name} (${chat.people})` : chat.name, el("small", {}, hint(state, chat)))]);
    this.grouped = chat.group;
    const switched = this.chat !== state.chat || this.user !== state.user;
    if (switched) { this.rows.clear(); this.composer.compose(null); }
    const lastNumber = state.messages.at(-1)?.number;
    const grew = lastNumber !== this.lastNumber;
    [this.chat, this.user, this.lastNumber] = [state.chat, state.user, lastNumber];
    fill(this.log, ...this.messageRows(state), state.loading && loadingRow());
    const last = state.messages.at(-1);
    this.draw(this.chips, [state.user, last?.number, last?.body.type, state.blocked && !chat.group], () => (state.blocked && !chat.group && state.on === "line"
      ? [el("p", { class: "blocked" }, t("blocked"))] : chips(state.messages, (message, path, action) => this.deeds.tap(message, path, action))));
    if (switched || (grew && last?.mine)) this.end.keep();
    else this.end.follow();
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
    if (!state.messages.length) rows.push(el("p", { class: "empty" }, state.started === false && state.chat === state.user ? t("press_start") : t("say_something")));
    return rows;
  }

  row(message, grouped) {
    const print = JSON.stringify([message, grouped]);
    const kept = this.rows.get(message.number);
    if (kept?.print === print) return kept.node;
    const drawn = this.state.on === "telegram" ? telegramRow : bubbleRow;
    const node = drawn(message, this.deeds, grouped, this.grouped);
    this.rows.set(message.number, { print, node });
    return node;
  }
}

function hint(state, chat) {
  if (state.standby) return t("standby_note");
  if (chat.group) return state.privacy ? t("privacy_hint") : t("group_hint");
  return state.on === "telegram" ? t("telegram_bot") : t("official");
}

const loadingRow = () => el("div", { class: "row theirs" }, avatar("", { bot: true }), el("div", { class: "bubble words dots", "aria-label": t("bot_is_typing") }, el("i"), el("i"), el("i")));
