// Shows cards and charts, and takes nothing but new data once they stand. The drawing library comes from the kernel,
// once a page, so that nothing is fetched from anywhere else.
const KEY = "__crmsim_charts_2";
const PATIENCE = 20000;

function pending() {
  const shared = { asked: -PATIENCE };
  shared.embed = new Promise((received) => (shared.received = received));
  return shared;
}

async function loaded(script) {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  await import(url);
  URL.revokeObjectURL(url);
  return globalThis.vegaEmbed;
}

// A kernel that is busy answers late, and one that was restarted never: whichever lab is there asks again.
function library(model) {
  const shared = (globalThis[KEY] ??= pending());
  let waiting = true;
  shared.embed.then(() => (waiting = false));
  const take = async (message, buffers) => {
    if (message?.type !== "bundle") return;
    model.off("msg:custom", take);
    if (waiting) shared.received(await loaded(buffers[0]));
  };
  const ask = () => {
    if (!waiting) return model.off("msg:custom", take);
    if (performance.now() - shared.asked >= PATIENCE) {
      shared.asked = performance.now();
      model.send({ type: "need" });
    }
    setTimeout(ask, 500);
  };
  model.on("msg:custom", take);
  ask();
  return shared.embed;
}

function rowsAsTable(rows) {
  if (!rows.length) return "";
  const names = Object.keys(rows[0]);
  const cells = (values, tag) => values.map((value) => `<${tag}>${value}</${tag}>`).join("");
  const lines = rows.map((row) => `<tr>${cells(names.map((name) => row[name]), "td")}</tr>`);
  return `<table><thead><tr>${cells(names, "th")}</tr></thead><tbody>${lines.join("")}</tbody></table>`;
}

async function chart(embed, place, content, model) {
  const figure = document.createElement("figure");
  figure.className = "crmsim-chart";
  const canvas = document.createElement("div");
  canvas.style.minHeight = `${content.height}px`;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", content.description);
  const caption = document.createElement("figcaption");
  caption.textContent = content.description;
  const folded = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = content.table;
  const table = document.createElement("div");
  folded.append(summary, table);
  figure.append(canvas, caption, folded);
  place.append(figure);
  const rows = () => model.get("data")[content.name] ?? [];
  // The first data go in with the specification, so that axes have their room from the start.
  const spec = { ...content.spec, datasets: { [content.name]: rows() } };
  const { view, finalize } = await embed(canvas, spec, { actions: false, renderer: "canvas", mode: "vega-lite" });
  const fill = () => {
    if (folded.open) table.innerHTML = rowsAsTable(rows());
  };
  folded.addEventListener("toggle", fill);
  const update = async () => {
    view.data(content.name, rows());
    await view.runAsync();
    fill();
  };
  return { update, finalize };
}

// The page's reader has just clicked, so the page may write to the clipboard.
function copy(message) {
  if (message?.type === "copy") navigator.clipboard?.writeText(message.text).catch(() => {});
}

// The widgets of a kernel that was restarted look alive and do nothing: say so, above everything else.
function tellWhenLost(model, el) {
  const told = document.createElement("p");
  told.className = "crmsim-lost";
  told.setAttribute("role", "alert");
  const tell = () => {
    told.textContent = model.get("lost");
    el.prepend(told);
  };
  model.on("comm_live_update", tell);
  return () => model.off("comm_live_update", tell);
}

async function render({ model, el }) {
  el.classList.add("crmsim-lab");
  model.on("msg:custom", copy);
  const forget = tellWhenLost(model, el);
  const cards = document.createElement("div");
  const charts = document.createElement("div");
  charts.className = "crmsim-charts";
  el.append(cards, charts);
  const deal = () => {
    cards.innerHTML = model.get("html");
  };
  deal();
  model.on("change:html", deal);
  const embed = await library(model);
  let shown = [];
  let drawn;
  let busy = false;
  let again = false;
  const paint = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    do {
      again = false;
      const [data, shows, stamp] = [model.get("data"), model.get("shows"), model.get("stamp")];
      // A further draw changes the cards alone, and some settings change nothing at all.
      if (data !== drawn) for (const one of shown) await one.update();
      drawn = data;
      if (stamp) {
        // Before the first figures have come, the charts stand empty.
        el.dataset.shows = shows;
        el.dataset.painted = String(stamp);
      }
    } while (again);
    busy = false;
  };
  const build = async () => {
    for (const one of shown) one.finalize();
    charts.replaceChildren();
    shown = [];
    for (const content of model.get("charts")) shown.push(await chart(embed, charts, content, model));
    drawn = undefined;
    await paint();
  };
  await build();
  model.on("change:charts", build);
  model.on("change:stamp", paint);
  return () => {
    forget();
    model.off("msg:custom", copy);
    model.off("change:html", deal);
    model.off("change:charts", build);
    model.off("change:stamp", paint);
    for (const one of shown) one.finalize();
  };
}

export default { render };
