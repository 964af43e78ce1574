// The rich menu at the foot of a 1:1 chat: a picture with areas to tap, under a bar that folds it away.

import { el, fill } from "./dom.js";

export class Menu {
  constructor(tap) {
    this.tap = tap;
    this.bar = el("button", { type: "button", class: "menu-bar", onclick: () => this.fold(!this.folded) });
    this.picture = el("div", { class: "menu-picture" });
    this.node = el("section", { class: "menu", hidden: true }, this.picture, this.bar);
  }

  show(menu) {
    this.node.hidden = !menu;
    if (!menu || this.shown?.id === menu.id) return;
    this.shown = menu;
    this.picture.style.aspectRatio = `${menu.width} / ${menu.height}`;
    fill(this.picture, el("img", { src: `menu/${menu.id}`, alt: "" }), menu.areas.map((area, index) => el("button", {
      type: "button", class: "area", "aria-label": area.action.label ?? "", title: area.action.label,
      style: { left: `${area.left}%`, top: `${area.top}%`, width: `${area.width}%`, height: `${area.height}%` },
      onclick: () => this.tap(null, `menu.${index}`, area.action),
    })));
    this.fold(!menu.open);
  }

  fold(folded) {
    this.folded = folded;
    this.picture.hidden = folded;
    this.bar.setAttribute("aria-expanded", String(!folded));
    fill(this.bar, `${this.shown?.bar ?? ""} ${folded ? "▴" : "▾"}`);
  }
}
