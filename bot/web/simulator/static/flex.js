// LINE's Flex containers as HTML. Styles are set only from values that match what LINE allows.

import { el } from "./dom.js";

const SPACE = { none: "0", xs: "2px", sm: "4px", md: "8px", lg: "12px", xl: "16px", xxl: "20px" };
const FONT = { xxs: "12px", xs: "14px", sm: "15px", md: "17px", lg: "20px", xl: "23px", xxl: "30px", "3xl": "36px", "4xl": "48px", "5xl": "74px" };
const WIDTH = { nano: "130px", micro: "170px", deca: "220px", hecto: "245px", kilo: "265px", mega: "308px", giga: "390px" };
const IMAGE = { xxs: "40px", xs: "60px", sm: "80px", md: "100px", lg: "120px", xl: "140px", xxl: "160px", "3xl": "180px", "4xl": "200px", "5xl": "220px", full: "100%" };
const BORDER = { none: "0", light: "0.5px", normal: "1px", medium: "2px", "semi-bold": "3px", bold: "4px" };
const RADIUS = { none: "0", xs: "2px", sm: "4px", md: "8px", lg: "12px", xl: "16px", xxl: "20px" };
const ALIGN = { start: "left", center: "center", end: "right" };
const GRAVITY = { top: "flex-start", center: "center", bottom: "flex-end" };

const length = (value, named) => named[value] ?? (/^\d+(\.\d+)?(px|%)$/.test(value ?? "") ? value : undefined);
const colour = (value) => (/^#[0-9a-f]{6}([0-9a-f]{2})?$/i.test(value ?? "") ? value : undefined);
const css = (node, styles) => { for (const [name, value] of Object.entries(styles)) if (value !== undefined) node.style[name] = value; };

// `tap(path, action)` is called with the place of an action in the container, e.g. "footer.contents.0.action".
export function flex(container, tap) {
  if (container.type !== "carousel") return bubble(container, "contents", tap);
  const bubbles = container.contents.map((one, index) => bubble(one, `contents.contents.${index}`, tap));
  return el("div", { class: "carousel", tabindex: "0" }, bubbles);
}

function bubble(spec, path, tap) {
  const node = el("div", { class: "bubble flex", style: { width: WIDTH[spec.size] ?? WIDTH.mega } });
  for (const part of ["header", "hero", "body", "footer"]) {
    if (!spec[part]) continue;
    const style = spec.styles?.[part] ?? {};
    const block = el("div", { class: `block ${part}` }, component(spec[part], `${path}.${part}`, tap, "vertical"));
    css(block, { background: colour(style.backgroundColor) });
    if (style.separator) block.style.borderTop = `1px solid ${colour(style.separatorColor) ?? "#dfe1e4"}`;
    const inner = block.firstChild;
    if (spec[part].type === "box" && !spec[part].paddingAll) inner.classList.add("padded");
    node.append(block);
  }
  if (spec.action) tappable(node, `${path}.action`, spec.action, tap);
  return node;
}

function tappable(node, path, action, tap) {
  node.classList.add("tappable");
  node.setAttribute("role", "button");
  node.tabIndex = 0;
  const go = (event) => { event.stopPropagation(); tap(path, action); };
  node.addEventListener("click", go);
  node.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target === node) go(event); });
}

function component(spec, path, tap, parent) {
  const make = { box, text, button, image, icon, separator, filler, spacer, video }[spec.type] ?? filler;
  const node = make(spec, path, tap, parent);
  const grows = spec.flex ?? (parent === "vertical" || spec.type === "icon" ? 0 : 1);
  if (!(spec.type === "separator" || spec.type === "filler")) node.style.flex = grows ? `${grows} ${grows} 0` : "0 0 auto";
  if (spec.type === "box" && parent === "vertical" && grows === 0) node.style.flex = "0 1 auto";
  css(node, { [parent === "vertical" ? "marginTop" : "marginLeft"]: length(spec.margin, SPACE) });
  if (spec.position === "absolute") {
    css(node, { position: "absolute", top: length(spec.offsetTop, SPACE), bottom: length(spec.offsetBottom, SPACE), left: length(spec.offsetStart, SPACE), right: length(spec.offsetEnd, SPACE) });
  } else if (spec.offsetTop || spec.offsetBottom || spec.offsetStart || spec.offsetEnd) {
    css(node, { position: "relative", top: length(spec.offsetTop, SPACE), bottom: length(spec.offsetBottom, SPACE), left: length(spec.offsetStart, SPACE), right: length(spec.offsetEnd, SPACE) });
  }
  if (spec.gravity) node.style.alignSelf = GRAVITY[spec.gravity] ?? "";
  if (spec.action && spec.type !== "button") tappable(node, `${path}.action`, spec.action, tap);
  return node;
}

