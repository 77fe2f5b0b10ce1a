// Runs in a notebook's page, of the site or of a report: equations, figures alive, the theme, what a keyboard needs.
(() => {
  const root = document.documentElement;
  const libraries = JSON.parse(document.body.dataset.libraries ?? "{}");
  const loading = new Map();

  /** Loads a script once; a page that was opened as a file may load scripts, not modules. */
  function load(file) {
    if (!loading.has(file)) {
      loading.set(
        file,
        new Promise((resolve, reject) => {
          const script = document.createElement("script");
          script.src = `assets/${file}`;
          script.onload = resolve;
          script.onerror = () => reject(new Error(`${file} is not beside this page`));
          document.head.append(script);
        }),
      );
    }
    return loading.get(file);
  }

  /** Loads a figure's library; a report carries its libraries inside. */
  async function library(name) {
    for (const file of libraries[name] ?? []) await load(file);
  }

  const draw = {
    async plotly(place, spec) {
      await Plotly.newPlot(place, { ...spec, config: { ...spec.config, responsive: true } });
      if (place.layout.sliders?.length) stepByKeys(place);
    },
    async vega(place, spec, room, words) {
      // Figures ask a window how wide they may be, less what JupyterLab has beside them.
      const fitted = JSON.stringify(spec).replaceAll("windowSize()[0]", String(room + 140));
      const { spec: compiled } = vegaLite.compile(JSON.parse(fitted));
      place.view?.finalize();
      place.replaceChildren();
      // Vega puts its own role and label on its container.
      compiled.description = words;
      place.view = new vega.View(vega.parse(compiled), { renderer: "svg", container: place, hover: true });
      await place.view.runAsync();
    },
  };

  /** The arrow keys move a Plotly figure's slider, which only knows the pointer. */
  function stepByKeys(place) {
    place.tabIndex = 0;
    place.setAttribute(
      "aria-label",
      `${place.getAttribute("aria-label")} Left and right arrow keys move its slider.`,
    );
    place.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const [slider] = place.layout.sliders;
      const next = slider.steps[(slider.active ?? 0) + (step ?? NaN)];
      if (!step || event.target !== place) return;
      event.preventDefault();
      if (next) void Plotly.animate(place, ...next.args);
    });
  }

  /** Puts a living figure where its still picture is. */
  async function enliven(figure) {
    const data = figure.querySelector("script");
    const still = figure.querySelector("img");
    const place = document.createElement("div");
    place.className = "live";
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", data.dataset.words);
    try {
      await library(figure.dataset.library);
      const spec = JSON.parse(data.textContent);
      if (still) figure.style.minHeight = `${figure.clientHeight}px`;
      if (still) still.replaceWith(place);
      else figure.prepend(place);
      await draw[figure.dataset.library](place, spec, figure.clientWidth, data.dataset.words);
      if (figure.dataset.library === "vega")
        redrawOnResize(figure, (room) => draw.vega(place, spec, room, data.dataset.words));
    } catch (error) {
      if (still) place.replaceWith(still);
      console.error(error);
    }
    figure.style.minHeight = "";
    figure.dataset.alive = "";
    markScrolling();
  }

  function redrawOnResize(figure, redraw) {
    let width = figure.clientWidth;
    let timer;
    new ResizeObserver(() => {
      if (figure.clientWidth === width) return;
      width = figure.clientWidth;
      clearTimeout(timer);
      timer = setTimeout(() => void redraw(width), 150);
    }).observe(figure);
  }

  // One after another, the nearest first: fifteen at once would hold the page up.
  let queue = Promise.resolve();
  const approaching = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        approaching.unobserve(target);
        queue = queue.then(() => enliven(target));
      }
    },
    { rootMargin: "600px" },
  );

  function renderMath() {
    const delimiters = [
      { left: "$$", right: "$$", display: true },
      { left: "$", right: "$", display: false },
    ];
    for (const prose of document.querySelectorAll(".prose, .see"))
      renderMathInElement(prose, { delimiters, throwOnError: false });
  }

  /** What is wider than the page scrolls, also by keyboard. */
  function markScrolling() {
    for (const box of document.querySelectorAll(".scrolls, .code pre, .katex-display")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }

  function addCopyButtons() {
    if (!navigator.clipboard) return;
    for (const code of document.querySelectorAll(".cell > .code")) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "copy", textContent: "Copy" });
      button.onclick = async () => {
        await navigator.clipboard.writeText(code.querySelector("pre").textContent.trimEnd());
        button.textContent = "Copied";
        setTimeout(() => (button.textContent = "Copy"), 1500);
      };
      code.append(button);
    }
  }

  function switchThemes() {
    const button = document.querySelector(".theme");
    button.hidden = false;
    button.onclick = () => {
      const now =
        root.style.colorScheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      root.style.colorScheme = now === "dark" ? "light" : "dark";
      try {
        localStorage.setItem("theme", root.style.colorScheme);
      } catch {
        // A browser that keeps nothing for files still switches this page.
      }
    };
  }

  function followContents() {
    const contents = document.querySelector(".contents details");
    if (!contents) return;
    const wide = matchMedia("(min-width: 1160px)");
    contents.open = wide.matches;
    wide.onchange = () => (contents.open = wide.matches);
    if (!wide.matches)
      contents.addEventListener("click", ({ target }) => target.closest("a") && (contents.open = false));
    const links = new Map(
      [...contents.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
    );
    const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    const show = () => {
      const here = headings.findLast((heading) => heading.getBoundingClientRect().top < 140);
      for (const [id, link] of links) link.ariaCurrent = id === here?.id ? "true" : null;
    };
    addEventListener("scroll", show, { passive: true });
    show();
  }

  renderMath();
  switchThemes();
  addCopyButtons();
  followContents();
  markScrolling();
  addEventListener("resize", markScrolling);
  for (const figure of document.querySelectorAll("figure[data-library]")) approaching.observe(figure);
  globalThis.loadAsset = load;
})();
