// What a cell says as plain words: for sorting and for sheets. Buttons and boxes are not what it says.
const SKIPPED = /^(BUTTON|INPUT|SELECT|DETAILS)$/;

export function wordsOf(cell) {
  if (cell == null || cell === false) return "";
  if (Array.isArray(cell)) return cell.map(wordsOf).filter(Boolean).join(" ");
  if (!(cell instanceof Node)) return String(cell);
  return spoken(cell).replace(/[ \t]+/g, " ").replace(/ ?\n ?/g, "\n").trim();
}

function spoken(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (SKIPPED.test(node.tagName)) return "";
  if (node.tagName === "BR") return " ";
  const inside = [...node.childNodes].map(spoken).join("");
  return /^(LI|P|DIV)$/.test(node.tagName) ? `${inside}\n` : inside;
}

// Numbers by size, the rest as Chinese is sorted; what says nothing comes last, either way round.
const collator = new Intl.Collator("zh-CN", { numeric: true });
const EMPTY = new Set(["", "—"]);
const number = (text) => (/^[+-]?[\d,]*\.?\d+%?$/.test(text) ? Number(text.replaceAll(",", "").replace("%", "")) : NaN);

export function compared(first, second, descending) {
  if (EMPTY.has(first) || EMPTY.has(second)) return EMPTY.has(first) - EMPTY.has(second);
  const [a, b] = [number(first), number(second)];
  const found = Number.isNaN(a) || Number.isNaN(b) ? collator.compare(first, second) : a - b;
  return descending ? -found : found;
}
