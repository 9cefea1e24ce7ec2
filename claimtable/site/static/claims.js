// On a paper's page: a claim points at its places in the abstract, and a place at its claims.
(() => {
  "use strict";
  const marks = [...document.querySelectorAll(".abstract mark[data-records]")];
  const claims = [...document.querySelectorAll("[data-record]")];
  const records = (mark) => mark.dataset.records.split(" ").map(decodeURIComponent);

  function pick(wanted) {
    for (const mark of marks) mark.classList.toggle("other", wanted.size > 0 && !records(mark).some((record) => wanted.has(record)));
    for (const claim of claims) claim.classList.toggle("picked", wanted.has(claim.dataset.record));
  }

  const pinned = () => {
    const claim = document.getElementById(location.hash.slice(1))?.closest("[data-record]");
    pick(new Set(claim ? [claim.dataset.record] : []));
  };
  for (const claim of claims) {
    claim.addEventListener("mouseenter", () => pick(new Set([claim.dataset.record])));
    claim.addEventListener("mouseleave", pinned);
    claim.addEventListener("focusin", () => pick(new Set([claim.dataset.record])));
    claim.addEventListener("focusout", pinned);
  }
  for (const mark of marks) {
    mark.addEventListener("mouseenter", () => pick(new Set(records(mark))));
    mark.addEventListener("mouseleave", pinned);
  }
  addEventListener("hashchange", pinned);
  pinned();
})();
