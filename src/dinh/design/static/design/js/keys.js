// The desk by keyboard: j and k or the arrows walk the rows, x chooses one, Enter opens, / searches, ? tells the keys.
const rows = () => [...document.querySelectorAll("[data-d-rows] tbody tr, ul[data-d-rows] > li")];
const current = () => rows().findIndex((row) => row.classList.contains("is-current"));

function walk(step) {
  const list = rows();
  if (!list.length) return;
  const place = Math.min(Math.max(current() + step, 0), list.length - 1);
  list.forEach((row, n) => row.classList.toggle("is-current", n === place));
  list[place].scrollIntoView({ block: "nearest" });
  const link = list[place].querySelector("a[href]");
  if (link) link.focus({ preventScroll: true });
  list[place].dispatchEvent(new CustomEvent("d:row", { bubbles: true }));
}

function open() {
  const row = rows()[current()];
  const link = row && row.querySelector("a[href]");
  if (link) link.click();
}

function choose() {
  const row = rows()[current()];
  const box = row && row.querySelector("input[type=checkbox]");
  if (box) box.click();
}

function search() {
  const box = document.querySelector("[data-d-search]");
  if (!box) return;
  box.focus();
  box.select();
}

function help() {
  const link = document.querySelector("[data-d-help]");
  if (link) link.click();
}

const keys = { j: () => walk(1), k: () => walk(-1), x: choose, "/": search, "?": help };
const arrows = { ArrowDown: keys.j, ArrowUp: keys.k };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  // A ticked box is no typing: the walk goes on from it.
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (typing) {
    if (event.key === "Escape") typing.blur();
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && !event.target.closest("a, button, summary")) return open();
  const own = document.querySelector(`[data-d-key="${CSS.escape(event.key)}"]`);
  const act = keys[event.key] || (rows().length && arrows[event.key]) || (own && (() => own.click()));
  if (!act) return;
  event.preventDefault();
  act();
});
