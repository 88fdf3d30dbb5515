// Keeps a draft while it is typed: sends the answers (never the files) to the address in data-d-save and says when.
const WAIT = 1200;
const AGAIN = 10000;

for (const form of document.querySelectorAll("form[data-d-save]")) {
  const state = form.querySelector("[data-d-save-state]") || document.querySelector("[data-d-save-state]");
  let timer = 0;
  let running = false;
  let changed = false;

  const say = (words, failed = false) => {
    if (!state) return;
    state.textContent = words;
    state.classList.toggle("is-failed", failed);
  };

  // The answer may carry newer values of hidden fields, such as the number of the draft's version.
  const renew = (values) => {
    for (const [name, value] of Object.entries(values)) {
      const field = form.elements[name];
      if (field && field.type === "hidden") field.value = value;
    }
  };

  const later = (wait) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, wait);
  };

  async function save() {
    if (running) return later(WAIT);
    running = true;
    changed = false;
    say(state ? state.dataset.saving : "");
    const answers = new FormData(form);
    for (const [name, value] of [...answers]) if (value instanceof File) answers.delete(name);
    try {
      const answer = await fetch(form.dataset.dSave, { method: "POST", body: answers, headers: { Accept: "application/json" } });
      // A redirect leads to the sign-in: nothing was kept.
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      if ((answer.headers.get("Content-Type") || "").includes("json")) renew(await answer.json());
      const moment = new Date(answer.headers.get("Date") || Date.now());
      const time = moment.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
      say(state ? state.dataset.saved.replace("{time}", time) : "");
    } catch {
      changed = true;
      say(state ? state.dataset.failed : "", true);
      later(AGAIN);
    } finally {
      running = false;
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    changed = true;
    later(WAIT);
  });
  form.addEventListener("submit", () => {
    changed = false;
    window.clearTimeout(timer);
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
