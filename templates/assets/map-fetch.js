/* Files of the site, and why one is not to be had: the map says the cause, for what mends it is different each time. */
(function (own) {
  "use strict";

  /* An error whose `why` is a word of the page's texts: inFolder, noAnswer, notThere, refused, damaged or noRanges. */
  own.failure = (url, why) => Object.assign(new Error(`${url}: ${why}`), { why });

  /* Browsers give a page that is read from a disk no other file of it; they call it a network error. */
  const unanswered = () => (location.protocol === "file:" ? "inFolder" : "noAnswer");

  own.fetchFile = async function (url, signal, headers = {}) {
    const response = await fetch(url, { signal, headers }).catch(function (error) {
      throw signal && signal.aborted ? error : own.failure(url, unanswered());
    });
    if (!response.ok) throw own.failure(url, [404, 410].includes(response.status) ? "notThere" : "refused");
    return response;
  };

  /* The bytes of an answer; one may still break off on its way. */
  const bytesOf = (response, signal) => response.arrayBuffer().catch(function (error) {
    throw signal && signal.aborted ? error : own.failure(response.url, unanswered());
  });

  own.fetchBytes = async (url, signal) => bytesOf(await own.fetchFile(url, signal), signal);

  /* Objects are made without a prototype: what is looked up in them comes from addresses and data, where "constructor" is a word like another. */
  own.parse = function (text) {
    return JSON.parse(text, (_, value) => (value && typeof value === "object" && !Array.isArray(value) ? Object.setPrototypeOf(value, null) : value));
  };

  own.fetchJson = async function (url) {
    const text = new TextDecoder().decode(await own.fetchBytes(url));
    try {
      return own.parse(text);
    } catch {
      throw own.failure(url, "damaged");
    }
  };

  /* Whether bytes are a vector tile from end to end: layers, each with its length, and nothing else. A server's page in the place of a file
     that is not there, or a file cut short, is none. */
  own.isTile = function (buffer) {
    const bytes = new Uint8Array(buffer);
    let at = 0;
    while (at < bytes.length) {
      if (bytes[at++] !== 0x1a) return false;
      let length = 0;
      for (let shift = 0; ; shift += 7) {
        if (at >= bytes.length || shift > 28) return false;
        length += (bytes[at] & 127) * 2 ** shift;
        if (bytes[at++] < 128) break;
      }
      at += length;
    }
    return at === bytes.length;
  };

  /* The parts of an archive, for the library that reads it. A server that sends all of it where a part was asked for is told apart, and
     what it sends is not waited for. */
  own.archiveSource = (url) => ({
    getKey: () => url,
    async getBytes(offset, length, signal) {
      const stop = new AbortController();
      if (signal) signal.addEventListener("abort", () => stop.abort());
      const response = await own.fetchFile(url, stop.signal, { range: `bytes=${offset}-${offset + length - 1}` });
      if (response.status !== 206) {
        stop.abort();
        throw own.failure(url, "noRanges");
      }
      return { data: await bytesOf(response, stop.signal) };
    },
  });

  /* A script gives no reason: where one does not come, its address is asked for once more to learn it. */
  own.loadScript = function (url) {
    return new Promise(function (resolve, reject) {
      const script = document.createElement("script");
      const explain = () => own.fetchFile(url).then(() => reject(own.failure(url, "damaged")), reject);
      Object.assign(script, { src: url, onload: resolve, onerror: explain });
      document.head.append(script);
    });
  };
})(window.crimeMap);
