// Talks to the service. The token lives in this tab alone and ends with it.
const BASE = "/api/v1";
const KEPT = "weijiayuan.console.token";
const keys = new Map();
const fresh = () => [...crypto.getRandomValues(new Uint32Array(4))].join("-");

export class Refusal extends Error {
  constructor(status, problem) {
    super(problem?.detail || "连接不上，请稍后再试");
    this.status = status;
    this.problem = problem;
  }
}

export const isSignedIn = () => sessionStorage.getItem(KEPT) !== null;
export const forget = () => sessionStorage.removeItem(KEPT);

export async function signIn(given) {
  const session = await ask("/staff/sessions", { method: "POST", body: given });
  sessionStorage.setItem(KEPT, session.token);
}

// The sample people of a machine beside the fake WeChat; elsewhere there are none.
export const samples = () => ask("/staff/samples").then(({ items }) => items).catch(() => []);

export async function signInAs(username) {
  const session = await ask(`/staff/samples/${username}/sessions`, { method: "POST", body: {} });
  sessionStorage.setItem(KEPT, session.token);
}

export async function signOut() {
  await send("/staff/sessions/current", { method: "DELETE" }).catch(() => {});
  forget();
}

export async function ask(path, options) {
  const answer = await send(path, options);
  const text = await answer.text();
  return text ? JSON.parse(text) : null;
}

// Changes something once: the same again after silence keeps its key, an answer ends it.
// `seen` is the version of what was in front when it was decided: what has changed since is refused.
export async function change(path, body = {}, { seen } = {}) {
  const action = `${path} ${JSON.stringify(body)}`;
  if (!keys.has(action)) keys.set(action, fresh());
  try {
    const answer = await ask(path, { method: "POST", body, seen, key: keys.get(action) });
    keys.delete(action);
    return answer;
  } catch (refusal) {
    if (refusal.status && refusal.status < 500) keys.delete(action);
    throw refusal;
  }
}

// Sends one photo and gives its id.
export async function upload(file) {
  const form = new FormData();
  form.append("kind", "photo");
  form.append("file", file);
  return (await ask("/files", { method: "POST", form, keyed: true })).id;
}

const OPEN = /^\/staff\/(sessions|samples|me$)/;
let signInAgain = null;

// What to do where the session has ended in the middle of work: tells whether whoever works is signed in again.
export const whenEnded = (again) => { signInAgain = again; };

// Sends a request. Where the session has ended, it is sent once more after signing in again: nothing that was written is lost.
export async function send(path, options) {
  try {
    return await sendOnce(path, options);
  } catch (refusal) {
    if (refusal.status !== 401 || !signInAgain || OPEN.test(path) || !(await signInAgain())) throw refusal;
    return sendOnce(path, options);
  }
}

// Sends a request; an answer that refuses becomes a Refusal with the sentence to show.
// `form` is sent as it is; `keyed` is for what begins something and must not begin it twice.
async function sendOnce(path, { method = "GET", body, form, keyed, seen, key = keyed && fresh(), signal } = {}) {
  const headers = { Accept: "application/json" };
  const token = sessionStorage.getItem(KEPT);
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  if (seen != null) headers["If-Match"] = `"${seen}"`;
  let answer;
  try {
    answer = await fetch(BASE + path, { method, headers, signal, body: form || (body && JSON.stringify(body)) });
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new Refusal(0, null);
  }
  if (!answer.ok) throw new Refusal(answer.status, await answer.json().catch(() => null));
  return answer;
}

// Reads server-sent events: EventSource cannot carry a token, so the body is read by hand.
export async function* events(path, signal) {
  const answer = await send(path, { signal });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    const parts = text.split("\n\n");
    text = parts.pop();
    for (const part of parts) {
      const line = part.split("\n").find((each) => each.startsWith("data: "));
      yield line ? JSON.parse(line.slice(6)) : null;
    }
  }
}

// The parameters that say something, as a query.
export function query(asked) {
  const given = Object.entries(asked).filter(([, value]) => value !== "" && value != null && value !== false);
  return given.length ? `?${new URLSearchParams(given)}` : "";
}
