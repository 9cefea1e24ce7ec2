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

  /** A text as nodes: a word that no line holds may break, for browsers set a word of 100,000 letters in ten seconds. */
  function words(text) {
    const nodes = [];
    let at = 0;
    for (const match of text.matchAll(/\S{60}(?=\S{60})/gu)) {
      const end = match.index + match[0].length;
      nodes.push(text.slice(at, end), make("wbr"));
      at = end;
    }
    return [...nodes, text.slice(at)];
  }

  return { root, load, receive, make, words };
})();
