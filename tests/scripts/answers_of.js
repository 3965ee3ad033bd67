/* Asks a built site's search: reads what was typed as lines of JSON, prints for each its answer, what stands first in it, and the files it asked for. */

import fs from "node:fs";
import process from "node:process";
import readline from "node:readline";

import { answerFor } from "../../templates/scripts/search/answers.js";

const [site] = process.argv.slice(2);

/** Lists that read the site's files, and remember which. */
function openLists() {
  const asked = [];
  const read = (path) => (fs.existsSync(`${site}/${path}`) ? JSON.parse(fs.readFileSync(`${site}/${path}`, "utf8")) : null);
  const fetchJson = async (path) => (asked.push(path), read(path));
  return { asked, fetchJson, fetchIndex: async () => read("search/index.json") };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const lists = openLists();
  const answer = await answerFor(lists, JSON.parse(line), true);
  const groups = answer.groups || [];
  const rows = groups.flatMap((group) => group.rows);
  const [first = null] = rows.map(([text, note, way, more]) => ({ text, note, way, places: more?.rows?.length || 0, spot: more?.spot || null }));
  process.stdout.write(JSON.stringify({ kind: answer.kind, opens: answer.opens || "", first, group: groups.length ? groups[0].name : "", asked: [...new Set(lists.asked)] }) + "\n");
}
