import { samples, signIn, signInAs } from "./api.js";
import { el } from "./dom.js";
import { titles } from "./words.js";

// Shows the desk login and resolves when it has succeeded. `offered` says which sample people are offered.
export function login(main, sentence, offered = () => true) {
  return new Promise((resolve) => {
    const fault = el("p", { class: "fault", role: "alert" }, sentence || "");
    const field = (label, attributes) => {
      const input = el("input", { required: true, ...attributes });
      return [el("label", { for: attributes.id }, label), input];
    };
    // Comes where somebody else chose the password: it opens nothing until it is replaced.
    const renewal = el("div", {}, [
      field("自己的新密码", { id: "new_password", type: "password", autocomplete: "new-password", "aria-describedby": "renewal-note", required: false }),
      el("p", { id: "renewal-note", class: "soft" }, "至少10位，大写字母、小写字母、数字、符号要有三种，不用常见的词。"),
    ]);
    const form = el(
      "form",
      { class: "sheet login", novalidate: true },
      el("h1", {}, "工作人员登录"),
      fault,
      field("用户名", { id: "username", autocomplete: "username", autocapitalize: "none", spellcheck: "false" }),
      field("密码", { id: "password", type: "password", autocomplete: "current-password" }),
      field("动态码（6位）", { id: "otp", inputmode: "numeric", autocomplete: "one-time-code", maxlength: "6" }),
      el("div", { class: "moves" },
        el("button", { class: "first" }, "登录"),
        el("button", { type: "button", onclick: async () => (await import("../accounts/setup.js")).setUpByCode() }, "用启用码")),
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const asked = ["username", "password", "otp", ...(renewal.isConnected ? ["new_password"] : [])];
      const given = Object.fromEntries(asked.map((id) => [id, form.querySelector(`#${id}`).value.trim()]));
      const button = form.querySelector("button.first");
      button.disabled = true;
      fault.textContent = "";
      try {
        await signIn(given);
        resolve();
      } catch (refusal) {
        fault.textContent = [refusal.message, ...Object.values(refusal.problem?.fields || {}).flat()].join("；");
        button.disabled = false;
        if (refusal.problem?.code === "accounts.password_is_first") button.parentElement.before(renewal);
        const isNew = refusal.problem?.code === "accounts.password_is_first" || refusal.problem?.fields?.new_password;
        if (!isNew) form.querySelector("#otp").value = "";
        form.querySelector(isNew ? "#new_password" : given.username ? "#password" : "#username").focus();
      }
    });
    main.replaceChildren(form);
    samples().then((all) => all.filter(offered)).then((people) => people.length && form.isConnected && form.after(choice(people, fault, resolve)));
    form.querySelector("#username").focus();
  });
}

// The sample people by name and duty; one tap is password and one-time code in one.
function choice(people, fault, entered) {
  const enter = (person) => async (event) => {
    event.currentTarget.disabled = true;
    try {
      await signInAs(person.username);
      entered();
    } catch (refusal) {
      fault.textContent = refusal.message;
      event.target.disabled = false;
    }
  };
  const one = (person) =>
    el("li", {}, el("button", { type: "button", onclick: enter(person) }, person.display_name, el("span", { class: "soft" }, titles(person).join("、"))));
  return el(
    "section",
    { class: "sheet login", "aria-labelledby": "samples-title" },
    el("h2", { id: "samples-title" }, "示例人员"),
    el("p", { class: "soft" }, "这里连的是假微信，点一下就进，不用密码和动态码。正式环境没有这一栏。"),
    el("ul", { class: "plain" }, people.map(one)),
  );
}
