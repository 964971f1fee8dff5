// The live panel: native controls on one side, one Vega-Lite view on the other.
//
// The view is embedded once. A moved control sends its value to the kernel; the kernel answers with rows, and only
// rows are pushed into the view. ipywidgets holds back messages while the kernel is busy and keeps the newest, so a
// fast drag never queues up. No line here needs a network: sim/lab/controls.py puts Vega into the same file.
//
// To measure, set `window.__panelTimings = []` before moving a control: each picture drawn adds
// {seq, ms, model_ms}, where ms runs from the control's event to the first frame that shows the answer.

const REST_MS = 400; // the axes shrink and the screen reader speaks once a hand has come to rest

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

function atRest(action) {
  let timer;
  const later = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), REST_MS);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

const isDark = (mode) => (mode === "auto" ? document.body.dataset.jpThemeLight === "false" : mode === "dark");

const toRows = (picture) =>
  Object.entries(picture.rows).flatMap(([scenario, columns]) => {
    const names = Object.keys(columns);
    return columns[names[0]].map((_, i) => {
      const row = { scenario };
      for (const name of names) row[name] = columns[name][i];
      return row;
    });
  });

// ---- controls: one builder a kind; each returns {node, show(value)} ------------------------------------------------

function rangeControl(knob, id, send) {
  const limits = { min: knob.low, max: knob.high, step: knob.step };
  const slider = make("input", { type: "range", id, ...limits, "aria-describedby": `${id}-meaning` });
  const box = make("input", { type: "number", step: "any", "aria-label": `${knob.label}, ${knob.unit}: type a value` });
  const say = () => slider.setAttribute("aria-valuetext", `${box.value} ${knob.unit}`);
  let shown;
  const show = (value) => {
    shown = value;
    slider.value = value;
    box.value = value;
    say();
  };
  slider.addEventListener("input", (event) => {
    shown = box.value = Number(slider.value);
    say();
    send(Number(slider.value), event);
  });
  // A typed value may lie outside the slider: the model answers with its own sentence.
  const take = (event) => {
    if (box.value === "") return show(shown);
    if (Number(box.value) === Number(shown)) return;
    shown = box.value;
    slider.value = box.value;
    say();
    send(Number(box.value), event);
  };
  box.addEventListener("change", take);
  // JupyterLab keeps the Enter key from the box, so it is read here.
  box.addEventListener("keydown", (event) => event.key === "Enter" && take(event));
  const head = make("span", { class: "live-value" }, box, make("span", { class: "live-unit" }, knob.unit));
  return { node: make("div", {}, make("label", { for: id }, knob.label), head, slider), show };
}

function choiceControl(knob, id, send) {
  const options = knob.choices.map((choice) => make("option", { value: choice }, choice.replaceAll("_", " ")));
  const list = make("select", { id, "aria-describedby": `${id}-meaning` }, ...options);
  list.addEventListener("change", (event) => send(list.value, event));
  return { node: make("div", {}, make("label", { for: id }, knob.label), list), show: (value) => (list.value = value) };
}

function switchControl(knob, id, send) {
  const box = make("input", { type: "checkbox", id, "aria-describedby": `${id}-meaning` });
  box.addEventListener("change", (event) => send(box.checked, event));
  const node = make("div", { class: "live-switch" }, box, make("label", { for: id }, knob.label));
  return { node, show: (value) => (box.checked = value) };
}

// A selection and a mix are groups of native inputs under one legend; the first input bears the control's id.
function group(knob, id, lines) {
  const legend = make("legend", {}, knob.label, make("span", { class: "live-unit" }, knob.unit));
  return make("fieldset", { class: "live-group", "aria-describedby": `${id}-meaning` }, legend, ...lines);
}

function subsetControl(knob, id, send) {
  const boxes = knob.choices.map((choice, i) => make("input", { type: "checkbox", id: i ? `${id}-${i}` : id, value: choice }));
  const lines = boxes.map((box, i) =>
    make("span", { class: "live-line" }, box, make("label", { for: box.id }, knob.names[i])),
  );
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  for (const box of boxes) box.addEventListener("change", (event) => send(chosen(), event));
  const show = (value) => boxes.forEach((box) => (box.checked = value.includes(box.value)));
  return { node: make("div", { class: "live-whole" }, group(knob, id, lines)), show };
}

