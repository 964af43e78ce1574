// One message of the chat as LINE shows it.

import { avatar, el, ownFile, t, timeOf } from "./dom.js";
import { flex } from "./flex.js";

// `deeds.tap(message, path, action)` is what a finger can do to it, `deeds.phone.sheets.actions(…)` what else there is.
export function bubbleRow(message, deeds, grouped, inGroup) {
  const side = message.mine ? "mine" : "theirs";
  if (message.body.type === "unsent") {
    return el("div", { class: "notice" }, t("unsent", { name: message.mine ? t("you") : message.name }));
  }
  const tap = (path, action) => deeds.tap(message, path, action);
  const content = el("div", { class: "content" }, message.quoted && quote(message.quoted), body(message, tap, deeds.persona.user));
  const more = message.mine || message.body.type === "text";
  const facts = el("div", { class: "facts" },
    more && el("button", { type: "button", class: "deeds", "aria-label": t("message_actions"), title: t("message_actions"), onclick: () => deeds.phone.sheets.actions(message, inGroup) }, "⋯"),
    message.mine && message.read && el("span", {}, t("read")),
    message.edited && el("span", {}, t("edited")),
    message.way === "push" || message.way === "multicast" ? el("span", { class: "push", title: t("push_title") }, t("push_mark")) : null,
    el("time", { datetime: message.at }, timeOf(message.at)));
  const face = message.mine ? null : grouped ? el("span", { class: "avatar gap" }) : avatar(message.name, { bot: message.bot });
  return el("div", { class: `row ${side}`, data: { number: message.number } }, face,
    el("div", { class: "column" },
      !message.mine && !grouped && el("div", { class: "name" }, message.name),
      el("div", { class: "line-up" }, content, facts)));
}

const quote = (quoted) => el("div", { class: "quote" }, el("b", {}, quoted.name), el("span", {}, quoted.text));

function body(message, tap, user) {
  const spec = message.body;
  switch (spec.type) {
    case "text":
    case "textV2": return el("div", { class: "bubble words" }, mentions(spec, message.text));
    case "flex": return flex(spec.contents, tap);
    case "template": return template(spec.template, tap);
    case "sticker": return el("img", { class: "sticker", src: DRAWN.test(spec.stickerId) ? `static/sticker-${spec.stickerId}.svg` : "static/coin.svg", alt: t("sticker") });
    case "image": return message.bot ? given(spec) : photo(message, user);
    case "audio": return el("div", { class: "bubble words voice" }, el("span", { class: "wave", "aria-hidden": "true" }), t("voice", { seconds: Math.round(spec.duration / 1000) }));
    case "location": return el("div", { class: "bubble place" }, el("span", { class: "map", "aria-hidden": "true" }), el("b", {}, spec.title || t("place")), el("span", {}, spec.address || `${spec.latitude}, ${spec.longitude}`));
    default: return el("div", { class: "bubble words faint" }, message.alt || spec.fileName || spec.type);
  }
}

const DRAWN = /^[1-6]$/;
// A picture that a bot sends lies somewhere on the web: the page fetches nothing but the house's own.
function given(spec) {
  const [small, whole] = [ownFile(spec.previewImageUrl), ownFile(spec.originalContentUrl)];
  if (!small || !whole) return placeholder();
  const name = decodeURIComponent(new URL(spec.originalContentUrl).pathname.split("/").at(-1));
  const picture = el("img", { class: "photo", src: small, alt: name });
  const link = el("a", { class: "own-file", href: whole, target: "_blank", rel: "noopener", title: name }, picture);
  picture.addEventListener("error", () => link.replaceWith(placeholder()), { once: true });
  return link;
}

const placeholder = () => el("div", { class: "bubble picture-message" }, el("img", { src: "static/picture.svg", alt: "" }), el("span", {}, t("picture")));

function photo(message, user) {
  const picture = el("img", { class: "photo", src: `content/${message.id}?user=${user}`, alt: t("picture") });
  picture.addEventListener("error", () => picture.replaceWith(placeholder()), { once: true });
  return picture;
}

function mentions(spec, text) {
  const marks = [...(spec.mention?.mentionees ?? [])].sort((one, other) => one.index - other.index);
  const pieces = [];
  let from = 0;
  for (const { index, length } of marks) {
    pieces.push(text.slice(from, index), el("span", { class: "mention" }, text.slice(index, index + length)));
    from = index + length;
  }
  return [...pieces, text.slice(from)];
}

function template(spec, tap) {
  if (spec.type === "carousel") {
    return el("div", { class: "carousel", tabindex: "0" }, spec.columns.map((column, index) => templateCard(column, `template.columns.${index}`, tap)));
  }
  if (spec.type === "image_carousel") {
    return el("div", { class: "carousel", tabindex: "0" }, spec.columns.map((column, index) => el("div", { class: "bubble template" },
      el("div", { class: "picture" }), press(column.action, `template.columns.${index}.action`, tap))));
  }
  return templateCard(spec, "template", tap, spec.type === "confirm");
}

const templateCard = (spec, path, tap, sideBySide = false) => el("div", { class: "bubble template" },
  spec.thumbnailImageUrl && el("div", { class: "picture" }),
  el("div", { class: "template-text" }, spec.title && el("b", {}, spec.title), el("p", {}, spec.text)),
  el("div", { class: sideBySide ? "template-actions side" : "template-actions" }, spec.actions.map((action, index) => press(action, `${path}.actions.${index}`, tap))));

const press = (action, path, tap) => el("button", { type: "button", class: "press link", onclick: () => tap(path, action) }, action.label);

// The chips above the input: they belong to the last message alone.
export function chips(messages, tap) {
  const last = messages.at(-1);
  if (!last?.bot || last.body.type === "unsent") return [];
  return (last.body.quickReply?.items ?? []).map((item, index) =>
    el("button", { type: "button", class: "chip", onclick: () => tap(last, `quickReply.items.${index}.action`, item.action) },
      item.action.type === "datetimepicker" && el("img", { src: "static/calendar.svg", alt: "" }), item.action.label));
}
