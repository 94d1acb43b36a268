"use strict";
// The graph of what is made from what: layers from left to right, drawn as SVG.
const Lineage = (() => {
  const BOX = { width: 190, height: 38, gapX: 64, gapY: 14 };
  const SVG = "http://www.w3.org/2000/svg";

  function element(name, attributes = {}, ...children) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  // Each node stands one layer to the right of the last of its parents.
  function layersOf(nodes, parents) {
    const layer = new Map();
    const visit = (id) => {
      if (layer.has(id)) return layer.get(id);
      layer.set(id, 0);
      const own = parents(id).reduce((most, parent) => Math.max(most, visit(parent) + 1), 0);
      layer.set(id, own);
      return own;
    };
    nodes.forEach(visit);
    const layers = [];
    for (const id of nodes) (layers[layer.get(id)] ??= []).push(id);
    return layers;
  }

  // Moves nodes next to what they are joined with, to and fro, so that fewer lines cross.
  function untangle(layers, parents, children) {
    const place = new Map();
    const note = () => layers.forEach((ids) => ids.forEach((id, at) => place.set(id, at)));
    const mean = (ids, fallback) =>
      ids.length ? ids.reduce((sum, id) => sum + place.get(id), 0) / ids.length : fallback;
    note();
    for (let round = 0; round < 8; round++) {
      const forward = round % 2 === 0;
      const order = forward ? layers : [...layers].reverse();
      for (const ids of order) {
        const near = forward ? parents : children;
        const weight = new Map(ids.map((id) => [id, mean(near(id), place.get(id))]));
        ids.sort((a, b) => weight.get(a) - weight.get(b) || place.get(a) - place.get(b));
        note();
      }
    }
  }

  function shortened(text, width) {
    const most = Math.floor(width / 7);
    return text.length > most ? text.slice(0, most - 1) + "…" : text;
  }

  // ids: what to draw; graph: parents(id), children(id); describe(id): name, sub, kind, state.
  function draw(ids, graph, describe, self, open) {
    const drawn = new Set(ids);
    const parents = (id) => graph.parents(id).filter((other) => drawn.has(other));
    const children = (id) => graph.children(id).filter((other) => drawn.has(other));
    const layers = layersOf(ids, parents);
    untangle(layers, parents, children);
    const tallest = Math.max(...layers.map((layer) => layer.length));
    const spot = new Map();
    layers.forEach((layer, x) => layer.forEach((id, y) => {
      const start = ((tallest - layer.length) * (BOX.height + BOX.gapY)) / 2;
      spot.set(id, {
        x: x * (BOX.width + BOX.gapX), y: start + y * (BOX.height + BOX.gapY),
      });
    }));
    const scene = element("g");
    for (const id of ids) {
      for (const parent of parents(id)) {
        const from = spot.get(parent), to = spot.get(id);
        const x1 = from.x + BOX.width, y1 = from.y + BOX.height / 2;
        const x2 = to.x, y2 = to.y + BOX.height / 2, bend = Math.max(30, (x2 - x1) / 2);
        scene.append(element("path", {
          d: `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`,
          class: self && (id === self || parent === self) ? "near" : "",
        }));
      }
    }
    for (const id of ids) {
      const facts = describe(id), at = spot.get(id);
      const group = element("g", {
        class: "node" + (id === self ? " self" : ""), tabindex: 0, role: "link",
        transform: `translate(${at.x},${at.y})`,
        style: `--kind:var(--${facts.kind});--state:var(--${facts.state || "skip"})`,
      });
      const title = element("title");
      title.textContent = id;
      const name = element("text", { x: 14, y: facts.sub ? 17 : 23 });
      name.textContent = shortened(facts.name, BOX.width - 26);
      group.append(
        title, element("rect", { class: "box", width: BOX.width, height: BOX.height, rx: 8 }),
        element("rect", { class: "stripe", x: 5, y: 9, width: 3, height: BOX.height - 18, rx: 1.5 }),
        name);
      if (facts.sub) {
        const sub = element("text", { class: "sub", x: 14, y: 30 });
        sub.textContent = shortened(facts.sub, BOX.width);
        group.append(sub);
      }
      if (facts.state) group.append(element("circle", { cx: BOX.width - 12, cy: 13, r: 3.5 }));
      const go = () => open(id);
      group.addEventListener("click", () => { if (!group.ownerSVGElement.moved) go(); });
      group.addEventListener("keydown", (event) => { if (event.key === "Enter") go(); });
      scene.append(group);
    }
    const width = layers.length * (BOX.width + BOX.gapX) - BOX.gapX;
    const height = tallest * (BOX.height + BOX.gapY) - BOX.gapY;
    return frame(scene, width, height);
  }

  // The window on the scene: dragged with the pointer, enlarged with the buttons or ctrl+wheel.
  function frame(scene, width, height) {
    const margin = 22;
    // As high as the scene is once it fits the width.
    let shown = 120;
    const svg = element("svg", { height: shown, "aria-label": "Lineage" });
    svg.append(scene);
    let view = { x: 0, y: 0, scale: 1 };
    const apply = () =>
      scene.setAttribute("transform", `translate(${view.x},${view.y}) scale(${view.scale})`);
    const fit = () => {
      const room = svg.clientWidth || 900;
      const scale = Math.min(
        1, (room - 2 * margin) / width, (520 - 2 * margin) / Math.max(height, 1));
      shown = Math.max(height * scale + 2 * margin, 120);
      svg.setAttribute("height", shown);
      view = { scale, x: (room - width * scale) / 2, y: (shown - height * scale) / 2 };
      apply();
    };
    const zoom = (factor, x = (svg.clientWidth || 900) / 2, y = shown / 2) => {
      const scale = Math.min(2.5, Math.max(.12, view.scale * factor));
      view.x = x - ((x - view.x) * scale) / view.scale;
      view.y = y - ((y - view.y) * scale) / view.scale;
      view.scale = scale;
      apply();
    };
    let grip = null;
    svg.addEventListener("pointerdown", (event) => {
      grip = { x: event.clientX - view.x, y: event.clientY - view.y };
      svg.moved = false;
    });
    window.addEventListener("pointermove", (event) => {
      if (!grip) return;
      const x = event.clientX - grip.x, y = event.clientY - grip.y;
      if (Math.abs(x - view.x) + Math.abs(y - view.y) > 3) {
        svg.moved = true;
        svg.classList.add("drag");
      }
      if (svg.moved) { view.x = x; view.y = y; apply(); }
    });
    window.addEventListener("pointerup", () => { grip = null; svg.classList.remove("drag"); });
    svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = svg.getBoundingClientRect();
      zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    return { svg, fit, zoom };
  }

  return { draw };
})();