function mixControl(knob, id, send) {
  let shares = knob.choices.map(() => 0);
  const limits = { type: "range", min: 0, max: 1, step: 0.01 };
  const sliders = knob.choices.map((_, i) => make("input", { ...limits, id: i ? `${id}-${i}` : id }));
  const told = sliders.map(() => make("span", { class: "live-unit" }));
  const show = (value) => {
    shares = [...value];
    sliders.forEach((slider, i) => {
      slider.value = shares[i];
      told[i].textContent = `${Math.round(100 * shares[i])} %`;
      slider.setAttribute("aria-valuetext", told[i].textContent);
    });
  };
  // The others give way in proportion, so that the shares always make a whole.
  const move = (i, event) => {
    const wanted = Number(sliders[i].value);
    const rest = 1 - shares[i];
    const even = (1 - wanted) / (shares.length - 1);
    show(shares.map((share, k) => (k === i ? wanted : rest > 1e-9 ? (share * (1 - wanted)) / rest : even)));
    send([...shares], event);
  };
  sliders.forEach((slider, i) => slider.addEventListener("input", (event) => move(i, event)));
  const lines = sliders.map((slider, i) =>
    make("span", { class: "live-line" }, make("label", { for: slider.id }, knob.names[i]), slider, told[i]),
  );
  return { node: make("div", { class: "live-whole" }, group(knob, id, lines)), show };
}

const BUILDERS = {
  number: rangeControl, integer: rangeControl, choice: choiceControl, switch: switchControl, subset: subsetControl, mix: mixControl,
};

function controlList(model, prefix, send, help) {
  const shown = {};
  const nodes = model.get("controls").map((knob, i) => {
    const id = `${prefix}-${i}`;
    const control = BUILDERS[knob.kind](knob, id, (value, event) => send(knob.path, value, event));
    control.node.classList.add("live-control");
    control.node.dataset.path = knob.path;
    control.node.title = knob.meaning;
    control.node.append(make("span", { id: `${id}-meaning`, class: "live-unseen" }, knob.meaning));
    for (const moment of ["focusin", "pointerenter"]) {
      control.node.addEventListener(moment, () => (help.textContent = knob.meaning));
    }
    shown[knob.path] = control;
    return control.node;
  });
  return { nodes, shown };
}

function tabs(groups, prefix) {
  const pages = groups.map((nodes, i) =>
    make("div", { role: "tabpanel", id: `${prefix}-page${i}`, "aria-labelledby": `${prefix}-tab${i}` }, ...nodes),
  );
  const names = ["Main 主要", "More 更多"];
  const heads = pages.map((_, i) =>
    make("button", { type: "button", role: "tab", id: `${prefix}-tab${i}`, "aria-controls": `${prefix}-page${i}` }, names[i]),
  );
  const choose = (chosen, focus) => {
    pages.forEach((page, i) => (page.hidden = i !== chosen));
    heads.forEach((head, i) => {
      head.setAttribute("aria-selected", String(i === chosen));
      head.tabIndex = i === chosen ? 0 : -1;
    });
    if (focus) heads[chosen].focus();
  };
  heads.forEach((head, i) => {
    head.addEventListener("click", () => choose(i, false));
    head.addEventListener("keydown", (event) => {
      if (event.key === "ArrowRight" || event.key === "ArrowLeft") choose(1 - i, true);
    });
  });
  choose(0, false);
  return [make("div", { role: "tablist", "aria-label": "Groups of controls" }, ...heads), ...pages];
}

// ---- the read-out: key figures of A and B side by side -------------------------------------------------------------

function figureRows(figures) {
  return figures.map((figure) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, figure.label, make("span", { class: "live-unit" }, figure.unit)),
      make("td", { class: "live-a" }, figure.a),
      make("td", { class: "live-b" }, figure.b),
      make("td", {}, figure.change),
    ),
  );
}

function readout() {
  const head = make("tr", {}, make("th", { scope: "col" }, "Whole run 整段时间"));
  for (const name of ["A", "B", "B − A"]) head.append(make("th", { scope: "col" }, name));
  const body = make("tbody");
  const table = make("table", { class: "live-figures" }, make("thead", {}, head), body);
  return { node: table, show: (figures) => body.replaceChildren(...figureRows(figures)) };
}

