// The alarm room and the risk register. Same frame as lesson.js: native controls, one live region, colours from the theme.

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

function draw(tag, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

// ---- alarm room ----------------------------------------------------------------------------------------------------

const WIDTH = 620;
const TOP = [8, 74]; // mentions
const LOW = [92, 196]; // negative share

function alarmRoom({ spec, id, root, send, say }) {
  const x = (hour) => 34 + (hour / spec.hours) * (WIDTH - 44);
  const most = Math.sqrt(Math.max(...spec.mentions));
  const yTop = (value) => TOP[1] - (Math.sqrt(value) / most) * (TOP[1] - TOP[0]);
  const yLow = (value) => LOW[1] - value * (LOW[1] - LOW[0]);
  let hour = 0;
  let next = 0; // place of the next alarm
  let asking = null;
  let timer = null;
  let acted = []; // crises that were acted on: [onset, hour]
  let falseTaken = 0;
  let marks = [];

  const svg = draw("svg", { viewBox: `0 0 ${WIDTH} 226`, class: "room-picture", role: "img", "aria-label": "Mentions an hour and negative share up to now" });
  const inCrisis = (at) => spec.crises.find(([from, to]) => at > from && at <= to + 24);
  const told = make("p", { class: "room-alarm" });
  const speed = make("select", { id: `${id}-speed` }, ...[["8", "slow 慢"], ["24", "a day a tick 中"], ["72", "fast 快"]].map(([value, text]) => make("option", { value }, text)));
  speed.value = "24";
  const play = button("Play 播放", () => (timer ? pause() : start()), true);
  const act = button("Act: call the team 启动应对", () => decide(true), true);
  const wait = button("Wait: not serious 不处理", () => decide(false));
  const again = button("From the start 重来", restart);
  const skip = make("input", { type: "range", id: `${id}-day`, min: 0, max: spec.hours, step: spec.block_h, value: 0, disabled: true });
  const day = make("span", { class: "kit-value" }, "day 1");
  const choice = make("div", { class: "kit-buttons room-choice" }, act, wait);
  root.append(
    make("p", { class: "kit-title" }, spec.title),
    make("div", { class: "kit-buttons" }, play, make("span", { class: "kit-field" }, make("label", { for: speed.id }, "Speed 速度"), speed),
      make("span", { class: "kit-field" }, make("label", { for: skip.id }, "Day 天"), skip, day), again),
    svg, make("p", { class: "kit-hint" }, "▲ found 发现 · ✕ false alarm 误报 · • left alone 未处理"), told, choice,
  );

  function path(values, y) {
    let line = "";
    let pen = "M";
    for (let i = 0; i < values.length && i * spec.block_h < hour; i += 1) {
      if (values[i] === null) pen = "M";
      else {
        line += `${pen}${x(i * spec.block_h).toFixed(1)} ${y(values[i]).toFixed(1)}`;
        pen = "L";
      }
    }
    return line;
  }

  function paint() {
    const nodes = [];
    const highest = Math.max(...spec.mentions).toFixed(0);
    for (const [top, label] of [[TOP, `mentions an hour, up to ${highest}`], [LOW, `negative share 0–1 (dashed: threshold ${spec.threshold})`]]) {
      nodes.push(draw("line", { x1: x(0), x2: x(spec.hours), y1: top[1], y2: top[1], class: "room-axis" }));
      nodes.push(draw("text", { x: x(0) + 4, y: top[0] + 8, class: "room-label" }, label));
    }
    for (let d = 0; d <= spec.hours / 24; d += 15) nodes.push(draw("text", { x: x(24 * d), y: 216, class: "room-label", "text-anchor": "middle" }, d === 0 ? "day 1" : `${d}`));
    nodes.push(draw("line", { x1: x(0), x2: x(spec.hours), y1: yLow(spec.threshold), y2: yLow(spec.threshold), class: "room-line" }));
    for (const [from, to] of spec.crises) if (from < hour && (finished() || acted.some(([onset]) => onset === from)))
      nodes.push(draw("rect", { x: x(from), width: Math.max(2, x(Math.min(to, hour)) - x(from)), y: TOP[0], height: LOW[1] - TOP[0], class: "room-crisis" }));
    nodes.push(draw("path", { d: path(spec.mentions, yTop), class: "room-a" }), draw("path", { d: path(spec.share, yLow), class: "room-b" }));
    for (const mark of marks) nodes.push(draw("text", { x: x(mark.hour), y: yLow(mark.share ?? 0) + 4, class: "room-mark", "text-anchor": "middle" }, mark.sign));
    svg.replaceChildren(...nodes);
    skip.value = hour;
    day.textContent = `day ${Math.min(Math.floor(hour / 24) + 1, spec.hours / 24)}`;
    choice.hidden = !asking;
    play.disabled = Boolean(asking) || finished();
    play.textContent = timer ? "Pause 暂停" : "Play 播放";
  }

  const finished = () => hour >= spec.hours && !asking;

  function start() {
    timer = setInterval(step, 120);
    paint();
  }

  function pause() {
    clearInterval(timer);
    timer = null;
    paint();
  }

  function step() {
    if (!root.isConnected) return pause();
    hour = Math.min(spec.hours, hour + Number(speed.value));
    while (next < spec.alarms.length && spec.alarms[next].hour <= hour) {
      const alarm = spec.alarms[next];
      next += 1;
      const crisis = inCrisis(alarm.hour);
      if (crisis && acted.some(([onset]) => onset === crisis[0])) continue; // known already
      hour = alarm.hour;
      asking = alarm;
      pause();
      told.textContent = `Day ${alarm.day}, ${alarm.clock}: ALARM 预警, level ${alarm.level === "none" ? "below blue" : alarm.level}. Negative share ${alarm.share ?? "–"}, keywords ${alarm.multiple} times the usual. Act or wait?`;
      say(told.textContent);
      paint();
      act.focus();
      return;
    }
    if (finished()) {
      pause();
      close();
    }
    paint();
  }

  function decide(acts) {
    const crisis = inCrisis(asking.hour);
    const verdict = crisis ? "A crisis had begun" : { "troll burst": "It was a troll burst 水军", campaign: "It was a busy campaign day 活动" }[asking.really] ?? "It was chance, nothing there";
    if (acts && crisis) acted.push([crisis[0], asking.hour]);
    if (acts && !crisis) falseTaken += 1;
    const later = crisis ? (acts ? `, ${asking.hour - crisis[0]} hours ago. Well caught.` : `, and it grows.`) : acts ? `. ${spec.check_h} hours of work for nothing.` : ". Rightly left alone.";
    marks.push({ hour: asking.hour, share: asking.share, sign: acts ? (crisis ? "▲" : "✕") : "·" });
    told.textContent = `${verdict}${later}`;
    say(told.textContent);
    asking = null;
    if (hour >= spec.hours) close();
    paint();
    if (!finished()) play.focus();
  }

  function close() {
    const delays = spec.crises.map(([from]) => acted.find(([onset]) => onset === from)).map((found) => (found ? found[1] - found[0] : null));
    const found = delays.filter((value) => value !== null);
    const mean = found.length ? `, on average ${(found.reduce((a, b) => a + b) / found.length).toFixed(0)} hours after the first post` : "";
    const score = `${found.length} of ${spec.crises.length} crises found${mean}; ${falseTaken} false alarms taken, ${falseTaken * spec.check_h} hours of work.`;
    told.textContent = `The ninety days are over. You: ${score} ${rule()}`;
    send("finish", { score });
  }

  // The rule alone: somebody who acts at every alarm, as far as one rings in a crisis that is not known yet.
  function rule() {
    const known = new Map();
    let idle = 0;
    for (const alarm of spec.alarms) {
      const crisis = inCrisis(alarm.hour);
      if (!crisis) idle += 1;
      else if (!known.has(crisis[0])) known.set(crisis[0], alarm.hour - crisis[0]);
    }
    const delays = [...known.values()];
    const mean = delays.length ? `, on average after ${(delays.reduce((a, b) => a + b) / delays.length).toFixed(0)} hours` : "";
    return `Acting at every alarm: ${delays.length} of ${spec.crises.length} found${mean}; ${idle} false alarms, ${idle * spec.check_h} hours of work.`;
  }

  function restart() {
    pause();
    [hour, next, asking, acted, falseTaken, marks] = [0, 0, null, [], 0, []];
    told.textContent = "";
    paint();
  }

  paint();
  return () => {};
}

// ---- risk register -------------------------------------------------------------------------------------------------

function riskMatrix({ spec, id, root, send }) {
  const choose = (risk, what, label) => make("select", { id: `${id}-${risk.id}-${what}`, "aria-label": `${label} of ${risk.name}`, onchange: rate },
    ...[1, 2, 3, 4, 5].map((value) => make("option", { value }, String(value))));
  const rows = spec.risks.map((risk, i) => ({ risk, number: i + 1, p: choose(risk, "p", "probability"), i: choose(risk, "i", "impact"), out: make("td", {}) }));
  function rate() {
    send("rate", { ratings: Object.fromEntries(rows.map((row) => [row.risk.id, [Number(row.p.value), Number(row.i.value)]])) });
  }
  const fields = new Map();
  const grid = make("tbody", {}, ...[5, 4, 3, 2, 1].map((p) => make("tr", {}, make("th", { scope: "row" }, String(p)), ...[1, 2, 3, 4, 5].map((i) => {
    const field = make("td", { class: `room-level${spec.levels[p - 1][i - 1]}` });
    fields.set(`${p}-${i}`, field);
    return field;
  }))));
  const foot = make("tfoot", {}, make("tr", {}, make("td", {}), ...[1, 2, 3, 4, 5].map((i) => make("th", { scope: "col" }, String(i)))));
  const map = make("table", { class: "room-map" }, make("caption", {}, "probability 可能性 ↑ · impact 影响 →"), grid, foot);
  const list = make("table", { class: "room-list" },
    make("thead", {}, make("tr", {}, ...["no.", "risk 风险", "probability 可能性", "impact 影响", "score and level 等级"].map((text) => make("th", { scope: "col" }, text)))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, make("td", {}, String(row.number)), make("td", {}, row.risk.name), make("td", {}, row.p), make("td", {}, row.i), row.out))));
  root.append(make("p", { class: "kit-title" }, spec.title), make("div", { class: "room-two" }, make("div", { class: "kit-scroll", tabindex: "0", role: "region", "aria-label": "List of risks" }, list), map));
  return (state) => {
    const held = new Map();
    for (const row of rows) {
      const [p, i] = state.ratings[row.risk.id];
      row.p.value = p;
      row.i.value = i;
      const level = spec.levels[p - 1][i - 1];
      row.out.textContent = `${p * i} · ${spec.names[level]}`;
      held.set(`${p}-${i}`, [...(held.get(`${p}-${i}`) ?? []), row.number]);
    }
    for (const [place, field] of fields) field.textContent = (held.get(place) ?? []).join(" ");
  };
}

