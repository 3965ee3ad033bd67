/* Areas kept on the reader's device: saves one with its page, streets and map, lists them, removes them. Loaded when it is wanted.
   What it has to know and say comes from offline/words.json, in the page's language. */

import { writeList } from "./saved/list.js";
import { offerArea } from "./saved/offer.js";
import { dropWithdrawn } from "./saved/withdrawn.js";
import { fetchWords } from "./saved/words.js";

async function start() {
  await fetchWords();
  await offerArea();
  await writeList();
  // Without a connection nothing is stated, and what is saved stays.
  if (await dropWithdrawn().catch(() => false)) location.reload();
  if (location.search === "?not-saved") history.replaceState(null, "", location.pathname);
}

start();
