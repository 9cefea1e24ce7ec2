// The evidence behind a row: the abstract with every marked place in the colour of its role.
(() => {
  "use strict";
  const { load, make, root, words } = claimtable;
  const ROLES = ["value", "metric", "dataset", "method", "baseline", "condition"];

  const legend = () =>
    make("p", { class: "legend", "aria-label": "Roles" }, ...ROLES.map((role) => make("mark", { class: `role-${role}` }, role === "dataset" ? "data set" : role)));

  function marked([text, number, label, records], wanted) {
    const role = ROLES[number];
    const said = role === "value" ? label : label && `${role}: ${label}`;
    const own = records.some((record) => wanted.has(record));
    return make("mark", { class: `role-${role}${own ? "" : " other"}`, title: said || role }, ...words(text));
  }

  /** An element that fills with the evidence [shard, place, records] of a row. */
  claimtable.evidence = ([shard, place, records]) => {
    const box = make("section", { class: "evidence", "aria-label": "Evidence" }, make("p", { class: "quiet" }, "Loading…"));
    load(`data/evidence-${shard}.js`).then(
      (papers) => {
        const [title, page, pieces] = papers[place];
        const wanted = new Set(records);
        const text = pieces.flatMap((piece) => (typeof piece === "string" ? words(piece) : [marked(piece, wanted)]));
        box.replaceChildren(
          make("p", { class: "evidence-title" }, make("a", { href: root + page }, title)),
          make("p", { class: "abstract" }, ...text),
          legend(),
        );
      },
      (error) => box.replaceChildren(make("p", { class: "quiet" }, String(error.message))),
    );
    return box;
  };
})();