// ---- all together --------------------------------------------------------------------------------------------------

const BUILDERS = { "alarm-room": alarmRoom, "risk-matrix": riskMatrix };

function render({ model, el }) {
  const id = `kit${(window.__kitElements = (window.__kitElements ?? 0) + 1)}`;
  const kind = model.get("kind");
  const spec = model.get("spec");
  const root = make("section", { class: `live-panel kit kit-${kind}`, "aria-label": spec.title });
  const status = make("p", { class: "kit-status room-said", role: "status", "aria-live": "polite" });
  const send = (what, facts = {}) => model.send({ do: what, ...facts });
  const say = (words) => (status.textContent = words);
  const show = BUILDERS[kind]({ spec, id, root, send, say });
  root.append(status);
  ownKeys(root);
  el.append(root);

  const dress = () => {
    const dark = isDark(model.get("mode"));
    root.dataset.look = dark ? "dark" : "light";
    for (const [name, color] of Object.entries(model.get("looks")[dark ? "dark" : "light"])) root.style.setProperty(`--panel-${name}`, color);
  };
  const showState = () => show(model.get("state"));
  const speak = () => {
    say(model.get("said"));
    const shown = root.querySelector(".room-alarm");
    if (shown && !shown.textContent) shown.textContent = model.get("said");
  };
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
