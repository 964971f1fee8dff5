// The elements of a lesson: native controls, one builder a kind. Each builder fills the section and returns what to do
// when the kernel answers. All words about a result go through one live region, so they are read aloud once.

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== undefined));
  return node;
}

const button = (text, onclick, main) => make("button", { type: "button", class: main ? "kit-main" : undefined, onclick }, text);
const isDark = (mode) => (mode === "auto" ? document.body.dataset.jpThemeLight === "false" : mode === "dark");

function radios(name, answers, onchange) {
  const inputs = answers.map((answer, i) => make("input", { type: "radio", name, id: `${name}-${i}`, value: answer, onchange }));
  const node = make("div", { class: "kit-answers" });
  inputs.forEach((input, i) => node.append(make("div", {}, input, make("label", { for: input.id }, answers[i]))));
  return {
    node,
    inputs,
    get: () => inputs.find((input) => input.checked)?.value ?? null,
    set: (answer) => inputs.forEach((input) => (input.checked = input.value === answer)),
  };
}

// ---- predict -------------------------------------------------------------------------------------------------------

function prediction({ spec, id, root, send }) {
  const choice = radios(`${id}-answer`, spec.answers, () => (commit.disabled = false));
  const out = make("span", { class: "kit-value", "aria-hidden": "true" });
  const sure = make("input", { type: "range", id: `${id}-sure`, min: spec.least, max: 100, step: spec.step, value: spec.least });
  const say = () => {
    out.textContent = `${sure.value} %`;
    sure.setAttribute("aria-valuetext", `${sure.value} per cent sure`);
  };
  sure.addEventListener("input", say);
  say();
  const commit = button("Commit my prediction 提交预测", () => send("commit", { answer: choice.get(), sure: Number(sure.value) }), true);
  const rethink = button("Change my mind 修改", () => send("rethink"));
  const scale = make("div", { class: "kit-sure" }, make("label", { for: sure.id }, "How sure are you? 你有多确定？"), sure, out);
  const ends = make("p", { class: "kit-hint" }, `${spec.least} % = no idea 完全没把握 · 100 % = certain 完全确定`);
  const asked = make("fieldset", {}, make("legend", {}, `Predict 预测 · ${spec.question}`), choice.node, scale, ends);
  const buttons = make("div", { class: "kit-buttons" }, commit, rethink);
  root.append(asked, buttons);
  return (state) => {
    const closed = Boolean(state.answer) && !state.open;
    const focused = buttons.contains(document.activeElement);
    if (state.answer) {
      choice.set(state.answer);
      sure.value = state.sure;
      say();
    }
    asked.disabled = closed;
    root.classList.toggle("kit-closed", closed);
    commit.hidden = closed;
    commit.disabled = !choice.get();
    rethink.hidden = !closed || state.settled;
    // A button that goes away would drop the keyboard's place at the top of the page.
    if (focused) (closed ? (state.settled ? undefined : rethink) : choice.inputs.find((i) => i.checked) ?? choice.inputs[0])?.focus();
  };
}

// ---- quiz ----------------------------------------------------------------------------------------------------------

function oneQuestion(asked, i, id, compact) {
  const told = make("p", { class: "kit-told", id: `${id}-told${i}` });
  if (!compact) {
    const choice = radios(`${id}-q${i}`, asked.answers);
    const node = make("fieldset", { "aria-describedby": told.id }, make("legend", {}, `${i + 1}. ${asked.text}`), choice.node, told);
    return { node, told, get: choice.get, set: choice.set };
  }
  const options = ["", ...asked.answers].map((answer) => make("option", { value: answer }, answer || "choose 选择 …"));
  const list = make("select", { id: `${id}-q${i}`, "aria-describedby": told.id }, ...options);
  const node = make("div", { class: "kit-line" }, make("label", { for: list.id }, `${i + 1}. ${asked.text}`), list, told);
  return { node, told, get: () => list.value || null, set: (answer) => (list.value = answer ?? "") };
}

