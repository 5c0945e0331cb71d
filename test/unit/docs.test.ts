import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";

const repository = join(import.meta.dirname, "../..");
const pages = [
  "README.md",
  ...readdirSync(join(repository, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
].map((name) => join(repository, name));
const { scripts } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** The anchor that GitHub makes from a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

/** The relative links of a page that lead nowhere. */
function deadLinks(page: string, text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = "", fragment] = link.split("#");
    const file = path === "" ? page : join(dirname(page), path);
    if (!existsSync(file)) return true;
    if (fragment === undefined) return false;
    const headings = readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm);
    return ![...headings].some(([, heading = ""]) => anchor(heading) === fragment);
  });
}

/** What a page calls as a script of this project and is none. */
function unknownScripts(text: string): string[] {
  const named = [...text.matchAll(/npm run (?:-s |--silent )?([a-z][\w:-]*)/g)].map(([, name = ""]) => name);
  return named.filter((name) => !(name in scripts));
}

describe.each(pages.map((page) => [relative(repository, page), page]))("%s", (_name, page) => {
  const text = readFileSync(page, "utf8");

  test("has no dead relative link", () => {
    expect(deadLinks(page, text)).toEqual([]);
  });

  test("names no npm script that does not exist", () => {
    expect(unknownScripts(text)).toEqual([]);
  });
});

test("dead links and unknown scripts are found", () => {
  const page = join(repository, "README.md");
  expect(
    deadLinks(page, "[a](no/such.md) [b](https://x.example) [c](#no-such-heading) [d](LICENSE)"),
  ).toEqual(["no/such.md", "#no-such-heading"]);
  expect(unknownScripts("`npm run nothing`, `npm run -s status`")).toEqual(["nothing"]);
});