// ---- the picture: embedded once, then only fed ---------------------------------------------------------------------

function pictureBox(model, box) {
  let view, embedded, busy, next, current, closed, frame;
  let domains = {};
  let dark;

  const setDomains = (wanted, mayShrink) => {
    for (const [column, [low, high]] of Object.entries(wanted)) {
      const old = domains[column] ?? [low, high];
      // Growing at once keeps the line in the picture; shrinking waits, so that the axes stand still in a drag.
      domains[column] = mayShrink ? [low, high] : [Math.min(old[0], low), Math.max(old[1], high)];
      view.signal(`low_${column}`, domains[column][0]).signal(`high_${column}`, domains[column][1]);
    }
  };

  const settle = atRest(() => {
    if (!view || !current || closed) return;
    setDomains(current.domains, true);
    view.runAsync();
  });

  const fit = () => {
    if (!view || !box.clientWidth) return;
    const signal = view.getState().signals.childWidth === undefined ? "width" : "childWidth";
    const drawn = box.querySelector("svg")?.getBoundingClientRect().width ?? 0;
    const width = Math.max(180, Math.floor(box.clientWidth - (drawn - view.signal(signal)) - 2));
    if (drawn && Math.abs(width - view.signal(signal)) > 1) view.signal(signal, width).runAsync();
  };

  // Two frames' end, not the end of drawing: only what a person can see counts.
  const noteFrame = (picture, since) => {
    if (!Array.isArray(window.__panelTimings) || since === undefined) return;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        window.__panelTimings.push({ seq: picture.seq, ms: performance.now() - since, model_ms: picture.model_ms });
        port1.close();
      };
      port2.postMessage(0);
    });
  };

  const draw = async () => {
    if (busy || !view) return;
    busy = true;
    while (next && !closed) {
      const { picture, since } = next;
      next = undefined;
      current = picture;
      setDomains(picture.domains, false);
      await view.data("rows", toRows(picture)).runAsync();
      noteFrame(picture, since);
      settle();
    }
    busy = false;
  };

  const embed = async () => {
    dark = isDark(model.get("mode"));
    const spec = structuredClone(model.get("specs")[dark ? "dark" : "light"]);
    const picture = model.get("picture");
    // Rows must be there before the first layout: a legend laid out without rows stays cut off.
    spec.datasets = { rows: toRows(picture) };
    const fresh = await vegaEmbed(frame, spec, { actions: false, renderer: "svg", ast: false });
    if (closed) return fresh.finalize();
    embedded?.finalize();
    embedded = fresh;
    view = fresh.view;
    current = picture;
    domains = {};
    setDomains(picture.domains, true);
    await view.runAsync();
    fit();
  };

  // The box around it carries role and words; the parts of the drawing would only be noise to a screen reader.
  frame = make("div", { class: "live-frame", "aria-hidden": "true" });
  box.append(frame);
  const ready = embed();
  const watcher = new ResizeObserver(() => fit());
  watcher.observe(box);
  // In a long notebook the panel is embedded while out of sight, where nothing has a size yet.
  const sight = new IntersectionObserver(() => fit());
  sight.observe(box);
  return {
    push: (picture, since) => {
      next = { picture, since };
      draw();
    },
    restyle: async () => {
      await ready;
      if (isDark(model.get("mode")) !== dark) await embed();
    },
    close: () => {
      closed = true;
      settle.cancel();
      watcher.disconnect();
      sight.disconnect();
      embedded?.finalize();
    },
  };
}

// ---- all together --------------------------------------------------------------------------------------------------

