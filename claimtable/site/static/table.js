// Every table of the site: DataTables over rows that the page brings along, with search, filters, sorting, evidence that
// unfolds, and an address that keeps all of it. Text from papers reaches the page as text nodes only.
(() => {
  "use strict";
  const { load, make, root } = claimtable;
  const PAGE = 50;
  const PRINTED = 2000; // rows that are put on paper
  const LONGEST = 300; // characters of a name; the evidence has all of them

  const texts = (value) => (Array.isArray(value) ? value : [value]).filter((part) => part !== null && part !== undefined);

  const cut = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

  const tail = (text) => (text.length > LONGEST ? `…${text.slice(-LONGEST)}` : text);

  // Of each kind of cell: what is searched and filtered, what is sorted by, and what is shown.
  const plain = {
    said: (value) => value ?? "",
    key: (value) => (value ?? "").toLowerCase(),
    shown: (value) => [cut(value)],
  };
  const KINDS = {
    text: plain,
    prose: { ...plain, shown: (value) => [value] },
    word: { ...plain, shown: (value) => [make("span", { class: `word word-${value.replace(/\W+/g, "-")}` }, value)] },
    date: { ...plain, shown: (value) => [make("time", { datetime: value }, value)] },
    link: {
      said: (value) => texts(value)[0] ?? "",
      key: (value) => (texts(value)[0] ?? "").toLowerCase(),
      shown: (value) => [Array.isArray(value) ? make("a", { href: root + value[1] }, cut(value[0])) : cut(value)],
    },
    list: {
      said: (value) => texts(value).join("; "),
      key: (value) => texts(value).join("; ").toLowerCase(),
      shown: (value) => (value.length ? [make("span", { class: "list" }, ...value.map((part) => make("span", {}, cut(part))))] : []),
    },
    number: {
      numeric: true,
      said: (value) => (Array.isArray(value) ? value.slice(1).join("; ") : String(value ?? "")),
      key: (value) => (Array.isArray(value) ? value[0] : value) ?? Infinity,
      shown: (value) => (Array.isArray(value) ? [value[1], ...value.slice(2).map((more) => make("span", { class: "more" }, more))] : [value.toLocaleString("en")]),
    },
    share: {
      numeric: true,
      said: (value) => String(value),
      key: (value) => value,
      shown: (value) => [make("span", { class: "share" }, value.toFixed(2)), bar(value)],
    },
    quote: {
      said: (value) => texts(value).join(""),
      key: (value) => texts(value).join("").toLowerCase(),
      shown: ([before, middle, after]) => [make("q", {}, middle ? tail(before) : cut(before), ...(middle ? [make("mark", { class: "role-value" }, cut(middle))] : []), cut(after))],
    },
  };

  // What has no number stands below the line, whichever way the others are sorted.
  const below = (sign) => (one, other) => (one === other ? 0 : one === Infinity ? 1 : other === Infinity ? -1 : sign * (one - other));
  Object.assign(DataTable.ext.type.order, { "amount-asc": below(1), "amount-desc": below(-1) });

  function bar(share) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    for (const [name, value] of Object.entries({ class: "bar", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" })) svg.setAttribute(name, value);
    const rect = document.createElementNS(svg.namespaceURI, "rect");
    for (const [name, value] of Object.entries({ width: 100 * share, height: 4 })) rect.setAttribute(name, value);
    svg.append(rect);
    return svg;
  }

  function columnOf(column, index) {
    const kind = KINDS[column.kind];
    return {
      title: column.title,
      name: column.key,
      type: kind.numeric ? "amount" : "string",
      className: `cell-${column.kind} column-${column.key}`,
      data: null,
      render: (row, type) => {
        const value = row[index];
        if (type === "sort" || type === "type") return kind.key(value);
        if (type === "filter") return kind.said(value);
        if (value === null || value === undefined) return make("span", { class: "quiet" }, column.empty);
        const box = document.createDocumentFragment();
        box.append(...kind.shown(value));
        return make("bdi", {}, box);
      },
    };
  }

  const UNFOLD = {
    title: "", name: "evidence", orderable: false, searchable: false, className: "cell-unfold", data: null,
    render: (row, type) => {
      if (type !== "display" || !row.at(-1)) return "";
      return make("button", { type: "button", class: "unfold", "aria-expanded": "false" }, make("span", { class: "hidden" }, "Evidence"));
    },
  };

  class SiteTable {
    constructor(box) {
      this.box = box;
      const { columns, rows, shards, unfolds, prefix } = JSON.parse(box.querySelector("script").textContent);
      Object.assign(this, { columns, shards, unfolds, prefix, choices: new Map(), loaded: 0 });
      this.offset = unfolds ? 1 : 0;
      this.status = box.querySelector(".status");
      this.search = box.querySelector("input[type=search]");
      this.controls();
      const region = box.querySelector(".scroll");
      this.api = new DataTable(box.querySelector("table"), {
        data: rows,
        columns: [...(unfolds ? [UNFOLD] : []), ...columns.map(columnOf)],
        order: [],
        pageLength: PAGE,
        autoWidth: false,
        deferRender: true,
        layout: { topStart: null, topEnd: null, bottomStart: null, bottomEnd: "paging" },
        language: { emptyTable: "Nothing here.", zeroRecords: "Nothing matches. Clear the filters to see all rows." },
      });
      if (unfolds) box.querySelector("th.cell-unfold").append(make("span", { class: "hidden" }, "Evidence"));
      region.scrollLeft = 0;
      this.options();
      this.restore();
      this.listen();
      this.say();
      this.rest(rows.length);
    }

    // Filters: a list of words for a column of choices, a least value for shares.
    controls() {
      const place = this.box.querySelector(".filters");
      this.columns.forEach((column, index) => {
        if (!column.choice) return;
        const id = `${this.box.id}-${column.key}`;
        const input = column.kind === "share"
          ? make("input", { id, type: "number", min: 0, max: 1, step: 0.05, placeholder: "0", inputmode: "decimal" })
          : make("select", { id }, make("option", { value: "" }, "all"));
        place.append(make("label", { for: id }, make("span", {}, column.kind === "share" ? `${column.title} from` : column.title), input));
        this.choices.set(column.key, { index, input, kind: KINDS[column.kind], isShare: column.kind === "share", empty: column.empty });
      });
    }

    options() {
      for (const { index, input, kind, isShare, empty } of this.choices.values()) {
        if (isShare) continue;
        const counted = new Map();
        for (const row of this.api.rows().data().toArray()) {
          const said = kind.said(row[index]);
          counted.set(said, (counted.get(said) ?? 0) + 1);
        }
        const chosen = input.value;
        const words = [...counted.keys()].sort((a, b) => (a === "") - (b === "") || a.localeCompare(b, "en"));
        // an empty value stands for all, so what is not stated gets a value that no word has
        const named = words.map((word) => make("option", { value: word || "\u0000" }, `${word || empty || "none"} (${counted.get(word)})`));
        input.replaceChildren(make("option", { value: "" }, "all"), ...named);
        input.value = chosen;
        input.closest("label").hidden = words.length < 2;
      }
    }

    filter(key) {
      const { index, input, kind, isShare } = this.choices.get(key);
      const column = this.api.column(index + this.offset);
      const wanted = input.value;
      if (!wanted) column.search.fixed("choice", null);
      else if (isShare) column.search.fixed("choice", (said, row) => row[index] >= Number(wanted));
      else column.search.fixed("choice", (said, row) => kind.said(row[index]) === (wanted === "\u0000" ? "" : wanted));
    }

    listen() {
      this.search.addEventListener("input", () => this.api.search(this.search.value).draw());
      for (const [key, { input, isShare }] of this.choices) {
        input.addEventListener(isShare ? "input" : "change", () => {
          this.filter(key);
          this.api.draw();
        });
      }
      this.box.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
      this.box.querySelector(".clear").addEventListener("click", () => this.clear());
      this.api.on("draw", () => {
        this.say();
        this.keep();
      });
      this.api.table().body().addEventListener("click", (event) => {
        const button = event.target.closest("button.unfold");
        if (button) this.toggle(this.api.row(button.closest("tr")), button);
      });
      addEventListener("hashchange", () => {
        if (location.hash.slice(1) !== this.kept) this.restore();
      });
      addEventListener("beforeprint", () => this.api.page.len(PRINTED).draw());
      addEventListener("afterprint", () => this.api.page.len(PAGE).draw());
    }

    clear() {
      this.search.value = "";
      this.api.search("");
      for (const [key, { input }] of this.choices) {
        input.value = "";
        this.filter(key);
      }
      this.api.order([]).draw();
    }

    toggle(row, button = row.node()?.querySelector("button.unfold")) {
      const open = !row.child.isShown();
      if (open) row.child(claimtable.evidence(row.data().at(-1)), "unfolded").show();
      else row.child.hide();
      button?.setAttribute("aria-expanded", String(open));
      this.keep();
    }

    // The address: search, filters, order, page and what is unfolded.
    keep() {
      if (this.restoring) return;
      const state = this.others();
      const set = (key, value) => value && state.set(this.prefix + key, value);
      set("q", this.search.value);
      for (const [key, { input }] of this.choices) set(key, input.value === "\u0000" ? "-" : input.value);
      const [order] = this.api.order();
      if (order?.[1]) set("sort", (order[1] === "desc" ? "-" : "") + this.columns[order[0] - this.offset].key);
      set("page", this.api.page() ? String(this.api.page() + 1) : "");
      const open = this.unfolds ? this.api.rows((index, data, tr) => tr && this.api.row(index).child.isShown()).data().toArray() : [];
      set("open", open.map((row) => row.at(-1)[3]).join("\n"));
      this.kept = state.toString();
      history.replaceState(null, "", this.kept ? `#${this.kept}` : location.pathname + location.search);
    }

    /** What other tables of the page keep in the address. */
    others() {
      const own = new Set(["q", "sort", "page", "open", ...this.choices.keys()].map((key) => this.prefix + key));
      return new URLSearchParams([...new URLSearchParams(location.hash.slice(1))].filter(([key]) => !own.has(key)));
    }

    restore() {
      const state = new URLSearchParams(location.hash.slice(1));
      const get = (key) => state.get(this.prefix + key) ?? "";
      this.kept = location.hash.slice(1);
      this.restoring = true;
      this.search.value = get("q");
      this.api.search(get("q"));
      for (const [key, { input, isShare }] of this.choices) {
        const wanted = get(key) === "-" ? "\u0000" : get(key);
        // a word that comes with a later shard is kept until it is there
        if (wanted && !isShare && ![...input.options].some((option) => option.value === wanted)) input.append(make("option", { value: wanted }, wanted));
        input.value = wanted;
        this.filter(key);
      }
      const sort = get("sort");
      const index = this.columns.findIndex((column) => column.key === sort.replace(/^-/, ""));
      this.api.order(index < 0 ? [] : [[index + this.offset, sort.startsWith("-") ? "desc" : "asc"]]).draw();
      const page = Number(get("page")) - 1;
      if (page > 0 && page < this.api.page.info().pages) this.api.page(page).draw("page");
      this.wanted = new Set(get("open").split("\n").filter(Boolean));
      this.unfold();
      this.restoring = false;
    }

    unfold() {
      if (!this.wanted.size) return;
      this.api.rows((index, data) => this.wanted.has(data.at(-1)?.[3])).every((index) => {
        const row = this.api.row(index);
        if (!row.child.isShown()) this.toggle(row);
      });
    }

    say() {
      const { recordsDisplay, recordsTotal } = this.api.page.info();
      const rows = (count) => `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;
      const later = this.shards.length > this.loaded ? ", more are loading" : "";
      this.status.textContent = (recordsDisplay === recordsTotal ? rows(recordsTotal) : `${recordsDisplay.toLocaleString("en")} of ${rows(recordsTotal)}`) + later;
      this.box.classList.toggle("one-page", this.api.page.info().pages < 2);
      this.box.querySelector(".clear").hidden = !(this.search.value || [...this.choices.values()].some(({ input }) => input.value));
    }

    // What did not fit into the page comes while one reads.
    async rest() {
      for (const shard of this.shards) {
        const rows = await load(shard);
        this.restoring = true;
        this.api.rows.add(rows);
        this.loaded += 1;
        this.api.draw(false);
        this.restoring = false;
        this.say();
        await new Promise((done) => setTimeout(done, 30));
      }
      if (this.shards.length) {
        this.options();
        this.restore();
        this.say();
      }
      this.box.dataset.ready = "true";
    }
  }

  claimtable.tables = [...document.querySelectorAll(".table")].map((box) => new SiteTable(box));
})();