function quiz({ spec, id, root, send }) {
  const parts = spec.questions.map((asked, i) => oneQuestion(asked, i, id, spec.compact));
  const check = button("Check my answers 检查答案", () => send("check", { answers: parts.map((part) => part.get()) }), true);
  root.append(make("p", { class: "kit-title" }, spec.title), ...parts.map((part) => part.node), make("div", { class: "kit-buttons" }, check));
  return (state) => {
    if (!state.answers) return;
    parts.forEach((part, i) => {
      const told = state.told[i];
      const mark = told.startsWith("Right") ? "✓ " : told.startsWith("Not quite") ? "✗ " : "";
      part.set(state.answers[i]);
      part.told.textContent = mark + told;
      part.told.className = `kit-told ${{ "✓ ": "kit-right", "✗ ": "kit-wrong" }[mark] ?? ""}`;
    });
  };
}

// ---- checklist, note, export ---------------------------------------------------------------------------------------

function checklist({ spec, id, root, send }) {
  const boxes = spec.items.map((item, i) => make("input", { type: "checkbox", id: `${id}-${i}`, value: item }));
  const tick = () => send("tick", { ticked: boxes.filter((box) => box.checked).map((box) => box.value) });
  boxes.forEach((box) => box.addEventListener("change", tick));
  const rows = boxes.map((box) => make("div", {}, box, make("label", { for: box.id }, box.value)));
  root.append(make("fieldset", {}, make("legend", {}, spec.title), make("div", { class: "kit-answers" }, ...rows)));
  return (state) => boxes.forEach((box) => (box.checked = state.ticked.includes(box.value)));
}

function note({ spec, id, root, send }) {
  const text = make("textarea", { id: `${id}-text`, rows: 3 });
  root.append(
    make("label", { for: text.id, class: "kit-title" }, spec.prompt),
    text,
    make("div", { class: "kit-buttons" }, button("Save 保存", () => send("save", { text: text.value }), true)),
  );
  return (state) => {
    if (document.activeElement !== text) text.value = state.text ?? "";
  };
}

function exporter({ spec, root, send }) {
  root.classList.add("kit-bare");
  root.append(make("div", { class: "kit-buttons" }, button(spec.label, () => send("export"))));
  return () => {};
}

// ---- runs ----------------------------------------------------------------------------------------------------------

const COLUMNS = ["Metric 指标", "A", "B", "B − A", "95 % interval 区间", "Relative 相对", "n", "Verdict 结论"];

function outcome(rows) {
  const line = (row) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, row.metric, make("span", { class: "live-unit" }, row.unit)),
      ...["a", "b", "difference", "interval", "relative", "n", "verdict"].map((name) =>
        make("td", { class: `live-${name}` }, String(row[name])),
      ),
    );
  const group = (title, chosen) =>
    chosen.length
      ? [make("tr", { class: "kit-group" }, make("th", { scope: "rowgroup", colspan: COLUMNS.length }, title)), ...chosen.map(line)]
      : [];
  return [
    make("tbody", {}, ...group("What it brings 收益", rows.filter((row) => !row.cost))),
    make("tbody", {}, ...group("What it costs 成本", rows.filter((row) => row.cost))),
  ];
}

function labelled(text, input) {
  return make("span", { class: "kit-field" }, make("label", { for: input.id }, text), input);
}

