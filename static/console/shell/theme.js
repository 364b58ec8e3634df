// Light or dark: as the machine says, until somebody chooses.
const KEPT = "weijiayuan.desk.theme";
const root = document.documentElement;
const NEXT = { "": "dark", dark: "light", light: "" };
const NAMES = { "": "随系统", dark: "深色", light: "浅色" };

export const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);

function wear(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
}

const kept = () => (localStorage.getItem(KEPT) in NEXT ? localStorage.getItem(KEPT) : "");
const button = document.querySelector("#theme");
const name = () => { button.textContent = NAMES[kept()]; button.setAttribute("aria-label", `颜色：${NAMES[kept()]}`); };

wear(kept());
name();
button.addEventListener("click", () => {
  localStorage.setItem(KEPT, NEXT[kept()]);
  wear(kept());
  name();
});
