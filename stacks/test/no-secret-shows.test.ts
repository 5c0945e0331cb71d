import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { checkConfig, secretProblems, secrets } from "../src/index.ts";

// Long and random enough not to be a part of any sentence by chance.
const secret = fc
  .tuple(
    fc.string({ unit: "binary-ascii", minLength: 0, maxLength: 12 }),
    fc.stringMatching(/^[A-Za-z0-9]{12,24}$/),
  )
  .map(([strange, plain]) => `${plain}${strange}`);
const random = (value: string) => value.slice(0, 12);
const said = (problems: readonly { readonly message: string }[]) =>
  problems.map(({ message }) => message).join();

test("no message holds a secret's value, whatever it looks like", () => {
  const wrapped = fc.tuple(
    secret,
    fc.constantFrom(
      "",
      "https://hooks.slack.com/services/",
      "http://inbox:8025/",
      "CHANGE_ME ",
      "${X} ",
      "xoxb-",
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(secrets)), wrapped, (name, [value, before]) => {
      expect(said(secretProblems({ [name]: `${before}${value}` }))).not.toContain(random(value));
      expect(said(checkConfig({ [name]: value, nonsense: true }).problems)).not.toContain(random(value));
    }),
    { numRuns: 400 },
  );
});

test("no message holds a password that was pasted with an address", () => {
  const keys = ["postgres", "redis", "mcpServer", "runbookBaseUrl", "retention", "bindAddress", "namePrefix"];
  const forms: readonly ((value: string) => string)[] = [
    (value) => `postgres://me:${value}@db.example.com:5432/crm?sslmode=require`,
    (value) => `postgresql://me:${encodeURIComponent(value)}@db.example.com/crm`,
    (value) => `postgres://db.example.com/crm?user=me&password=${value}`,
    (value) => `redis://:${value}@cache.example.com`,
    (value) => `https://me:${value}@mcp.example.com/metrics`,
    (value) => `host=db.example.com user=me password=${value}`,
    (value) => `me:${value}@db.example.com:5432`,
  ];
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.constantFrom(...forms), secret, (key, form, value) => {
      const values = { demo: false, mcpServer: "http://mcp.example.com", [key]: form(value) };
      expect(said(checkConfig(values).problems)).not.toContain(random(value));
    }),
    { numRuns: 400 },
  );
});

test("no value at all makes the check itself fail", () => {
  // Beside anything, what objects have by themselves: { toString: 1 } cannot even be made into a text.
  const members = fc.constantFrom("toString", "valueOf", "constructor", "__proto__", "email", "to", "url");
  const odd = fc.dictionary(members, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 });
  const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.array(odd, { maxLength: 3 }));
  fc.assert(
    fc.property(fc.dictionary(fc.string(), anything), anything, (values, value) => {
      const all = { ...values, receivers: value, ports: value, demo: value, integrations: value };
      expect(checkConfig(all).config.namePrefix).toEqual(expect.any(String));
    }),
    { numRuns: 400 },
  );
});
