/* Names of places, streets and forces, as they are compared. */

/** What names are compared by; the site's lists are in the order of the same keys (docs/DATA.md, "Names").
 * @param {string} name */
export function fold(name) {
  const plain = name.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f'‘’`]/g, "").replace(/&/g, " and ");
  return (plain.match(/[a-z0-9]+/g) || []).join(" ").replace(/\bsaint\b/g, "st");
}
