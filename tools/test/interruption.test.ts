import { describe, expect, test } from "@jest/globals";
import { interrupted, stream } from "../src/child.ts";
import { unfinished } from "../src/unfinished.ts";

describe("a command whose Pulumi did not finish", () => {
  test.each([
    ["up", interrupted, "the update was interrupted; what it had done by then stays"],
    ["up", 255, "the update did not finish; mend what is said above and run `npm run up` again"],
    ["down", interrupted, "stopping was interrupted; what it had done by then stays"],
    ["down", 1, "the stack is not stopped; mend what is said above and run `npm run down` again"],
  ] as const)("%s with exit code %d", (command, code, message) => {
    expect(unfinished(command, code).message).toContain(message);
  });
});

describe("a program on this terminal", () => {
  test.each([
    ["that succeeds", "exit 0", 0],
    ["that fails", "exit 7", 7],
    ["that a signal ends", "kill -TERM $$", interrupted],
  ])("%s", async (_, script, code) => {
    expect(await stream("sh", ["-c", script])).toBe(code);
  });
});
