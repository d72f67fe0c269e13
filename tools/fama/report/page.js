// SPDX-License-Identifier: GPL-2.0-only
// Draws the plots of a report with dygraphs, and makes them usable by keyboard.
"use strict";
(function () {
	const trouble = document.getElementById("trouble");

	function complain(text) {
		trouble.textContent = "A plot could not be drawn: " + text;
		trouble.hidden = false;
	}
	window.addEventListener("error", (e) => complain(e.message));
	document.addEventListener("securitypolicyviolation", (e) => complain(e.violatedDirective));

	const drawn = JSON.parse(document.getElementById("drawn").textContent);
	const plots = [];

	function colour(name) {
		return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
	}

	function element(name, attributes, text) {
		const made = document.createElement(name);
		Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
		made.textContent = text;
		return made;
	}

	// ------------------------------------------------------------- keys and buttons

	function range(plot) {
		return plot.graph.xAxisRange();
	}

	function show(plot, from, to) {
		const [first, last] = plot.all;
		const width = Math.min(to - from, last - first);
		const begin = Math.min(Math.max(from, first), last - width);

		plot.group.forEach((one) => one.graph.updateOptions({ dateWindow: [begin, begin + width] }));
	}

	function zoom(plot, factor) {
		const [from, to] = range(plot), middle = (from + to) / 2, half = (to - from) / 2 * factor;

		show(plot, middle - half, middle + half);
	}

	function pan(plot, part) {
		const [from, to] = range(plot);

		show(plot, from + (to - from) * part, to + (to - from) * part);
	}

	const keys = {
		"+": (p) => zoom(p, 0.5), "=": (p) => zoom(p, 0.5), "-": (p) => zoom(p, 2),
		"0": (p) => show(p, ...p.all), Escape: (p) => show(p, ...p.all),
		ArrowLeft: (p) => pan(p, -0.2), ArrowRight: (p) => pan(p, 0.2),
	};

	function listen(plot) {
		plot.place.addEventListener("keydown", (e) => {
			if (!keys[e.key] || e.ctrlKey || e.altKey || e.metaKey)
				return;
			keys[e.key](plot);
			e.preventDefault();
		});
	}

	function tools(plot) {
		const box = element("span", { class: "tools" }, "");
		const name = plot.caption.firstChild.textContent;

		[["+", "Zoom in"], ["-", "Zoom out"], ["0", "Show all"]].forEach(([key, what]) => {
			const button = element("button", { type: "button", "aria-label": what + ": " + name },
					       key === "0" ? what : key === "-" ? "\u2212" : key);
			button.addEventListener("click", () => keys[key](plot));
			box.append(button);
		});
		plot.caption.append(box);
	}

	function legend(plot, entries) {
		entries.forEach(([kind, what]) =>
			plot.caption.append(element("span", { class: "key " + kind }, what)));
	}

	// ------------------------------------------------------------------------ drawing

	function theme() {
		return { axisLineColor: colour("faint"), gridLineColor: colour("line") };
	}

	const common = {
		legend: "never", strokeWidth: 0, drawPoints: true, highlightCircleSize: 5,
		axisLabelFontSize: 12, xLabelHeight: 20, yLabelWidth: 20, animatedZooms: false,
		xRangePad: 6,
	};

	function shade(context, area, graph, from, to) {
		const left = graph.toDomXCoord(from), right = graph.toDomXCoord(to);

		context.fillStyle = colour("gap");
		context.fillRect(left, area.y, Math.max(right - left, 1.5), area.h);
	}

	function draw(plot, rows, options) {
		plot.graph = new Dygraph(plot.place, rows, { ...common, ...theme(), ...options });
		plot.place.querySelectorAll("canvas").forEach((c) => c.setAttribute("aria-hidden", "true"));
		plots.push(plot);
	}

	// The kinds of points are the columns; a row has one point.
	const kinds = ["packet", "signal", "lost"];

	function timeline(plot, told) {
		const lanes = told.lanes.length;
		const rows = told.points.map(([ms, lane, kind]) => {
			const row = [ms, null, null, null];
			row[kind] = lanes - 1 - lane;
			return row;
		});
		const ticks = told.lanes.map((label, lane) => ({ v: lanes - 1 - lane, label }));

		const edge = (told.to - told.from) * 0.015;

		plot.all = [told.from - edge, told.to + edge];
		plot.group = [plot];
		legend(plot, [["signal", "signalling"], ["packet", "packet"], ["lost", "lost packet"]]);
		tools(plot);
		draw(plot, rows, {
			labels: ["ms", ...kinds], pointSize: 2.5, dateWindow: plot.all,
			series: { signal: { pointSize: 4.5 }, lost: { pointSize: 3.5 } },
			colors: [colour("down"), colour("signal"), colour("lost")],
			xlabel: "ms after the new link came up", valueRange: [-0.6, lanes - 0.4],
			axes: { y: { ticker: () => ticks, axisLabelWidth: 112 } },
			underlayCallback: (c, area, g) => shade(c, area, g, ...told.gap),
			highlightCallback: (e, x, points, row) => {
				const at = told.points[row];
				if (at)
					plot.said.textContent = at[0].toFixed(2) + " ms: " + at[3];
			},
			unhighlightCallback: () => { plot.said.textContent = ""; },
		});
	}

	function merge(tracks) {
		const rows = [];

		tracks.forEach((track, i) => track.points.forEach(([s, value]) => {
			const row = [s, ...tracks.map(() => null)];
			row[i + 1] = value;
			rows.push(row);
		}));
		return rows.sort((a, b) => a[0] - b[0]);
	}

	const sequences = [];

	function short(value) {
		return value >= 1e6 ? (value / 1e6) + " M" : value >= 1e3 ? (value / 1e3) + " k" : String(value);
	}

	function sequence(plot, told) {
		const names = told.tracks.map((track) => track.direction);
		const words = { up: "from the node", down: "to the node" };

		if (!names.length)
			return plot.place.replaceWith("Too few packets to draw.");
		plot.all = [0, drawn.seconds];
		plot.group = sequences;
		sequences.push(plot);
		legend(plot, names.map((name) => [name, words[name]]));
		tools(plot);
		draw(plot, merge(told.tracks), {
			labels: ["s", ...names], pointSize: 1.5, dateWindow: plot.all,
			colors: names.map(colour), xlabel: "s after the beginning", ylabel: told.unit,
			axes: { y: { axisLabelWidth: 60, axisLabelFormatter: short, includeZero: true } },
			underlayCallback: (c, area, g) =>
				drawn.gaps.forEach(([from, to]) => shade(c, area, g, from, to)),
			highlightCallback: (e, x, points) => {
				plot.said.textContent = points.map((p) =>
					x.toFixed(4) + " s: " + told.unit.slice(0, -1) + " " + p.yval + " " +
					words[p.name]).join(", ");
			},
			unhighlightCallback: () => { plot.said.textContent = ""; },
			zoomCallback: (from, to) => show(plot, from, to),
		});
	}

	function recolour() {
		plots.forEach((plot) => {
			const names = plot.graph.getLabels().slice(1);
			const columns = names[0] === "packet" ? ["down", "signal", "lost"] : names;

			plot.graph.updateOptions({ ...theme(), colors: columns.map(colour) });
		});
	}

	// A canvas that gets another size now would be printed empty: paper is a smaller scale.
	const PAPER = 680;

	function toPaper() {
		plots.forEach(({ place }) => {
			place.style.width = place.clientWidth + "px";
			place.style.zoom = Math.min(1, PAPER / place.clientWidth);
		});
		recolour();
	}

	function toScreen() {
		plots.forEach(({ place }) => {
			place.style.width = "";
			place.style.zoom = "";
		});
		recolour();
	}

	document.querySelectorAll(".plot").forEach((place) => {
		const kind = place.dataset.plot, index = Number(place.dataset.index);
		const plot = { place, caption: place.parentElement.querySelector("figcaption"),
			       said: place.parentElement.querySelector(".said") };

		if (kind === "timeline")
			timeline(plot, drawn.timelines[index]);
		else
			sequence(plot, drawn.sequences[index]);
		if (plot.graph)
			listen(plot);
	});
	matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
	window.addEventListener("beforeprint", toPaper);
	window.addEventListener("afterprint", toScreen);
	document.documentElement.dataset.plots = String(plots.length);
})();
