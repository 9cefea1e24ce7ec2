// The best over time: Vega-Lite through Vega's interpreter, so that no code is made from text.
(() => {
  "use strict";
  const figure = document.getElementById("plot");
  const data = JSON.parse(document.getElementById("plot-data").textContent);
  let drawn = null;

  function colours() {
    const style = getComputedStyle(document.documentElement);
    const canvas = document.createElement("canvas").getContext("2d");
    // by way of a canvas, which turns what light-dark() says into a colour that Vega can read
    const probe = document.createElement("span");
    figure.append(probe);
    const read = (name) => {
      probe.className = `probe-${name}`;
      canvas.fillStyle = getComputedStyle(probe).color;
      return canvas.fillStyle;
    };
    const found = { ink: read("ink"), quiet: read("quiet"), line: read("line"), accent: read("accent"), font: style.getPropertyValue("--sans") };
    probe.remove();
    return found;
  }

  async function draw() {
    const { ink, quiet, line, accent, font } = colours();
    const spec = structuredClone(claimtable.plotSpec);
    spec.datasets = { scores: data.scores, best: data.best, line: data.line };
    spec.config = {
      background: null, font, view: { stroke: null },
      axis: { labelColor: quiet, gridColor: line, domainColor: line, tickColor: line, labelFontSize: 12, labelPadding: 6 },
      line: { stroke: accent, strokeWidth: 2 }, point: { color: quiet, fill: null }, text: { fill: ink, fontSize: 12 },
    };
    for (const layer of spec.layer) {
      if (layer.name === "best") layer.mark.fill = layer.mark.stroke = accent;
      if (layer.name === "scores") layer.mark.stroke = quiet;
    }
    if (data.best.length > 8) spec.layer = spec.layer.filter((layer) => layer.name !== "names");
    const options = {
      ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: { disableDefaultStyle: true, theme: "site" },
    };
    drawn?.finalize();
    drawn = await vegaEmbed(figure, spec, options);
    // the table below says the same to those who do not see it
    figure.setAttribute("role", "img");
    figure.setAttribute("aria-label", figure.dataset.label);
    figure.removeAttribute("aria-roledescription");
    figure.dataset.drawn = "true";
  }

  draw();
  document.addEventListener("themechange", draw);
})();
