// Sets a point on the map of its commune: by finger, by keys, by the position of the device. The server judges again.
const MICRO = 1_000_000;
const NEAR = 9_000n;
const WIDE = 320;
const HIGH = 240;
const POINT = /^(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)$/;

const micro = (degrees) => Math.floor(degrees * MICRO + 0.5);

const crosses = ([x, y], start, end) => {
  const [low, high] = start[1] <= end[1] ? [start, end] : [end, start];
  if (!(low[1] <= y && y < high[1])) return false;
  return BigInt(high[0] - low[0]) * BigInt(y - low[1]) > BigInt(x - low[0]) * BigInt(high[1] - low[1]);
};

const near = (spot, start, end) => {
  const [ax, ay] = [BigInt(spot[0] - start[0]), BigInt(spot[1] - start[1])];
  const [dx, dy] = [BigInt(end[0] - start[0]), BigInt(end[1] - start[1])];
  const along = ax * dx + ay * dy;
  const length = dx * dx + dy * dy;
  if (along <= 0n) return ax * ax + ay * ay <= NEAR * NEAR;
  if (along >= length) return (ax - dx) ** 2n + (ay - dy) ** 2n <= NEAR * NEAR;
  return (ax * dy - ay * dx) ** 2n <= NEAR * NEAR * length;
};

// Where a spot lies against closed rings, both in whole microdegrees: the same as `policies/placing.py`.
export const lies = (spot, rings) => {
  const edges = rings.flatMap((ring) => ring.slice(1).map((end, at) => [ring[at], end]));
  if (edges.filter(([start, end]) => crosses(spot, start, end)).length % 2) return "inside";
  return edges.some(([start, end]) => near(spot, start, end)) ? "near" : "outside";
};

export const spotIn = (text) => {
  const found = POINT.exec(text.trim());
  return found ? [micro(Number(found[2])), micro(Number(found[1]))] : null;
};

class Sheet {
  constructor(box) {
    this.box = box;
    this.input = document.getElementById(box.dataset.fFor);
    this.svg = box.querySelector("svg");
    this.said = box.querySelector("[role=status]");
    this.rings = [];
    this.asked = "";
  }

  unit() {
    const name = CSS.escape(this.input.dataset.fUnit);
    const text = document.querySelector(`input[type=text][name="${name}"]`);
    const pick = document.querySelector(`input[type=hidden][name="${name}.pick"], input[name="${name}.pick"]:checked`);
    return text || pick ? { ten: text?.value.trim() || "", so: pick?.value || "" } : { ten: "", so: this.input.dataset.fUnitId };
  }

  async load() {
    const unit = this.unit();
    const asked = String(new URLSearchParams(unit));
    if (asked === this.asked) return;
    this.asked = asked;
    if (!unit.ten && !unit.so) return this.take({ unit: 0, name: "", rings: [] });
    const answer = await fetch(`${this.box.dataset.fMap}?${asked}`).catch(() => null);
    if (asked !== this.asked) return;
    if (!answer?.ok) this.asked = "";
    this.take(answer?.ok ? await answer.json() : { unit: -1, name: "", rings: [] });
  }

  take(found) {
    this.rings = found.rings;
    this.name = found.name;
    for (const part of this.box.querySelectorAll(".f-map__tools, .d-field__help")) part.hidden = !this.rings.length;
    this.svg.toggleAttribute("hidden", !this.rings.length);
    if (!this.rings.length) {
      this.said.textContent = found.unit ? this.box.dataset.fNone : this.box.dataset.fFirst;
      return;
    }
    const all = this.rings.flat();
    const [xs, ys] = [all.map((one) => one[0]), all.map((one) => one[1])];
    const [west, east] = [Math.min(...xs), Math.max(...xs)];
    const [south, north] = [Math.min(...ys), Math.max(...ys)];
    // A degree to the east is shorter than one to the north.
    this.squeeze = Math.cos((((south + north) / 2 / MICRO) * Math.PI) / 180);
    this.whole = { x: (west + east) / 2, y: (south + north) / 2, scale: 1.08 * Math.max(((east - west) * this.squeeze) / WIDE, (north - south) / HIGH, 1) };
    this.view = { ...this.whole };
    this.draw();
    this.say();
  }

