// Shows and hides questions while the page is answered. The server decides by the same conditions once more.
const NUMBER = /^-?(?:\d{1,3}(?:[. ]\d{3})+|\d+)(?:,\d+)?$/;
const DAY = /^(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})$/;
const MONTH = /^(\d{1,2})[\s./-]+(\d{4})$/;

const kindOf = (field) => {
  const found = /f-block--(\w+)/.exec(field.closest(".f-block").className);
  return found ? found[1] : "";
};

const typed = (kind, text) => {
  if (text === "") return null;
  if (kind === "yes_no") return text === "yes";
  if (kind === "signature") return true;
  if (kind === "number" || kind === "money") return NUMBER.test(text) ? Number(text.replace(/[. ]/g, "").replace(",", ".")) : null;
  if (kind !== "date") return text;
  const two = (part) => part.padStart(2, "0");
  const day = DAY.exec(text);
  if (day) return `${day[3]}-${two(day[2])}-${two(day[1])}`;
  const month = MONTH.exec(text);
  return month ? `${month[2]}-${two(month[1])}` : text;
};

const answerOf = (root, name) => {
  const fields = [...root.querySelectorAll(`[name="${CSS.escape(name)}"]`)].filter((field) => !field.closest("[hidden]"));
  if (!fields.length) return null;
  const kind = kindOf(fields[0]);
  const given = fields.filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked).map((field) => field.value.trim());
  if (kind === "several") return given.length ? given : null;
  return given.length ? typed(kind, given[0]) : null;
};

const same = (value, wanted) => value !== null && typeof value === typeof wanted && value === wanted;

const ordered = (mark, value, wanted) => {
  if (value === null || typeof value !== typeof wanted || !["number", "string"].includes(typeof value)) return false;
  if (mark === "<") return value < wanted;
  if (mark === "<=") return value <= wanted;
  return mark === ">" ? value > wanted : value >= wanted;
};

export const holds = (node, look) => {
  const [kind, first, second] = node;
  if (kind === "fixed") return first;
  if (kind === "and") return node.slice(1).every((part) => holds(part, look));
  if (kind === "or") return node.slice(1).some((part) => holds(part, look));
  if (kind === "not") return !holds(first, look);
  const value = look(first);
  if (kind === "answered") return value !== null;
  if (kind === "in") return second.some((one) => same(value, one));
  if (kind === "has") return Array.isArray(value) && value.some((one) => same(one, second));
  if (kind === "==" || kind === "!=") return same(value, second) === (kind === "==");
  return ordered(kind, value, second);
};

for (const root of document.querySelectorAll("[data-f-form]")) {
  const blocks = [...root.querySelectorAll("[data-f-when]")].map((block) => [block, JSON.parse(block.dataset.fWhen)]);
  const needed = [...root.querySelectorAll("[data-f-need]")].map((block) => [block, JSON.parse(block.dataset.fNeed)]);
  const look = (name) => answerOf(root, name);
  const show = () => {
    for (const [block, when] of blocks) block.hidden = !holds(when, look);
    for (const [block, need] of needed) {
      const mark = block.querySelector(".d-field__optional");
      if (mark) mark.hidden = holds(need, look);
    }
  };
  root.addEventListener("input", show);
  show();
}
