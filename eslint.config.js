/* The site's own scripts are classic scripts, served as they are: what the browser reads is what stands here. */
"use strict";

const js = require("@eslint/js");

const browser = [
  "AbortController", "Blob", "CSS", "CustomEvent", "DOMException", "DOMParser", "Element", "Event", "HTMLElement", "Intl", "IntersectionObserver", "MutationObserver",
  "Node", "Promise", "ResizeObserver", "Response", "TextDecoder", "URL", "URLSearchParams", "Worker", "addEventListener", "atob", "caches", "cancelAnimationFrame", "clearTimeout", "console",
  "document", "fetch", "getComputedStyle", "history", "location", "matchMedia", "navigator", "performance", "requestAnimationFrame", "self", "setTimeout", "window",
];
const libraries = ["maplibregl", "pmtiles"];

module.exports = [
  js.configs.recommended,
  { files: ["eslint.config.js"], languageOptions: { sourceType: "commonjs" } },
  {
    files: ["templates/assets/**/*.js", "templates/sw.js"],
    languageOptions: {
      ecmaVersion: 2020,
      sourceType: "script",
      globals: Object.fromEntries([...browser, ...libraries].map((name) => [name, "readonly"])),
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "eqeqeq": ["error", "smart"],
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "strict": ["error", "function"],
    },
  },
];