  at([x, y]) {
    return [WIDE / 2 + ((x - this.view.x) * this.squeeze) / this.view.scale, HIGH / 2 - (y - this.view.y) / this.view.scale];
  }

  from(left, top) {
    return [this.view.x + ((left - WIDE / 2) * this.view.scale) / this.squeeze, this.view.y - (top - HIGH / 2) * this.view.scale];
  }

  draw() {
    const line = (ring) => `M${ring.map((one) => this.at(one).map((part) => part.toFixed(1)).join(" ")).join("L")}Z`;
    this.svg.querySelector("path").setAttribute("d", this.rings.map(line).join(""));
    const spot = spotIn(this.input.value);
    const mark = this.svg.querySelector("g");
    mark.toggleAttribute("hidden", !spot);
    if (spot) mark.setAttribute("transform", `translate(${this.at(spot).map((part) => part.toFixed(1)).join(" ")})`);
  }

  say() {
    const spot = spotIn(this.input.value);
    const words = spot && this.rings.length ? this.box.dataset[{ inside: "fInside", near: "fNear", outside: "fOutside" }[lies(spot, this.rings)]] : "";
    this.said.textContent = words.replace("{place}", this.name);
  }

  set([x, y]) {
    const [lon, lat] = [Math.max(-180, Math.min(180, x / MICRO)), Math.max(-90, Math.min(90, y / MICRO))];
    this.input.value = `${lat.toFixed(6)}, ${lon.toFixed(6)}`;
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  zoom(factor) {
    const spot = spotIn(this.input.value);
    if (spot) [this.view.x, this.view.y] = spot;
    this.view.scale = Math.max(1, Math.min(this.whole.scale, this.view.scale * factor));
    if (this.view.scale === this.whole.scale) this.view = { ...this.whole };
    this.draw();
  }

  press(event) {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.key];
    const zoom = { "+": 0.5, "=": 0.5, "-": 2 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || !(way || zoom) || !this.rings.length) return;
    event.preventDefault();
    event.stopPropagation();
    if (zoom) return this.zoom(zoom);
    const spot = spotIn(this.input.value);
    const step = event.shiftKey ? 1 : 8;
    const [left, top] = spot ? this.at(spot) : [WIDE / 2, HIGH / 2];
    this.set(this.from(left + way[0] * step, top + way[1] * step));
    this.follow();
  }

  // A point that left the sheet takes it along.
  follow() {
    const spot = spotIn(this.input.value);
    const [left, top] = this.at(spot);
    if (left < 0 || left > WIDE || top < 0 || top > HIGH) [this.view.x, this.view.y] = spot;
    this.draw();
  }

  here() {
    const refused = () => { this.said.textContent = this.box.dataset.fRefused; };
    if (!navigator.geolocation) return refused();
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      this.set([micro(coords.longitude), micro(coords.latitude)]);
    }, refused, { enableHighAccuracy: true, timeout: 15000 });
  }

  begin() {
    this.box.hidden = false;
    this.svg.addEventListener("click", (event) => {
      const seen = this.svg.getBoundingClientRect();
      this.set(this.from(((event.clientX - seen.left) / seen.width) * WIDE, ((event.clientY - seen.top) / seen.height) * HIGH));
    });
    this.svg.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("input", () => { if (this.rings.length) { this.draw(); this.say(); } });
    this.box.querySelector("[data-f-here]").addEventListener("click", () => this.here());
    for (const one of this.box.querySelectorAll("[data-f-zoom]")) one.addEventListener("click", () => this.rings.length && this.zoom(Number(one.dataset.fZoom)));
    document.addEventListener("change", (event) => { if (event.target.name?.startsWith(this.input.dataset.fUnit)) this.load(); });
    this.load();
  }
}

for (const box of document.querySelectorAll("[data-f-map]")) {
  const sheet = new Sheet(box);
  if (sheet.input?.dataset.fUnit) sheet.begin();
}
