import { describe, expect, test } from "@jest/globals";
import { debianMirrors } from "../../src/toolchain/apt-sources.ts";

describe("the Debian mirror in apt's own configuration", () => {
  test("is found in the one-line format, with and without options", () => {
    const text = [
      "# deb http://old.example/debian bookworm main",
      "deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian/ bookworm main contrib",
      "deb-src http://source.example/debian bookworm main",
      "deb http://mirror.example/debian-security bookworm-security main",
    ].join("\n");
    expect(debianMirrors(text)).toEqual(["http://mirror.example/debian"]);
  });

  test("is found in the deb822 format, past comments, disabled stanzas and third parties", () => {
    const text = `Types: deb
# a comment between the fields
URIs: https://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main

Types: deb
URIs: https://off.example/debian
Suites: bookworm
Components: main
Enabled: no

Types: deb
URIs: https://deb.example/node_20.x
Suites: nodistro
Components: main
`;
    expect(debianMirrors(text)).toEqual(["https://mirror.example/debian"]);
  });

  test("is not Ubuntu's archive, which has no such release", () => {
    expect(debianMirrors("deb http://archive.example/ubuntu noble main")).toEqual([]);
  });
});
