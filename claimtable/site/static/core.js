// What all scripts of the site share: data that is loaded as scripts, for a page from a file may not fetch.
window.claimtable = (() => {
  "use strict";
  const root = document.documentElement.dataset.root;
  const waiting = new Map(); // address -> [promise, resolve]

  /** The data in a script of the site, loaded once. */
  function load(address) {
    if (!waiting.has(address)) {
      let resolve;
      const promise = new Promise((done, failed) => {
        resolve = done;
        const script = document.createElement("script");
        script.src = root + address;
        script.onerror = () => failed(new Error(`${address} is missing`));
        document.head.append(script);
      });
      waiting.set(address, [promise, resolve]);
    }
    return waiting.get(address)[0];
  }

  /** Called by such a script. */
  function receive(address, data) {
    waiting.get(address)?.[1](data);
  }

  /** An element with attributes and content; text stays text. */
  function make(tag, attributes = {}, ...content) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...content);
    return element;
  }

  return { root, load, receive, make };
})();
