import { describe, expect, test } from "@jest/globals";
import { readJson } from "../src/index.ts";

const right = [
  "0",
  "-1.5e+3",
  '"\\u00e4\\n\\"\\\\/"',
  "[]",
  "{}",
  '[1, [2, {"a": null}], true, false]',
  '{"a": {"b": [1]}, "": "x", "a": 2, "__proto__": 1}',
  " \t\r\n[ ]\n",
  JSON.stringify({ title: "A", panels: [{ id: 1, targets: [{ expr: 'up{a="b"}' }] }] }, null, 2),
];
const wrong: readonly (readonly [string, string])[] = [
  ["", "1:1 the file is empty"],
  ["{", "1:2 the file ends, but the { of line 1 is not closed"],
  ['{\n"a": [\n1', "3:2 the file ends, but the [ of line 2 is not closed"],
  ['{"a" 1}', '1:6 expected : after the key "a", found 1'],
  ["{a: 1}", "1:2 expected a key in double quotes, found a"],
  ['{"a": x}', "1:7 expected a value, found x"],
  ['{"a": }', "1:7 expected a value, found }"],
  ['{"a": 01}', "1:7 expected a value, found 01"],
  ['{"a": 1,}', "1:8 a comma stands before }"],
  ["[1,\n2\n3]", "3:1 expected , or ], found 3"],
  ['{"a": "b\n"}', "1:7 a text is not closed on its line"],
  ['{"a": "\\x"}', "1:8 in a text, \\ stands before a letter that JSON does not know"],
  ["{} {}", "1:4 expected the end of the file, found {"],
  ["NaN", "1:1 expected a value, found NaN"],
];

describe("JSON", () => {
  test.each(right)("%# is read as JSON.parse reads it", (text) => {
    const read = readJson(text);
    expect(read).toMatchObject({ ok: true });
    expect(read.ok && JSON.stringify(read.value)).toBe(JSON.stringify(JSON.parse(text)));
  });

  test.each(wrong)("%j is refused with its place", (text, says) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    const read = readJson(text);
    expect(read.ok ? "read" : `${read.line}:${read.column} ${read.reason}`).toBe(says);
  });

  test("tells the line of a part, or of what is around it", () => {
    const read = readJson('\uFEFF{\n "a": 1,\n "b": [\n  1,\n  {"c": 2}\n ]\n}');
    if (!read.ok) throw new Error(read.reason);
    const at = [[], ["a"], ["b"], ["b", 1], ["b", 1, "c"], ["b", 1, "d"], ["e"]];
    expect(at.map((path) => read.lineOf(path))).toEqual([1, 2, 3, 5, 5, 5, 1]);
  });
});
