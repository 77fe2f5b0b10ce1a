// Full-text search over all notebooks, in the page: MiniSearch and the texts are loaded when they are first needed.
(() => {
  const dialog = document.querySelector(".search");
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  const status = dialog.querySelector(".status");
  const opener = document.querySelector(".find");
  const most = 12;
  let index;
  let chosen = -1;

  async function open() {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    await Promise.all(["minisearch.js", "documents.js"].map(loadAsset));
    index ??= indexed();
    show();
  }

  function indexed() {
    const fields = ["title", "notebook", "text"];
    const boost = { title: 4, notebook: 2 };
    const made = new MiniSearch({
      fields,
      searchOptions: { boost, prefix: true, fuzzy: 0.15, combineWith: "AND" },
    });
    made.addAll(searchDocuments.map((document, id) => ({ id, ...document })));
    return made;
  }

  function show() {
    const words = input.value.trim();
    const found = index && words ? index.search(words) : [];
    list.replaceChildren(...found.slice(0, most).map(item));
    choose(found.length ? 0 : -1);
    input.ariaExpanded = String(found.length > 0);
    if (!words) status.textContent = "Arrows choose, Enter opens.";
    else if (!found.length) status.textContent = `Nothing has “${words}”; try fewer or other words.`;
    else status.textContent = `${found.length} ${found.length === 1 ? "place" : "places"}`;
  }

  function item({ id, terms }, at) {
    const { href, notebook, title, text } = searchDocuments[id];
    const entry = document.createElement("li");
    entry.id = `found-${at}`;
    entry.role = "option";
    const link = document.createElement("a");
    link.href = href;
    link.tabIndex = -1;
    const names = [
      ["strong", title],
      ["span", notebook],
    ];
    for (const [tag, words] of names)
      link.append(Object.assign(document.createElement(tag), { textContent: words }));
    link.append(excerpt(text, terms));
    entry.append(link);
    return entry;
  }

  /** The words around the first hit, with all hits marked. */
  function excerpt(text, terms) {
    const hits = new RegExp(
      terms.map((term) => term.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|") || "(?!)",
      "giu",
    );
    const from = Math.max(0, text.search(hits) - 60);
    const part = (from ? "…" : "") + text.slice(from, from + 180) + (from + 180 < text.length ? "…" : "");
    const shown = document.createElement("small");
    let end = 0;
    for (const hit of part.matchAll(hits)) {
      const mark = Object.assign(document.createElement("mark"), { textContent: hit[0] });
      shown.append(part.slice(end, hit.index), mark);
      end = hit.index + hit[0].length;
    }
    shown.append(part.slice(end));
    return shown;
  }

  function choose(at) {
    chosen = at;
    [...list.children].forEach((entry, place) => (entry.ariaSelected = String(place === at)));
    const entry = list.children[at];
    if (entry) input.setAttribute("aria-activedescendant", entry.id);
    else input.removeAttribute("aria-activedescendant");
    entry?.scrollIntoView({ block: "nearest" });
  }

  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list.children.length) {
      event.preventDefault();
      choose((chosen + step + list.children.length) % list.children.length);
    } else if (event.key === "Escape") {
      // A search field would only empty itself.
      event.preventDefault();
      dialog.close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      list.children[chosen]?.querySelector("a").click();
    }
  });
  list.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  opener.hidden = false;
  opener.onclick = open;
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const controlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !controlK) return;
    event.preventDefault();
    void open();
  });
})();