function box(spec, path, tap) {
  const node = el("div", { class: `box ${spec.layout}` });
  const spacing = length(spec.spacing, SPACE);
  spec.contents.forEach((child, index) => {
    const made = component(child, `${path}.contents.${index}`, tap, spec.layout);
    if (spacing && index && !child.margin) made.style[spec.layout === "vertical" ? "marginTop" : "marginLeft"] = spacing;
    node.append(made);
  });
  css(node, {
    padding: length(spec.paddingAll, SPACE), paddingTop: length(spec.paddingTop, SPACE), paddingBottom: length(spec.paddingBottom, SPACE),
    paddingLeft: length(spec.paddingStart, SPACE), paddingRight: length(spec.paddingEnd, SPACE),
    backgroundColor: colour(spec.backgroundColor), borderRadius: length(spec.cornerRadius, RADIUS),
    width: length(spec.width, {}), maxWidth: length(spec.maxWidth, {}), height: length(spec.height, {}), maxHeight: length(spec.maxHeight, {}),
    justifyContent: spec.justifyContent, alignItems: spec.alignItems,
  });
  const border = length(spec.borderWidth, BORDER);
  if (border) node.style.border = `${border} solid ${colour(spec.borderColor) ?? "#b7b7b7"}`;
  if (spec.width || spec.height) node.style.flex = "0 0 auto";
  const back = spec.background;
  if (back?.type === "linearGradient" && /^\d+(\.\d+)?deg$/.test(back.angle) && colour(back.startColor) && colour(back.endColor)) {
    node.style.background = `linear-gradient(${back.angle}, ${back.startColor}, ${back.endColor})`;
  }
  return node;
}

function written(node, spec) {
  css(node, {
    color: colour(spec.color), fontSize: length(spec.size, FONT), fontWeight: spec.weight === "bold" ? "700" : undefined,
    fontStyle: spec.style === "italic" ? "italic" : undefined,
    textDecoration: { underline: "underline", "line-through": "line-through" }[spec.decoration],
  });
}

function text(spec) {
  const node = el("div", { class: spec.wrap ? "text wrap" : "text" });
  if (spec.contents?.length) {
    for (const part of spec.contents) {
      const span = el("span", {}, part.text ?? "");
      written(span, part);
      node.append(span);
    }
  } else node.textContent = spec.text ?? "";
  written(node, spec);
  css(node, { textAlign: ALIGN[spec.align], lineHeight: undefined });
  if (spec.maxLines && spec.wrap) css(node, { display: "-webkit-box", webkitBoxOrient: "vertical", webkitLineClamp: String(Number(spec.maxLines)), overflow: "hidden" });
  return node;
}

function button(spec, path, tap) {
  const style = spec.style ?? "link";
  const node = el("button", { type: "button", class: `press ${style} ${spec.height === "sm" ? "small" : ""}` }, spec.action.label ?? "");
  if (colour(spec.color)) node.style[style === "link" ? "color" : "background"] = spec.color;
  node.addEventListener("click", (event) => { event.stopPropagation(); tap(`${path}.action`, spec.action); });
  return node;
}

// Pictures are never fetched: the page works without a network, and tells nobody that it was opened.
function image(spec) {
  const node = el("div", { class: "picture" });
  const ratio = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(spec.aspectRatio ?? "1:1");
  css(node, { width: length(spec.size ?? "md", IMAGE), aspectRatio: ratio ? `${ratio[1]} / ${ratio[2]}` : "1 / 1", backgroundColor: colour(spec.backgroundColor) });
  node.style.alignSelf = { start: "flex-start", end: "flex-end" }[spec.align] ?? "center";
  return node;
}

const video = (spec, path, tap, parent) => component(spec.altContent ?? { type: "filler" }, `${path}.altContent`, tap, parent);
const icon = (spec) => { const node = el("span", { class: "icon" }); css(node, { width: length(spec.size ?? "md", FONT), height: length(spec.size ?? "md", FONT) }); return node; };
const filler = (spec) => { const node = el("div", { class: "filler" }); node.style.flex = `${spec.flex ?? 1} 0 0`; return node; };
const spacer = (spec) => { const node = el("div"); css(node, { height: length(spec.size ?? "md", SPACE) }); return node; };
function separator(spec, path, tap, parent) {
  const node = el("div", { class: parent === "vertical" ? "line" : "line upright" });
  css(node, { backgroundColor: colour(spec.color) });
  return node;
}
