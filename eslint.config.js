/* The site's own scripts are modules, bundled to one classic script for each entry point. */

import js from "@eslint/js";

const browser = [
  "AbortController", "Blob", "CustomEvent", "DOMParser", "DecompressionStream", "Intl", "IntersectionObserver", "Response", "TextDecoder", "TextEncoder", "URL",
  "URLSearchParams", "WebAssembly", "Worker", "addEventListener", "atob", "caches", "clearTimeout", "crypto", "document", "fetch", "getComputedStyle", "history", "location", "matchMedia", "NodeFilter", "Path2D", "CSSMediaRule", "CSSStyleRule", "ResizeObserver", "devicePixelRatio", "navigator", "performance", "requestAnimationFrame", "self", "setTimeout", "window",
];
const globals = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]));
const rules = {
  "eqeqeq": ["error", "smart"],
  "no-console": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-script-url": "error",
  "no-var": "error",
  "prefer-const": ["error", { destructuring: "all" }],
};

export default [
  js.configs.recommended,
  {
    files: ["templates/scripts/**/*.js"],
    languageOptions: { ecmaVersion: 2020, sourceType: "module", globals: globals(browser) },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules,
  },
  { files: ["templates/scripts/sw.js"], languageOptions: { globals: globals(["SITE"]) } },
  {
    files: ["tests/scripts/**/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals(["TextDecoder", "TextEncoder", "Uint8Array", "btoa", "crypto"]) },
    rules,
  },
];
