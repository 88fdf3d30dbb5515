// Shows and hides questions while the page is answered. The server decides by the same conditions once more.
const NUMBER = /^-?(?:\d{1,3}(?:[. ]\d{3})+|\d+)(?:,\d+)?$/;
const DAY = /^(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})$/;
const MONTH = /^(\d{1,2})[\s./-]+(\d{4})$/;

const kindOf = (field) => {
  const found = /f-block--(\w+)/.exec(field.closest(".f-block").className);
  return found ? found[1] : "";
};

const dayOf = (text) => {
  const day = DAY.exec(text) || /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  if (!day) return null;
  const made = new Date(Date.UTC(2000, Number(day[2]) - 1, Number(day[1])));
  made.setUTCFullYear(Number(day[3]), Number(day[2]) - 1, Number(day[1]));
  const is = made.getUTCFullYear() === Number(day[3]) && made.getUTCMonth() === Number(day[2]) - 1 && made.getUTCDate() === Number(day[1]);
  return is && Number(day[3]) > 0 ? made.toISOString().slice(0, 10) : null;
};

const partOf = (text) => {
  const month = MONTH.exec(text);
  if (month) return Number(month[1]) >= 1 && Number(month[1]) <= 12 && month[2] > "0000" ? `${month[2]}-${month[1].padStart(2, "0")}` : null;
  return /^\d{4}$/.test(text) && text > "0000" ? text : null;
};

// Words as the server keeps them.
const wordsOf = (rules, text) => {
  if (rules.format === "cccd") return text.replace(/[\s.]/g, "");
  if (rules.format !== "phone") return text;
  const digits = text.replace(/[\s.()-]/g, "");
  return digits.startsWith("+84") ? `0${digits.slice(3)}` : digits;
};

const numberOf = (rules, text) => {
  const unit = rules.unit && text.endsWith(rules.unit) ? rules.unit.length : 0;
  const bare = (text.endsWith("đ") ? text.slice(0, -1) : text.slice(0, text.length - unit)).trim();
  if (!NUMBER.test(bare) || (bare.includes(",") && !rules.places)) return null;
  const value = Number(bare.replace(/[. ]/g, "").replace(",", "."));
  return bare.includes(",") ? Math.round(value * 10 ** rules.places) / 10 ** rules.places : value;
};

// An answer as the server reads it; null where it cannot be read.
const typed = (kind, text, rules) => {
  if (text === "") return null;
  if (kind === "yes_no") return text === "yes";
  if (kind === "signature") return true;
  if (kind === "number" || kind === "money") return numberOf(rules, text);
  if (kind === "date") return dayOf(text) || (rules.partial ? partOf(text) : null);
  return kind === "text" ? wordsOf(rules, text.replace(/\s+/g, " ")) : text;
};

const answerOf = (root, name) => {
  const fields = [...root.querySelectorAll(`[name="${CSS.escape(name)}"]`)].filter((field) => !field.closest("[hidden]"));
  if (!fields.length) return null;
  const kind = kindOf(fields[0]);
  const given = fields.filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked).map((field) => field.value.trim());
  if (kind === "several") return given.length ? given : null;
  const block = fields[0].closest("[data-f-rules]");
  return given.length ? typed(kind, given[0], block ? JSON.parse(block.dataset.fRules) : {}) : null;
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

// What is wrong with the answers on a page, by address: the same as the server finds, but for what only it knows.
const blank = (field) => field.value.replace(/\s+/g, " ").trim();

const wrongWords = (rules, text) => {
  const words = wordsOf(rules, text);
  const length = [...words].length;
  return length < rules.least || length > rules.most || (rules.pattern !== "" && !new RegExp(rules.pattern, "u").test(words));
};

const wrongNumber = (rules, text) => {
  const value = numberOf(rules, text);
  return value === null || (rules.least !== null && value < rules.least) || value > rules.most;
};

const wrongDay = (rules, text) => {
  const day = dayOf(text) || (rules.partial ? partOf(text) : null);
  if (day === null) return true;
  const first = day + { 4: "-01-01", 7: "-01", 10: "" }[day.length];
  if (rules.when === "past") return first > rules.today;
  return rules.when === "future" && day < rules.today.slice(0, day.length);
};