function runs({ spec, id, root, send }) {
  const number = (name, value, min, max) => make("input", { type: "number", id: `${id}-${name}`, value, min, max, step: 1 });
  const count = number("n", 20, spec.low, spec.high);
  const seed = number("seed", spec.seed, 0);
  const start = button("Run A against B 运行对比", () => send("start", { replications: Number(count.value), seed: Number(seed.value) }), true);
  const cancel = button("Cancel 取消", () => send("cancel"));
  const bar = make("progress", { max: 1, value: 0, "aria-label": "Runs finished 已完成" });
  const counted = make("span", { class: "kit-counted" });
  const head = make("tr", {}, ...COLUMNS.map((name) => make("th", { scope: "col" }, name)));
  const table = make("table", { class: "live-figures kit-outcome" }, make("caption", { class: "live-unseen" }, "Paired comparison of A and B"), make("thead", {}, head));
  const holder = make("div", { class: "kit-scroll", role: "region", tabindex: 0, "aria-label": "Result of the paired runs 对比结果" }, table);
  const about = make("p", { class: "kit-hint kit-about" });
  const csv = button("Results as CSV 导出结果", () => send("export"));
  const name = make("input", { type: "text", id: `${id}-name`, value: "my plan", maxlength: 60 });
  const save = button("Save B 保存 B", () => send("save", { name: name.value }));
  const files = make("select", { id: `${id}-files` });
  const load = button("Load as B 载入", () => files.value && send("load", { name: files.value }));
  root.append(
    make("p", { class: "kit-title" }, "Many runs of A and B 多次配对运行"),
    make("div", { class: "kit-buttons" }, labelled("Runs each 次数", count), labelled("Seed 随机种子", seed), start, cancel),
    make("div", { class: "kit-progress" }, bar, counted),
    about,
    holder,
    make("p", { class: "kit-hint" }, spec.note),
    make("div", { class: "kit-buttons kit-files" }, csv, labelled("Name 名称", name), save, labelled("Saved plans 已存方案", files), load),
  );
  let drawn;
  return (state) => {
    const running = state.phase === "running";
    const focused = document.activeElement;
    for (const node of [start, count, seed, name, save, files, load]) node.disabled = running || state.locked;
    cancel.disabled = !running;
    csv.disabled = running || !state.rows;
    bar.max = Math.max(1, state.total);
    bar.value = state.done;
    counted.textContent = state.total ? `${state.done} of ${state.total}` : "";
    if (focused === start && running) cancel.focus();
    if (focused === cancel && !running) start.focus();
    about.hidden = holder.hidden = !state.rows;
    about.textContent = state.about ?? "";
    if (state.rows && state.rows !== drawn) {
      table.replaceChildren(table.caption, table.tHead, ...outcome(state.rows));
      drawn = state.rows;
    }
    const known = [...files.options].map((option) => option.value).join("|");
    if (known !== state.files.join("|")) files.replaceChildren(...state.files.map((file) => make("option", { value: file }, file)));
    load.disabled ||= !state.files.length;
  };
}

// ---- all together --------------------------------------------------------------------------------------------------

const BUILDERS = { prediction, quiz, checklist, note, export: exporter, runs };

function render({ model, el }) {
  // Every widget loads this file anew, so the count that makes ids unique on a page lives on the page.
  const id = `kit${(window.__kitElements = (window.__kitElements ?? 0) + 1)}`;
  const kind = model.get("kind");
  const spec = model.get("spec");
  const names = { prediction: spec.question, quiz: spec.title, checklist: spec.title, note: spec.prompt, export: spec.label, runs: "Paired runs 配对运行" };
  const root = make("section", { class: `live-panel kit kit-${kind}`, "aria-label": names[kind] });
  const status = make("p", { class: "kit-status", role: "status", "aria-live": "polite" });
  const send = (what, facts = {}) => model.send({ do: what, ...facts });
  const show = BUILDERS[kind]({ spec, id, root, send });
  root.append(status);
  ownKeys(root);
  el.append(root);

  const dress = () => {
    const dark = isDark(model.get("mode"));
    root.dataset.look = dark ? "dark" : "light";
    for (const [name, color] of Object.entries(model.get("looks")[dark ? "dark" : "light"])) root.style.setProperty(`--panel-${name}`, color);
  };
  const showState = () => show(model.get("state"));
  const speak = () => (status.textContent = model.get("said"));
  model.on("change:state", showState);
  model.on("change:said", speak);
  const themes = new MutationObserver(dress);
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  dress();
  showState();
  speak();
  return () => {
    model.off("change:state", showState);
    model.off("change:said", speak);
    themes.disconnect();
  };
}

export default { render };
