// The strip at the top of a phone: whose it is, which messenger stands on it, the time, what pushes cost.

import { avatar, dayOf, el, t, timeOf } from "./dom.js";

const amiss = (faults) => faults && (faults.twice || faults.late || faults.disorder || faults.quota || faults.api !== "well");
const pushCount = (panel) => [el("span", { class: "long" }, `${t("push_short")} `), `${panel.used}/${panel.limit ?? "∞"}`];
export const isUnread = (chat, read) => chat.number > (read.get(chat.id) ?? -1);

// Whether the other messenger's chat with the bot holds something new.
const rings = ({ elsewhere }, read) => Boolean(elsewhere) && elsewhere.number > (read.get(elsewhere.chat) ?? -1);

// What the strip's look depends on.
export const stripFacts = ({ on, panel, ...state }, persona, deeds, read) =>
  [persona.key, on, rings(state, read), panel.now.slice(0, 16), panel.used, panel.limit, amiss(panel.faults), deeds.alone];

export function stripParts(state, persona, deeds, read) {
  const { panel } = state;
  const facts = () => deeds.drawer("facts");
  return [
    el("button", { type: "button", class: "who", onclick: () => deeds.drawer("people") }, avatar(persona.name), el("span", {}, persona.name), el("i", {}, t("change_person"))),
    persona.telegram && el("span", { class: "apps", role: "group", "aria-label": t("messenger") },
      app("line", t("line"), state, deeds, read), app("telegram", t("telegram"), state, deeds, read)),
    el("button", { type: "button", class: "now", onclick: facts }, el("span", { class: "clock" }, el("span", { class: "today" }, `${dayOf(panel.now)} `), timeOf(panel.now))),
    amiss(panel.faults) && el("button", { type: "button", class: "amiss", "aria-label": t("faults_on"), title: t("faults_on"), onclick: facts }, "⚠"),
    state.on !== "telegram" && el("button", { type: "button", class: "pushes", title: t("push_title"), onclick: facts }, pushCount(panel)),
    !deeds.alone && el("button", { type: "button", class: "put-down", "aria-label": t("put_down"), title: t("put_down"), onclick: () => deeds.putDown() }, "✕")];
}

function app(name, words, state, deeds, read) {
  const here = state.on === name;
  return el("button", { type: "button", class: `app ${name}`, "aria-pressed": String(here), title: words, onclick: () => here || deeds.use(name) },
    el("img", { src: `static/app-${name}.svg`, alt: words }), !here && rings(state, read) && el("b", { class: "dot", "aria-label": t("unread") }));
}
