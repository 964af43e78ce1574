// One message of the chat as Telegram shows it: words with their marks, pictures and files, buttons under it.

import { avatar, el, t, timeOf } from "./dom.js";

const MARKS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "code" };
const TAP = { type: "callback" };

// `deeds.tap(message, "row.column", …)` is what a finger does to a button of it.
export function telegramRow(message, deeds, grouped, inGroup) {
  const side = message.mine ? "mine" : "theirs";
  const facts = el("span", { class: "stamp" }, message.edited && `${t("edited")} `, el("time", { datetime: message.at }, timeOf(message.at)), message.mine && el("span", { "aria-hidden": "true" }, " ✓✓"));
  const bubble = el("div", { class: `bubble tg with-${message.body.type}` },
    inGroup && !message.mine && !grouped && el("div", { class: "name" }, message.name),
    message.quoted && el("div", { class: "quote" }, el("b", {}, message.quoted.name), el("span", {}, message.quoted.text)),
    content(message, deeds), facts);
  const more = el("button", { type: "button", class: "deeds", "aria-label": t("message_actions"), title: t("message_actions"), onclick: () => deeds.phone.sheets.actions(message, true, false) }, "⋯");
  const face = !inGroup || message.mine ? null : grouped ? el("span", { class: "avatar gap" }) : avatar(message.name, { bot: message.bot });
  return el("div", { class: `row ${side}`, data: { number: message.number } }, face,
    el("div", { class: "column" },
      el("div", { class: "line-up" }, bubble, message.body.type === "text" && more),
      keyboard(message, deeds),
      !message.heard && el("small", { class: "unheard" }, t("unheard"))));
}

function content(message, deeds) {
  const spec = message.body;
  const words = message.text && el("span", { class: "said" }, marked(message.text, spec.entities));
  switch (spec.type) {
    case "text": return words;
    case "photo": return el("div", {}, photo(message, deeds), words);
    case "document": return el("div", {}, el("a", { class: "tg-file", href: address(message, deeds), download: spec.name }, el("span", { class: "tg-file-mark", "aria-hidden": "true" }, "⇩"), el("span", {}, spec.name)), words);
    case "voice": return el("div", { class: "voice" }, el("span", { class: "wave", "aria-hidden": "true" }), t("voice", { seconds: spec.seconds }));
    case "sticker": return el("img", { class: "sticker", src: spec.drawn ? `static/sticker-${spec.drawn}.svg` : "static/coin.svg", alt: t("sticker") });
    case "location": return el("div", { class: "place" }, el("span", { class: "map", "aria-hidden": "true" }), el("b", {}, t("place")), el("span", {}, `${spec.latitude}, ${spec.longitude}`));
    default: return el("span", { class: "faint" }, message.alt);
  }
}

const address = (message, deeds) => `telegram/content/${deeds.chat}/${message.id}?user=${deeds.account}`;

function photo(message, deeds) {
  const picture = el("img", { class: "photo", src: address(message, deeds), alt: t("picture") });
  const link = el("a", { class: "own-file", href: address(message, deeds), target: "_blank", rel: "noopener" }, picture);
  picture.addEventListener("error", () => link.replaceWith(el("span", { class: "faint" }, t("picture"))), { once: true });
  return link;
}

// Marks may lie inside each other; their places are counted as JavaScript counts letters.
function marked(text, entities) {
  const cuts = [...new Set([0, text.length, ...entities.flatMap(({ offset, length }) => [offset, offset + length])])].filter((at) => at <= text.length).sort((one, other) => one - other);
  return cuts.slice(0, -1).map((from, index) => {
    const piece = text.slice(from, cuts[index + 1]);
    return entities.filter(({ offset, length }) => offset <= from && from < offset + length)
      .reduce((inner, { type }) => (MARKS[type] ? el(MARKS[type], {}, inner) : el("span", { class: "mention" }, inner)), piece);
  });
}

const keyboard = (message, deeds) => message.body.keyboard.length > 0 && el("div", { class: "keyboard" }, message.body.keyboard.map((row, down) =>
  el("div", { class: "keys" }, row.map((key, across) => el("button", { type: "button", class: "key", onclick: () => deeds.tap(message, `${down}.${across}`, TAP) },
    key.label, key.url && el("span", { class: "leads", "aria-hidden": "true" }, "↗"))))));

// What lies at the foot of a chat that has not begun, is blocked, or was opened by a link: one button.
export function startBar(state, payload, deeds) {
  if (state.on !== "telegram" || state.chat !== state.user || (state.started && !state.blocked && payload === null)) return null;
  return el("button", { type: "button", class: "start-bar", onclick: () => deeds.start() }, state.blocked ? t("restart") : t("start"));
}