const JUDGES = { text: wrongWords, long_text: wrongWords, number: wrongNumber, money: wrongNumber, date: wrongDay };

const kindOfBlock = (block) => /f-block--(\w+)/.exec(block.className)[1];
const seen = (block) => !block.closest("[hidden]");
const ownFields = (block) => [...block.querySelectorAll("[name]")].filter((field) => field.closest(".f-block") === block);

const givenIn = (block) => {
  const fields = ownFields(block).filter((field) => field.type !== "hidden" && (!["radio", "checkbox"].includes(field.type) || field.checked));
  return fields.map(kindOfBlock(block) === "long_text" ? (field) => field.value.trim() : blank).filter((text) => text !== "");
};

const leavesOf = (block) => [...block.querySelectorAll("[data-f-rules]")].filter((one) => !["group", "repeat"].includes(kindOfBlock(one)) && seen(one));

// What is kept of a question: nothing where the words cannot be read.
const keptOf = (leaf) => {
  const given = givenIn(leaf);
  return given.length ? typed(kindOfBlock(leaf), given[0], JSON.parse(leaf.dataset.fRules)) : null;
};

const begun = (block) => leavesOf(block).some((leaf) => keptOf(leaf) !== null && keptOf(leaf) !== JSON.parse(leaf.dataset.fRules).fixed);

// A row is begun by any words, also by those that cannot be read: they are told and stay.
const answeredAtAll = (row) => leavesOf(row).some((leaf) => givenIn(leaf).length > 0);

const isNeeded = (block, look) => (block.dataset.fNeed ? holds(JSON.parse(block.dataset.fNeed), look) : JSON.parse(block.dataset.fRules).need);

// A question counts only if every group around it is asked for or begun, and its row is begun.
const counts = (block, look) => {
  const row = block.closest(".f-row");
  if (row && !answeredAtAll(row)) return false;
  const group = block.parentElement.closest(".f-block--group[data-f-rules]");
  if (!group) return true;
  return (isNeeded(group, look) || begun(group)) && counts(group, look);
};

export const faultsOf = (root) => {
  const found = {};
  const look = (name) => answerOf(root, name);
  for (const block of root.querySelectorAll("[data-f-rules]")) {
    const kind = kindOfBlock(block);
    if (!seen(block) || ["group", "notice", "upload", "co_signature"].includes(kind)) continue;
    const at = block.dataset.fAt;
    const rules = JSON.parse(block.dataset.fRules);
    if (kind === "repeat") {
      const rows = [...block.querySelectorAll(".f-row")].filter((row) => row.parentElement.closest(".f-block") === block && answeredAtAll(row));
      if (rows.length < rules.least && isNeeded(block, look) && counts(block, look)) found[at] = "missing";
      continue;
    }
    const given = givenIn(block);
    if (!given.length) {
      if (isNeeded(block, look) && counts(block, look)) found[at] = "missing";
    } else if (JUDGES[kind] && JUDGES[kind](rules, given[0])) found[at] = "wrong";
  }
  return found;
};

// What is wrong is said when a box is left, beside it; what is lacking only after the page was sent.
const tell = (block, words) => {
  const box = block.querySelector(".d-input");
  const field = block.querySelector(".d-field");
  if (!box || !field) return;
  const id = `${box.id}_wrong`;
  document.getElementById(id)?.remove();
  field.classList.toggle("d-field--wrong", words !== "");
  if (words === "") {
    box.removeAttribute("aria-invalid");
    return;
  }
  const note = Object.assign(document.createElement("div"), { id, className: "d-field__error", textContent: words });
  note.setAttribute("role", "status");
  box.before(note);
  box.setAttribute("aria-invalid", "true");
  box.setAttribute("aria-describedby", `${box.getAttribute("aria-describedby") || ""} ${id}`.trim());
};

const judgeLeft = (root, event) => {
  const block = event.target.closest?.("[data-f-rules]");
  if (!block || !JUDGES[kindOfBlock(block)]) return;
  block.querySelector(".d-field__error:not([role])")?.remove();
  tell(block, faultsOf(root)[block.dataset.fAt] === "wrong" ? block.dataset.fSays : "");
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
  root.addEventListener("change", (event) => judgeLeft(root, event));
  show();
}
