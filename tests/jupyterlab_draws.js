// Draws Vega-Lite charts as the installed JupyterLab does: with the Vega and Vega-Lite inside its own static files.
// node jupyterlab_draws.js FOLDER < [chart, ...]   writes {"versions": {...}, "pictures": [SVG, ...]} to stdout.
"use strict";
const fs = require("fs");
const path = require("path");

const folder = process.argv[2];
const files = fs.readdirSync(folder).filter((name) => name.endsWith(".js"));
const found = (number) => files.find((name) => name.startsWith(`${number}.`));
const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");

// The main file says in which pieces a package lies, and which numbers of modules stand for a shared package.
const main = read(found("main"));
const packages = {};
const PACKAGE = /name:"([\w-]+)",version:"([\d.]+)",factory:\(\)=>(.*?)\.then\(\(\)=>\(\)=>__webpack_require__\((\d+)\)\)/g;
for (const [, name, version, pieces, id] of main.matchAll(PACKAGE))
  packages[name] = { version, id, pieces: [...pieces.matchAll(/\.e\((\d+)\)/g)].map((piece) => piece[1]) };
const shared = {};
for (const [, id, name] of main.matchAll(/(\d+):\{shareScope:"default",shareKey:"([\w-]+)"/g)) shared[id] = name;

const modules = {};
for (const name of ["vega", "vega-lite"]) {
  if (!packages[name]) throw new Error(`${folder} has no package ${name} in the form that this file can read.`);
  for (const piece of packages[name].pieces.filter(found)) {
    const self = {};
    new Function("self", read(found(piece)))(self);
    for (const [[, more]] of Object.values(self)) Object.assign(modules, more);
  }
}

const loaded = {};
function load(id) {
  if (!modules[id]) return load(packages[shared[id]].id);
  if (!loaded[id]) {
    loaded[id] = { exports: {} };
    modules[id](loaded[id], loaded[id].exports, load);
  }
  return loaded[id].exports;
}
load.d = (to, getters) => {
  for (const name in getters) Object.defineProperty(to, name, { enumerable: true, get: getters[name] });
};
load.r = (to) => Object.defineProperty(to, "__esModule", { value: true });
load.n = (module) => () => (module.__esModule ? module.default : module);

const vega = load(packages["vega"].id);
const lite = load(packages["vega-lite"].id);
const draw = (chart) => new vega.View(vega.parse(lite.compile(chart).spec), { renderer: "none" }).toSVG();
Promise.all(JSON.parse(fs.readFileSync(0, "utf8")).map(draw)).then((pictures) => {
  const versions = { vega: vega.version, "vega-lite": lite.version };
  process.stdout.write(JSON.stringify({ versions, pictures }));
});
