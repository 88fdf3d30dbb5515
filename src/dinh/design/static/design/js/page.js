// What every page can do once scripts run; without them every page still works.
const all = (selector) => [...document.querySelectorAll(selector)];

const errors = document.querySelector("[data-d-errors]");
if (errors) errors.focus();

for (const button of all("[data-d-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.dCopy);
    button.querySelector("span").textContent = button.dataset.done;
  });
}

for (const button of all("[data-d-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  const id = link.dataset.dOpen || (link.getAttribute("href") || "").replace(/^#/, "");
  const dialog = id && document.getElementById(id);
  if (dialog instanceof HTMLDialogElement) {
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
  } else if ("dClose" in link.dataset) {
    const open = link.closest("dialog");
    if (open && open.open) {
      event.preventDefault();
      open.close();
    }
  }
});

// A second press on the same button must not send the same form twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.dSent) {
    event.preventDefault();
    return;
  }
  form.dataset.dSent = "1";
  const busy = event.submitter && event.submitter.dataset.dBusy;
  if (busy) event.submitter.lastElementChild.textContent = busy;
  window.setTimeout(() => delete form.dataset.dSent, 10000);
});
window.addEventListener("pageshow", () => all("form[data-d-sent]").forEach((form) => delete form.dataset.dSent));

const parts = {
  "[data-d-upload]": "./upload.js",
  "form[data-d-save]": "./save.js",
  "[data-d-suggest]": "./suggest.js",
  "[data-d-chart],[data-d-png]": "./chart.js",
  "[data-d-map]": "./map.js",
};
for (const [selector, file] of Object.entries(parts)) {
  if (document.querySelector(selector)) import(file);
}
