// Says at once when a file is too large, takes a dropped file, and shows how far a form with files is (data-d-progress).
const megabytes = (bytes) => `${(bytes / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;

for (const box of document.querySelectorAll("[data-d-upload]")) {
  const input = box.querySelector("input[type=file]");
  const drop = box.querySelector(".d-upload__drop");
  const state = box.querySelector("[data-d-upload-state]");

  input.addEventListener("change", () => {
    const files = [...input.files];
    const tooLarge = files.some((file) => file.size > Number(box.dataset.max));
    input.setCustomValidity(tooLarge ? box.dataset.tooLarge : "");
    state.textContent = tooLarge ? box.dataset.tooLarge : files.map((file) => `${file.name} (${megabytes(file.size)})`).join(", ");
  });
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

for (const form of document.querySelectorAll("form[data-d-progress]")) {
  form.addEventListener("submit", (event) => {
    const boxes = [...form.querySelectorAll("[data-d-upload]")].filter((box) => box.querySelector("input[type=file]").files.length);
    if (!boxes.length || event.defaultPrevented) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (step) => {
      if (!step.lengthComputable) return;
      const share = Math.round((100 * step.loaded) / step.total);
      for (const box of boxes) {
        const bar = box.querySelector("[data-d-upload-bar]");
        bar.hidden = false;
        bar.value = share;
        box.querySelector("[data-d-upload-state]").textContent = `${box.dataset.sending}: ${share} %`;
      }
    });
    request.addEventListener("load", () => {
      if (request.responseURL && request.responseURL !== form.action) return window.location.assign(request.responseURL);
      document.open();
      document.write(request.responseText);
      document.close();
    });
    request.addEventListener("error", () => form.submit());
    request.open("POST", form.action);
    request.send(new FormData(form, event.submitter));
  });
}