function render({ model, el }) {
  // Every widget loads this file anew, so the count that makes ids unique on a page lives on the page.
  const prefix = `panel${(window.__livePanels = (window.__livePanels ?? 0) + 1)}`;
  const asked = new Map();
  const root = make("section", { class: "live-panel", "aria-label": model.get("title") });
  const help = make("p", { class: "live-help", "aria-hidden": "true" }, "Point at a control to read what it means.");
  const gate = make("p", { class: "live-gate" }, "Commit your prediction above; then the controls open. 先提交预测，再动手。");
  const problem = make("p", { class: "live-problem", role: "alert", hidden: true });
  const status = make("p", { class: "live-unseen", role: "status", "aria-live": "polite", "aria-atomic": "true" });
  const figure = make("div", { class: "live-picture", role: "img" });
  const table = readout();

  const send = (path, value, event) => {
    const seq = model.get("asked") + 1;
    asked.set(seq, event.timeStamp);
    figure.setAttribute("aria-busy", "true");
    model.set({ values: { ...model.get("values"), [path]: value }, asked: seq });
    model.save_changes();
  };
  const { nodes, shown } = controlList(model, prefix, send, help);
  const visible = model.get("visible");
  const groups = nodes.length > visible ? tabs([nodes.slice(0, visible), nodes.slice(visible)], prefix) : nodes;
  const act = (what) => () => model.send({ do: what });
  const buttons = make(
    "div",
    { class: "live-buttons" },
    make("button", { type: "button", class: "live-freeze", onclick: act("freeze") }, "Freeze as A 定格为 A"),
    make("button", { type: "button", class: "live-reset", onclick: act("reset") }, "Reset 复位"),
  );
  const controls = make("div", { class: "live-controls", role: "group", "aria-label": "Controls 控制项" });
  controls.append(problem, gate, ...groups, help, buttons);
  const note = make("p", { class: "live-note" }, model.get("note"));
  root.append(
    make("h4", { class: "live-title" }, model.get("title")),
    make("div", { class: "live-body" }, controls, make("div", { class: "live-results" }, figure, table.node, note)),
    status,
  );
  ownKeys(root);
  el.append(root);
  const picture = pictureBox(model, figure);
  const speak = atRest((words) => (status.textContent = words));

  const dress = () => {
    const dark = isDark(model.get("mode"));
    root.dataset.look = dark ? "dark" : "light";
    for (const [name, color] of Object.entries(model.get("looks")[dark ? "dark" : "light"])) {
      root.style.setProperty(`--panel-${name}`, color);
    }
  };
  const showValues = () => {
    for (const [path, value] of Object.entries(model.get("values"))) {
      if (!shown[path].node.contains(document.activeElement)) shown[path].show(value);
    }
  };
  const showPicture = () => {
    const answer = model.get("picture");
    const since = asked.get(answer.seq);
    for (const seq of asked.keys()) if (seq <= answer.seq) asked.delete(seq);
    figure.setAttribute("aria-busy", String(asked.size > 0));
    table.show(answer.figures);
    figure.setAttribute("aria-label", answer.words);
    speak(answer.status);
    return [answer, since];
  };
  const showProblem = () => {
    const { text = "", path } = model.get("problem");
    problem.textContent = text && `B waits until this is changed 请先修改: ${text}`;
    problem.hidden = !text;
    if (text) figure.setAttribute("aria-busy", "false");
    for (const [name, { node }] of Object.entries(shown)) {
      for (const input of node.querySelectorAll("input, select")) {
        input.setAttribute("aria-invalid", String(Boolean(text) && name === path));
      }
    }
  };
  const showLock = () => {
    gate.hidden = !model.get("locked");
    for (const node of controls.querySelectorAll("input, select, .live-buttons button")) node.disabled = model.get("locked");
  };
  const events = {
    "change:locked": showLock,
    "change:values": showValues,
    "change:picture": () => picture.push(...showPicture()),
    "change:problem": showProblem,
    "msg:custom": (content) => {
      // After a reset every control shows its start value, the focused one too.
      if (content.did === "reset") for (const path of Object.keys(shown)) shown[path].show(model.get("values")[path]);
    },
  };
  for (const [name, action] of Object.entries(events)) model.on(name, action);
  const themes = new MutationObserver(() => {
    dress();
    picture.restyle();
  });
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });

  dress();
  for (const [path, value] of Object.entries(model.get("values"))) shown[path].show(value);
  showPicture();
  showProblem();
  showLock();

  return () => {
    for (const [name, action] of Object.entries(events)) model.off(name, action);
    themes.disconnect();
    speak.cancel();
    picture.close();
  };
}

export default { render };
