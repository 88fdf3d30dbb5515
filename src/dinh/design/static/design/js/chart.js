// Adds to charts drawn on the server: a picture to download, and on request reading single values by pointing (ECharts).
for (const link of document.querySelectorAll("[data-d-png]")) {
  const source = link.parentElement.querySelector("[data-d-svg]");
  link.hidden = !source;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const picture = new Image();
    picture.addEventListener("load", () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * picture.width;
      canvas.height = 2 * picture.height;
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const save = document.createElement("a");
      save.download = link.download;
      save.href = canvas.toDataURL("image/png");
      save.click();
    });
    picture.src = source.href;
  });
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--d-${name}`).trim();

function option(spec) {
  const say = (value) => (value === null || value === undefined ? "–" : `${value.toLocaleString(document.documentElement.lang, { minimumFractionDigits: spec.places, maximumFractionDigits: spec.places })} ${spec.unit}`.trim());
  const line = spec.type === "line";
  const words = { color: colour("muted"), fontFamily: "Be Vietnam Pro", fontSize: 13 };
  return {
    animation: false,
    grid: { left: 0, right: 24, top: 26, bottom: 4, containLabel: true },
    // A tooltip made of markup would need inline styles, which the policy of the house forbids.
    tooltip: { trigger: "axis", renderMode: "richText", textStyle: words, valueFormatter: say },
    xAxis: { type: "category", data: spec.labels, boundaryGap: !line, axisLabel: words, axisTick: { show: false }, axisLine: { lineStyle: { color: colour("line") } } },
    yAxis: { type: "value", min: spec.axis[0], max: spec.axis[1], interval: (spec.axis[1] - spec.axis[0]) / 4, axisLabel: { ...words, formatter: (value) => value.toLocaleString(document.documentElement.lang) }, splitLine: { lineStyle: { color: colour("hair") } } },
    series: spec.series.map((each, n) => ({
      name: each.name,
      type: line ? "line" : "bar",
      data: each.values,
      showSymbol: false,
      connectNulls: false,
      itemStyle: { color: n === (spec.highlight || 0) || !line ? colour("info") : colour("grey") },
      lineStyle: { width: n === (spec.highlight || 0) ? 3 : 2 },
      markLine: n === 0 && spec.target !== null ? { silent: true, symbol: "none", data: [{ yAxis: spec.target }], lineStyle: { color: colour("ink"), type: "solid", width: 1.25 }, label: { ...words, color: colour("ink"), position: "insideMiddleTop", formatter: say(spec.target) } } : undefined,
    })),
  };
}

function load(address) {
  return new Promise((done, failed) => {
    if (window.echarts) return done(window.echarts);
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => done(window.echarts));
    script.addEventListener("error", failed);
    document.head.append(script);
  });
}

for (const figure of document.querySelectorAll("[data-d-chart]")) {
  const place = figure.querySelector("[data-d-draw]");
  if (!place) continue;
  const spec = JSON.parse(figure.querySelector("[data-d-spec]").textContent);
  const draw = async () => {
    const echarts = await load(figure.dataset.echarts);
    const canvas = document.createElement("div");
    canvas.className = "d-chart__canvas";
    place.replaceChildren(canvas);
    const drawn = echarts.init(canvas, null, { renderer: "canvas" });
    drawn.setOption(option(spec));
    new ResizeObserver(() => drawn.resize()).observe(canvas);
  };
  // The drawing of the server stays until someone points at it: nothing large is loaded to be looked at only.
  place.addEventListener("pointerenter", draw, { once: true });
}
