/* The proof of a release as a browser reads it: what was not signed is refused, and by name. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { Damaged, digestOf, fileIn, listIn, nameOf, recordIn, segmentOf, Unable, verify } from "../../templates/scripts/copy/proof.js";

const bytes = (text) => new TextEncoder().encode(text);
const base64 = (...parts) => btoa(String.fromCharCode(...parts.flatMap((part) => [...part])));
const NUMBER = [1, 2, 3, 4, 5, 6, 7, 8];

async function signed(data, kind = "Ed", comment = "release 7") {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const sign = async (what) => new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, what));
  const head = await sign(data);
  const whole = await sign(new Uint8Array([...head, ...bytes(comment)]));
  const file = `untrusted comment: x\n${base64(bytes(kind), NUMBER, head)}\ntrusted comment: ${comment}\n${base64(whole)}\n`;
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { file, key: base64(bytes("Ed"), NUMBER, point), point };
}

test("what a key signed is proved, and no other bytes, comment or key", async () => {
  const { file, key, point } = await signed(bytes("a record"));
  await verify(bytes("a record"), bytes(file), key, "r");
  await assert.rejects(verify(bytes("a recorD"), bytes(file), key, "r"), Damaged);
  await assert.rejects(verify(bytes("a record"), bytes(file.replace("release 7", "release 8")), key, "r"), Damaged);
  await assert.rejects(verify(bytes("a record"), bytes(file), (await signed(bytes("x"))).key, "r"), Damaged);
  await assert.rejects(verify(bytes("a record"), bytes(file), base64(bytes("Ed"), [9, ...NUMBER.slice(1)], point), "r"), Damaged);
});

test("a signature that cannot be read is damaged, and one over a BLAKE2b digest is for another program", async () => {
  const { key, file } = await signed(bytes("a record"));
  for (const broken of ["", "<!doctype html>", file.slice(0, 40), file.replace("RWQ", "RW!").replace(/\n.*\n/, "\n?\n")])
    await assert.rejects(verify(bytes("a record"), bytes(broken), key, "r"), Damaged);
  const hashed = await signed(bytes("a record"), "ED");
  await assert.rejects(verify(bytes("a record"), bytes(hashed.file), hashed.key, "r"), Unable);
});

test("a pointer leads to the record of its number and digest, or to nothing", () => {
  const digest = "ab".repeat(32);
  assert.equal(nameOf(bytes(`{"record":"${digest}","sequence":7}`)).name, `release/records/000007-${digest.slice(0, 16)}.json`);
  for (const pointer of ["", "null", "<html>", '{"record":"../..","sequence":7}', `{"record":"${digest}","sequence":"7"}`])
    assert.throws(() => nameOf(bytes(pointer)), Damaged);
});

test("a record of a format that is not known is refused", () => {
  const good = { format: 1, sequence: 7, key: "RW", published: "2025-08-01", expires: "2025-10-10", segments: [] };
  assert.deepEqual(recordIn(bytes(JSON.stringify(good)), "r"), good);
  for (const change of [{ format: 2 }, { segments: {} }, { expires: "never" }, { published: "<b>" }])
    assert.throws(() => recordIn(bytes(JSON.stringify({ ...good, ...change })), "r"), Damaged);
});

test("a path is looked for in the list that begins last before it", () => {
  const record = { segments: [["a", "one", 1], ["gwent/index.html", "two", 1]] };
  assert.deepEqual(["A", "a", "b", "gwent/index.html", "z"].map((path) => segmentOf(record, path)), ["", "one", "one", "two", "two"]);
});

test("a list is read packed or unpacked, and not where it is another one", async () => {
  const text = "about/index.html\taa\t3\nindex.html\tbb\t4\n";
  const digest = await digestOf(bytes(text));
  assert.equal(await listIn(new Uint8Array(gzipSync(text)), digest, "l"), text);
  assert.equal(await listIn(bytes(text), digest, "l"), text);
  assert.deepEqual(["index.html", "about/index.html", "about"].map((path) => fileIn(text, path)), ["bb", "aa", ""]);
  await assert.rejects(listIn(bytes(`${text}x`), digest, "l"), Damaged);
  await assert.rejects(listIn(new Uint8Array([0x1f, 0x8b, 1, 2]), digest, "l"), Damaged);
});
