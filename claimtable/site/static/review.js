// A person goes through the claims: right, wrong, or mended. Verdicts stay in the browser until they are downloaded, as gold
// JSON Lines. Offsets are those of Python and are handed through; text from papers reaches the page as text nodes only.
(() => {
  "use strict";
  if (!document.getElementById("review")) return;
  const { load, make, root, words } = claimtable;
  const find = (name) => document.getElementById(`review-${name}`);
  const WORDS = JSON.parse(find("words").textContent);
  const KEPT = "claimtable-review-"; // and the hash of an abstract
  const KEYS = "claimtable-single-keys";
  const ROLES = ["value", "metric", "dataset", "method", "baseline", "condition"];
  const NAMES = { dataset: "data set" };
  // The fields in the order of their keys, 1 to 9 for the first nine; `of` says what may stand in them.
  const FIELDS = [
    { name: "metric", label: "Metric", of: "text" },
    { name: "datasets", label: "Data sets", of: "list" },
    { name: "method", label: "Method", of: "text" },
    { name: "baseline", label: "Baseline", of: "text" },
    { name: "conditions", label: "Conditions", of: "list" },
    { name: "value", label: "Value", of: "number", half: true },
    { name: "unit", label: "Unit", of: "text", half: true },
    { name: "bound", label: "Bound", of: WORDS.bound, needed: true, half: true },
    { name: "kind", label: "Kind", of: WORDS.kind, needed: true, half: true },
    { name: "value_high", label: "Upper end", of: "number", rare: true, half: true },
    { name: "direction", label: "Direction", of: WORDS.direction, rare: true, half: true },
    { name: "uncertainty", label: "Uncertainty", of: "text", rare: true, half: true },
    { name: "basis", label: "Basis", of: WORDS.basis, rare: true, half: true },
    { name: "task", label: "Task", of: "text", rare: true },
    { name: "aggregate", label: "Aggregate", of: "text", rare: true },
  ];

  let claims = []; // {paper, number, key, start, end, confidence, rules, boards}
  let papers = []; // {evidence: [shard, place], fields: [shard, place], hash}
  let verdicts = new Map(); // key of a claim -> {verdict, record}
  let queue = []; // the claims that the filters leave, in their order
  let current = null;
  let shown = null; // what is known of the current claim: {record, told, paper}
  let asked = 0;
  const total = find("progress").max;
  let whole; // all claims are loaded
  const undone = []; // what to go back to: [claim, verdict before]

  // --- what the browser keeps ---
  function kept(name, value) {
    try {
      if (value === undefined) return localStorage.getItem(name);
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
      return value;
    } catch {
      if (value !== undefined) trouble("This browser keeps nothing for this page: download the verdicts before you close it.");
      return null;
    }
  }

  function parsed(text) {
    try {
      const said = JSON.parse(text ?? "{}");
      return said && typeof said === "object" ? said : {};
    } catch {
      return {}; // not ours, or cut short: it counts as not judged
    }
  }

  function recall(added) {
    for (const { hash } of added) {
      for (const [place, verdict] of Object.entries(parsed(kept(KEPT + hash)))) verdicts.set(`${hash}@${place}`, verdict);
    }
  }

  function keep(paper) {
    const own = { ...parsed(kept(KEPT + paper.hash)) }; // places that this run does not have stay as they are
    for (const claim of paper.claims) {
      const place = `${claim.start}-${claim.end}`;
      if (verdicts.has(claim.key)) own[place] = verdicts.get(claim.key);
      else delete own[place];
    }
    kept(KEPT + paper.hash, Object.keys(own).length ? JSON.stringify(own) : null);
  }

  const verdictOf = (claim) => verdicts.get(claim.key)?.verdict ?? "open";

  // --- which claims, in which order ---
  function filters() {
    const bound = (name, otherwise) => (find(name).value === "" ? otherwise : Number(find(name).value));
    return {
      show: find("show").value,
      rule: find("rule").value,
      board: find("board").value.trim().toLowerCase(),
      from: bound("from", 0),
      to: bound("to", 1),
      order: find("order").value,
    };
  }

  let boards = [];
  let rules = [];
  function select() {
    const wanted = filters();
    const rule = wanted.rule === "" ? -1 : rules.findIndex(([name]) => name === wanted.rule);
    const onBoard = wanted.board ? new Set(boards.flatMap((name, number) => (name.toLowerCase().includes(wanted.board) ? [number] : []))) : null;
    queue = claims.filter(
      (claim) =>
        (wanted.show === "all" || verdictOf(claim) === wanted.show) &&
        (wanted.rule === "" || claim.rules.includes(rule)) &&
        (!onBoard || claim.boards.some((board) => onBoard.has(board))) &&
        claim.confidence >= wanted.from && claim.confidence <= wanted.to,
    );
    if (wanted.order === "doubt") queue.sort((one, other) => one.confidence - other.confidence || one.number - other.number);
  }

  function remember() {
    const said = new URLSearchParams();
    for (const name of ["show", "rule", "board", "from", "to", "order"]) {
      const control = find(name);
      const usual = control instanceof HTMLSelectElement ? control.options[0].value : "";
      if (control.value !== usual) said.set(name, control.value);
    }
    if (current) said.set("claim", current.key);
    history.replaceState(null, "", `#${said}`);
  }

  /** Set the filters as the address says; the claim that it names. */
  function restore() {
    const said = new URLSearchParams(location.hash.slice(1));
    for (const name of ["show", "rule", "board", "from", "to", "order"]) {
      if (said.has(name)) find(name).value = said.get(name);
    }
    if (find("show").selectedIndex < 0) find("show").value = "open";
    if (find("rule").selectedIndex < 0) find("rule").value = "";
    if (find("order").selectedIndex < 0) find("order").value = "paper";
    return said.get("claim");
  }

  // --- what the page shows ---
  function trouble(words) {
    find("trouble").textContent = words;
    find("trouble").hidden = !words;
  }

  function tally() {
    const counts = { right: 0, mended: 0, wrong: 0 };
    for (const claim of claims) if (verdicts.has(claim.key)) counts[verdictOf(claim)] += 1;
    const judged = counts.right + counts.mended + counts.wrong;
    find("progress").value = judged;
    find("tally").replaceChildren(
      make("strong", {}, `${judged.toLocaleString("en")} of ${total.toLocaleString("en")}`), " judged",
      ...Object.entries(counts).flatMap(([word, count]) => [" ", make("span", { class: count ? `verdict verdict-${word}` : "verdict" }, `${count.toLocaleString("en")} ${word}`)]),
    );
    find("download").disabled = find("forget").disabled = judged === 0;
    const at = queue.indexOf(current);
    find("place").textContent = queue.length ? `${at >= 0 ? `${(at + 1).toLocaleString("en")} of ` : ""}${queue.length.toLocaleString("en")} in this selection` : "none in this selection";
  }

  async function details(claim) {
    const paper = papers[claim.paper];
    const [fields, evidence] = await Promise.all([load(`data/review-${paper.fields[0]}.js`), load(`data/evidence-${paper.evidence[0]}.js`)]);
    const [id, title, sha256, records] = fields[paper.fields[1]];
    const [name, page, pieces] = evidence[paper.evidence[1]];
    return { id, title, sha256, records, name, page, pieces };
  }

  function split({ _: told, ...record }) {
    return [record, told];
  }

  async function show(claim, { focus = false } = {}) {
    current = claim;
    const turn = ++asked;
    remember();
    tally();
    const card = find("claim");
    if (!claim) {
      shown = null;
      const all = claims.every((one) => verdicts.has(one.key));
      card.replaceChildren(make("p", { class: "empty", id: "review-head" }, all ? "Every claim is judged. Download the verdicts, or go through them with “Show”." : "No claim to judge is left in this selection. Widen the filters, or show all."));
      return;
    }
    let known;
    try {
      known = await details(claim);
    } catch (error) {
      trouble(String(error.message));
      return;
    }
    if (turn !== asked) return; // the person was faster than the file
    const [record, told] = split(known.records[claim.place]);
    shown = { record, told, known };
    draw();
    card.querySelector("mark.here")?.scrollIntoView({ block: "nearest" });
    if (focus) card.focus({ preventScroll: true });
    say(`${verdictOf(claim) === "open" ? "" : `${verdictOf(claim)}: `}${reading(judgedRecord())}`);
  }

  const say = (words) => { find("said").textContent = words; };
  const judgedRecord = () => verdicts.get(current.key)?.record ?? shown.record;

  function reading(record) {
    const on = record.datasets.length ? ` on ${record.datasets.join(", ")}` : "";
    return `${record.value_text.replace(/\s+/g, " ")}, ${record.metric ?? "metric not stated"}${on}`;
  }

  function marked([text, number, label, records], record) {
    const role = ROLES[number];
    const own = records.includes(record);
    const said = role === "value" ? label : label && `${NAMES[role] ?? role}: ${label}`;
    return make("mark", { class: `role-${role}${own ? (role === "value" ? " here" : "") : " other"}`, title: said || role }, ...words(text));
  }

  function draw() {
    const { told, known } = shown;
    const verdict = verdictOf(current);
    const record = judgedRecord();
    const text = known.pieces.flatMap((piece) => (typeof piece === "string" ? words(piece) : [marked(piece, told.record)]));
    const head = make("h2", { id: "review-head" },
      make("span", { class: "said" }, make("bdi", {}, record.value_text.replace(/\s+/g, " "))),
      " ", make("span", { class: "of" }, make("bdi", {}, [record.metric, record.datasets.length ? `on ${record.datasets.join(", ")}` : ""].filter(Boolean).join(" ") || "of an unstated metric")),
    );
    const stamp = verdict === "open" ? [] : [make("span", { class: `verdict verdict-${verdict}` }, verdict)];
    find("claim").dataset.verdict = verdict;
    find("claim").replaceChildren(
      make("section", { class: "text", "aria-label": "Abstract" },
        make("p", { class: "evidence-title" }, make("a", { href: root + known.page }, make("bdi", {}, known.name))),
        make("p", { class: "abstract" }, ...text),
        make("p", { class: "legend", "aria-label": "Roles" }, ...ROLES.map((role) => make("mark", { class: `role-${role}` }, NAMES[role] ?? role))),
      ),
      make("section", { class: "fields", "aria-labelledby": "review-head" },
        make("div", { class: "head" }, head, ...stamp),
        readout(record),
        make("p", { class: "rule" }, told.rule.replaceAll("+", " + "), make("br"), `confidence ${told.confidence.toFixed(2)}`),
        make("div", { class: "verdicts", role: "group", "aria-label": "Verdict" },
          act("right", "Right", "r"), act("wrong", "Wrong", "w"), act("fix", "Fix", "f")),
        make("div", { class: "moves", role: "group", "aria-label": "Moves" },
          act("back", "Back", "k"), act("next", "Next", "j"), act("undo", "Undo", "u", !undone.length)),
      ),
    );
  }

  function act(name, words, key, disabled = false) {
    const button = make("button", { type: "button", class: `act act-${name}`, "data-do": name, "aria-keyshortcuts": key, disabled }, words, " ", make("kbd", { "aria-hidden": "true" }, key));
    if (["right", "wrong"].includes(name)) button.setAttribute("aria-pressed", String(verdictOf(current) === name));
    button.addEventListener("click", () => DO[name]());
    return button;
  }

  const texts = (value) => (Array.isArray(value) ? value : value === null || value === undefined || value === "" ? [] : [String(value)]);
  const same = (one, other) => JSON.stringify(texts(one)) === JSON.stringify(texts(other));

  function readout(record) {
    const rows = FIELDS.flatMap((field, number) => {
      const now = texts(record[field.name]);
      const before = shown.record[field.name];
      const changed = !same(now, before);
      if (field.rare && !now.length && !changed) return [];
      const words = now.length ? now.map((word) => make("span", { class: "each" }, make("bdi", {}, word.replaceAll("_", " ")))) : [make("span", { class: "quiet" }, "not stated")];
      const canonical = field.name === "metric" ? [shown.told.metric] : field.name === "datasets" ? now.map((name) => shown.told.names[name]) : [];
      const also = changed ? [] : canonical.filter((name) => name && !now.some((word) => word.toLowerCase() === name.toLowerCase()));
      return [make("div", { class: changed ? "changed" : null },
        make("dt", {}, number < 9 ? make("kbd", { "aria-hidden": "true" }, String(number + 1)) : "", field.label),
        make("dd", {}, ...words,
          ...(also.length ? [make("span", { class: "also" }, make("bdi", {}, also.join(", ")))] : []),
          ...(changed ? [make("span", { class: "also" }, "was ", make("s", {}, make("bdi", {}, texts(before).join("; ") || "not stated")))] : [])))];
    });
    return make("dl", { class: "readout" }, ...rows);
  }

  // --- mending ---
  function fix(number = 0) {
    if (!current || !shown) return;
    const record = judgedRecord();
    const form = make("form", { class: "mend", "aria-label": "Mend the fields", novalidate: true });
    for (const [place, field] of FIELDS.entries()) form.append(make("label", { for: `mend-${field.name}`, class: field.half ? "half" : null }, make("span", {}, field.label), control(field, record[field.name], place)));
    form.append(
      make("p", { class: "fault", role: "alert", id: "review-fault" }),
      make("div", { class: "verdicts" },
        make("button", { type: "submit", class: "act act-right" }, "Keep", " ", make("kbd", { "aria-hidden": "true" }, "Enter")),
        make("button", { type: "button", class: "act", "data-do": "leave" }, "Leave", " ", make("kbd", { "aria-hidden": "true" }, "Esc"))),
    );
    const ofChange = () => {
      for (const name of ["direction", "basis"]) form.elements[name].disabled = form.elements.kind.value !== "change";
    };
    form.elements.kind.addEventListener("change", ofChange);
    ofChange();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      mend(form);
    });
    form.querySelector("[data-do=leave]").addEventListener("click", leave);
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        leave();
      } else if (event.key === "Enter" && event.target instanceof HTMLTextAreaElement && !event.shiftKey) {
        event.preventDefault(); // a new line is Shift and Enter
        form.requestSubmit();
      }
    });
    const side = find("claim").querySelector(".fields");
    side.replaceChildren(side.querySelector(".head"), form);
    const first = form.elements[FIELDS[number].name];
    first.focus();
    first.select?.();
  }

  function control(field, value, place) {
    const shared = { id: `mend-${field.name}`, name: field.name, autocomplete: "off", "aria-describedby": "review-fault" };
    if (Array.isArray(field.of)) {
      const options = [...(field.needed ? [] : [""]), ...field.of];
      return make("select", shared, ...options.map((word) => make("option", { value: word, selected: word === (value ?? "") }, word.replaceAll("_", " ") || "–")));
    }
    if (field.of === "list") {
      const area = make("textarea", { ...shared, rows: Math.max(1, texts(value).length), placeholder: "one a line (Shift and Enter)", spellcheck: "false" });
      area.value = texts(value).join("\n");
      return area;
    }
    const input = make("input", { ...shared, type: "text", spellcheck: "false", inputmode: field.of === "number" ? "decimal" : null, "data-place": place });
    input.value = texts(value)[0] ?? "";
    return input;
  }

  function mend(form) {
    const record = { ...judgedRecord() };
    const fault = (name, words) => {
      find("fault").textContent = words;
      form.elements[name].setAttribute("aria-invalid", "true");
      form.elements[name].focus();
    };
    for (const field of FIELDS) {
      const said = form.elements[field.name].value;
      form.elements[field.name].removeAttribute("aria-invalid");
      if (field.of === "list") record[field.name] = said.split("\n").map((line) => line.trim()).filter(Boolean);
      else if (field.of === "number") {
        const number = said.trim() === "" ? null : Number(said.trim().replaceAll(",", ""));
        if (number !== null && !Number.isFinite(number)) return fault(field.name, `${field.label}: write a plain number, such as 84.5`);
        record[field.name] = number;
      } else record[field.name] = said.trim() || null;
    }
    if (record.value === null) return fault("value", "Value: a claim has one");
    if (record.value_high !== null && record.value_high < record.value) return fault("value_high", "Upper end: it is below the value");
    if (record.kind !== "change") record.direction = record.basis = null;
    else if (record.value < 0) return fault("value", "Value: a change is given as its size, without a sign");
    else if (!record.direction) return fault("direction", "Direction: a change has one");
    else if (!record.basis) return fault("basis", "Basis: a change has one, if only unspecified");
    else if (record.unit === "x" && record.basis !== "factor") return fault("basis", "Basis: a change in x is a factor");
    if (record.kind === "rank" && !(Number.isInteger(record.value) && record.value >= 1)) return fault("value", "Value: a rank is 1, 2, 3, …");
    accept(record);
  }

  function leave() {
    draw();
    find("claim").focus({ preventScroll: true });
  }

  // --- verdicts and moves ---
  function accept(record) {
    if (current && shown) judge(FIELDS.every(({ name }) => same(record[name], shown.record[name])) ? "right" : "mended", record);
  }

  function judge(verdict, record) {
    undone.push([current, verdicts.get(current.key)]);
    verdicts.set(current.key, { verdict, record });
    keep(papers[current.paper]);
    step(1, { focus: true });
  }

  function step(by, options) {
    const before = queue.indexOf(current);
    const ahead = before < 0 ? [] : by > 0 ? queue.slice(before + 1) : queue.slice(0, before).reverse();
    select(); // what was just judged may have left it
    const left = new Set(queue);
    const otherwise = by < 0 && left.has(current) ? current : queue[0];
    show(ahead.find((claim) => left.has(claim)) ?? otherwise ?? null, options);
  }

  const DO = {
    right: () => accept(verdictOf(current) === "wrong" ? shown?.record : judgedRecord()),
    wrong: () => current && shown && judge("wrong", shown.record),
    fix: () => fix(),
    next: () => step(1),
    back: () => step(-1),
    undo: () => {
      const last = undone.pop();
      if (!last) return;
      const [claim, before] = last;
      if (before) verdicts.set(claim.key, before);
      else verdicts.delete(claim.key);
      keep(papers[claim.paper]);
      select();
      show(claim, { focus: true });
    },
    download: () => download(),
  };

  // --- gold ---
  async function download() {
    const lines = [];
    await whole;
    for (const paper of papers) {
      if (!paper.claims.some((claim) => verdicts.has(claim.key))) continue;
      const known = await details(paper.claims[0]);
      const place = ({ start, end, value_text }) => ({ start, end, value_text });
      const told = { records: [], wrong: [], open: [] };
      for (const claim of paper.claims) {
        const [record] = split(known.records[claim.place]);
        const judged = verdicts.get(claim.key);
        if (!judged) told.open.push(place(record));
        else if (judged.verdict === "wrong") told.wrong.push(place(record));
        else told.records.push({ ...judged.record, ...place(record) });
      }
      lines.push(JSON.stringify({
        id: known.id,
        title: known.title,
        abstract: known.pieces.map((piece) => (typeof piece === "string" ? piece : piece[0])).join(""),
        records: told.records,
        verdicts: { format: 1, abstract_sha256: known.sha256, wrong: told.wrong, open: told.open },
      }));
    }
    if (!lines.length) return;
    const address = URL.createObjectURL(new Blob([lines.join("\n"), "\n"], { type: "application/jsonl" }));
    const link = make("a", { href: address, download: "verdicts.jsonl", hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    say(`verdicts on ${lines.length} papers downloaded`);
  }

  function forget() {
    if (!confirm("Forget every verdict that this browser keeps on these claims?")) return;
    verdicts = new Map();
    undone.length = 0;
    for (const paper of papers) keep(paper);
    select();
    show(queue[0] ?? null);
  }

  // --- keys and controls ---
  const PRESSED = { r: "right", w: "wrong", f: "fix", u: "undo", j: "next", k: "back", d: "download", ArrowRight: "next", ArrowLeft: "back" };
  document.addEventListener("keydown", (event) => {
    if (!find("keys").checked || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    const number = "123456789".indexOf(event.key);
    const name = PRESSED[event.key] ?? (number >= 0 && event.key.length === 1 ? "field" : null);
    if (!name || (!shown && !["undo", "download"].includes(name)) || find("claim").querySelector("form")) return;
    event.preventDefault();
    if (name === "field") fix(number);
    else DO[name]();
  });

  // --- what there is to judge, in parts: the first claim is there before the last ---
  function add(part) {
    const added = part.map(([shard, place, fields, at, hash, every], number) => {
      const paper = { evidence: [shard, place], fields: [fields, at], hash };
      const index = papers.length + number;
      paper.claims = every.map(([start, end, confidence, byRules, onBoards], among) => (
        { paper: index, place: among, number: claims.length + among, key: `${hash}@${start}-${end}`, start, end, confidence, rules: byRules, boards: onBoards }
      ));
      claims.push(...paper.claims);
      return paper;
    });
    papers.push(...added);
    recall(added);
    select();
  }

  async function begin() {
    const index = await load("data/review.js");
    ({ rules, boards } = index);
    find("rule").append(...[...rules].sort(([one], [other]) => one.localeCompare(other)).map(([name, count]) => make("option", { value: name }, `${name} (${count.toLocaleString("en")})`)));
    find("boards").append(...[...boards].sort().slice(0, 2000).map((name) => make("option", { value: name })));
    find("keys").checked = kept(KEYS) !== "off";
    const wanted = restore();
    for (let part = 0; part < index.parts; part += 1) {
      add(await load(`data/claims-${part}.js`));
      if (current) tally();
      else {
        const named = wanted && claims.find((claim) => claim.key === wanted);
        const last = part === index.parts - 1;
        // the least sure may be in the last part, and so may be the claim that the address names
        if (last || named || (!wanted && filters().order === "paper" && queue.length)) show(named || queue[0] || null);
      }
    }
  }
  whole = begin().catch((error) => trouble(String(error.message)));

  for (const name of ["show", "rule", "board", "from", "to", "order"]) {
    find(name).addEventListener(find(name) instanceof HTMLSelectElement ? "change" : "input", () => {
      select();
      show(name !== "order" && queue.includes(current) ? current : queue[0] ?? null); // another order begins at its head
    });
  }
  find("filters").addEventListener("submit", (event) => event.preventDefault());
  find("download").addEventListener("click", DO.download);
  find("forget").addEventListener("click", forget);
  find("keys").addEventListener("change", () => kept(KEYS, find("keys").checked ? "on" : "off"));
})();
