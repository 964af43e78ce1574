// Building blocks of the page. Text only ever enters as text nodes: nothing that a message holds can become markup.

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "style") Object.assign(node.style, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const fill = (node, ...children) => node.replaceChildren(...children.flat().filter(Boolean));

let words = {};
export const setWords = (given) => { words = given; };
export const t = (key, values = {}) => {
  if (!(key in words)) throw new Error(`no words for ${key}`);
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
};

// Files of the bot's own lie on this machine, whatever https address LINE is told; all else is not fetched.
let site = "";
export const setSite = (given) => { site = given; };
export const ownFile = (url) => (site && url?.startsWith(`${site}/files/`) ? `..${url.slice(site.length)}` : null);

const zone = "Asia/Bangkok";
const thai = (options) => new Intl.DateTimeFormat("th-TH-u-ca-buddhist-nu-latn", { timeZone: zone, ...options });
const formats = {
  time: thai({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  day: thai({ weekday: "short", day: "numeric", month: "short" }),
  date: thai({ day: "numeric", month: "short", year: "numeric" }),
  full: thai({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
};
// Intl adds the era's name to the year; on a phone nobody writes it.
const plain = (format, at) => format.formatToParts(new Date(at)).filter((part) => part.type !== "era")
  .map((part) => part.value).join("").trim();
export const timeOf = (at) => plain(formats.time, at);
export const dayOf = (at) => plain(formats.day, at);
export const dateOf = (at) => plain(formats.date, at);
export const fullDateOf = (at) => plain(formats.full, at);

const colours = ["#e8815b", "#5b8de8", "#7d6bd0", "#3aa68a", "#d06b9c", "#b58a2e", "#4f9fb8", "#8a8f4a", "#c25d5d"];
export function avatar(name, { bot = false, group = false } = {}) {
  if (bot) return el("img", { class: "avatar", src: "static/coin.svg", alt: "" });
  // A vowel that is written before its consonant does not stand alone.
  const initial = name.match(/^[\u0e40-\u0e44]?./u)?.[0] ?? "?";
  const sum = [...name].reduce((total, letter) => total + letter.codePointAt(0), 0);
  return el("span", { class: group ? "avatar square" : "avatar", "aria-hidden": "true", style: { background: colours[sum % colours.length] } }, initial);
}
