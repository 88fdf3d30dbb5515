// Draws a map from GeoJSON or TopoJSON when the server gave only its address; the marks stand in a data block beside it.
const NAMESPACE = "http://www.w3.org/2000/svg";
const WIDTH = 600;

function arcsOf(topology) {
  const { scale, translate } = topology.transform;
  return topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
}

function featuresOf(data) {
  if (data.type !== "Topology") {
    return data.features.map(({ properties, geometry }) => ({
      properties,
      rings: (geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates]).flat(1),
    }));
  }
  const arcs = arcsOf(data);
  const stitch = (ring) => ring.flatMap((n) => (n >= 0 ? arcs[n] : [...arcs[~n]].reverse()));
  return Object.values(data.objects).flatMap(({ geometries }) =>
    geometries.map(({ type, properties, arcs: parts }) => ({
      properties,
      rings: (type === "MultiPolygon" ? parts : [parts]).flat(1).map(stitch),
    })),
  );
}

function element(name, attributes) {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function draw(place, features, marks) {
  const points = features.flatMap(({ rings }) => rings.flat(1));
  const xs = points.map(([x]) => x).sort((a, b) => a - b);
  const ys = points.map(([, y]) => y).sort((a, b) => a - b);
  const [west, east, south, north] = [xs[0], xs.at(-1), ys[0], ys.at(-1)];
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = WIDTH / ((east - west) * squeeze || 1);
  const step = ([x, y]) => `${((x - west) * squeeze * scale).toFixed(1)} ${((north - y) * scale).toFixed(1)}`;
  const svg = element("svg", { class: "d-map__svg", viewBox: `-2 -2 ${WIDTH + 4} ${Math.ceil((north - south) * scale) + 4}`, role: "group" });
  for (const { properties, rings } of features) {
    const mark = marks[properties.code] || { bin: null, text: "–", href: "" };
    const d = rings.map((ring) => `M${ring.map(step).join("L")}Z`).join("");
    const path = element("path", { class: `d-map__shape d-map__shape--${mark.bin ?? "missing"}`, "fill-rule": "evenodd", d });
    if (mark.bin === null) path.setAttribute("fill", "none");
    const title = element("title", {});
    title.textContent = `${properties.name}: ${mark.text}`;
    path.append(title);
    const link = mark.href ? element("a", { href: mark.href, class: "d-map__link", "aria-label": title.textContent }) : null;
    if (link) link.append(path);
    svg.append(link || path);
  }
  place.replaceChildren(svg);
}

for (const figure of document.querySelectorAll("[data-d-map]")) {
  const marks = JSON.parse(figure.querySelector("[data-d-values]").textContent);
  fetch(figure.dataset.dMap)
    .then((answer) => answer.json())
    .then((data) => draw(figure.querySelector("[data-d-draw]"), featuresOf(data), marks));
}
