// Suggestions under a search box: the server answers with a list of links, the arrow keys walk it.
for (const form of document.querySelectorAll("[data-d-suggest]")) {
  const input = form.querySelector("input[type=search]");
  const found = form.querySelector("[data-d-found]");
  let timer = 0;
  let asked = "";

  async function ask() {
    const words = input.value.trim();
    if (words === asked) return;
    asked = words;
    if (words.length < 2) {
      found.hidden = true;
      return;
    }
    const answer = await fetch(`${form.dataset.dSuggest}?${new URLSearchParams({ [input.name]: words })}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok || input.value.trim() !== words) return;
    found.innerHTML = await answer.text();
    found.hidden = !found.querySelector("a");
  }

  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, 180);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") found.hidden = true;
    if (found.hidden || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const stops = [input, ...found.querySelectorAll("a")];
    const place = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    stops[(place + stops.length) % stops.length].focus();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) found.hidden = true;
  });
}
