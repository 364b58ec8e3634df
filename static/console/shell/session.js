// What every desk page has around its content: larger letters, signing in and out, who it is, a way on from a fault.
import { ask, forget, isSignedIn, signOut, whenEnded } from "./api.js";
import { showDialog } from "./dialogs.js";
import { el } from "./dom.js";
import { login } from "./login.js";
import { main } from "./main.js";

export { main };
const tools = document.querySelector("#tools");
const GONE = new Set([403, 404, 410, 422]); // trying again cures none of these
const ENDED = "登录已过期，请重新登录";

document.querySelector("#larger").addEventListener("click", (event) => {
  const large = document.documentElement.classList.toggle("large");
  event.currentTarget.setAttribute("aria-pressed", String(large));
});
document.querySelector("#sign-out").addEventListener("click", async () => {
  await signOut();
  location.reload();
});

// Gives who is signed in, after the login where nobody is; `called` writes the name in the header.
export async function enter(sentence = "", called = (me) => me.display_name) {
  tools.hidden = true;
  for (let why = sentence; ; ) {
    if (!isSignedIn()) await login(main, why);
    try {
      const me = await ask("/staff/me");
      document.querySelector("#whoami").textContent = called(me);
      tools.hidden = false;
      whenEnded(() => (returning ||= comeBack(me).finally(() => { returning = null; })));
      return me;
    } catch (refusal) {
      forget();
      why = refusal.status === 401 ? ENDED : refusal.message;
    }
  }
}

let returning = null;

// The session ended in the middle of work: the same person signs in over what they were doing. Tells whether they did.
async function comeBack(me) {
  const place = el("div");
  const dialog = el("dialog", { "aria-label": "登录已过期" }, place, el("div", { class: "moves" }, el("button", { type: "button", onclick: () => dialog.close() }, "先不登录")));
  const left = new Promise((resolve) => dialog.addEventListener("close", () => resolve(false)));
  showDialog(dialog, { stays: true });
  for (let why = "登录已过期。登录以后接着办，写的都还在。"; ; why = `刚才是${me.display_name}在办，请由本人登录；要换人请先退出。`) {
    forget();
    if (!(await Promise.race([login(place, why, (one) => one.display_name === me.display_name).then(() => true), left]))) return false;
    const now = await ask("/staff/me").catch(() => null);
    if (now?.id === me.id) break;
  }
  dialog.close();
  return true;
}

// Says why a page cannot be shown: `begin` signs in again where the session has ended, else `again` tries once more.
export function failed(refusal, begin, again) {
  if (refusal.status === 401) {
    forget();
    return begin(ENDED);
  }
  const isOurs = refusal.status === undefined;
  if (isOurs) console.error(refusal);
  if (GONE.has(refusal.status)) return main.replaceChildren(el("h1", {}, "没有找到，或不归您看"), el("p", { role: "alert" }, `${refusal.message}。链接可能不完整，东西可能已经撤下，也可能在别人的职责范围里。`), el("p", {}, el("button", { type: "button", onclick: () => history.back() }, "返回"), " ", el("a", { href: "#/start" }, "回到等我办的")));
  return main.replaceChildren(
    el("p", { class: "fault", role: "alert" }, isOurs ? "页面出了问题，请再试一次" : refusal.message),
    el("button", { type: "button", onclick: () => again() }, "再试一次"),
  );
}
