import { expect, test } from "@jest/globals";
import { firstLines, readReport } from "../src/jest-report.ts";

const passed = { fullName: "adds", status: "passed", failureMessages: [] };

test("of a report, what passed is counted and what did not is told by file, name and first words", () => {
  const report = {
    testResults: [
      {
        name: "/clone/test/sum.test.ts",
        status: "failed",
        message: "all of it",
        assertionResults: [
          passed,
          {
            fullName: "subtracts",
            status: "failed",
            failureMessages: ["\u001b[31mError: 1 is not 2\u001b[39m\n  at x"],
          },
          { fullName: "divides", status: "pending", failureMessages: null },
        ],
      },
      { name: "/clone/test/fine.test.ts", status: "passed", message: "", assertionResults: [passed] },
      {
        name: "/clone/test/broken.test.ts",
        status: "failed",
        message: "SyntaxError: no such export",
        assertionResults: [],
      },
    ],
  };
  expect(readReport(report, "/clone")).toEqual({
    passed: 2,
    failed: [
      "test/sum.test.ts: subtracts\n  Error: 1 is not 2\n    at x",
      "test/sum.test.ts: divides\n  it is pending",
      "test/broken.test.ts\n  SyntaxError: no such export",
    ],
  });
});

test("a file whose tests all passed but whose end failed is a failure", () => {
  const testResults = [
    { name: "/a.test.ts", status: "failed", message: "afterAll", assertionResults: [passed] },
  ];
  expect(readReport({ testResults }, "/")).toEqual({ passed: 1, failed: ["a.test.ts\n  afterAll"] });
});

test("no more than the first lines are told", () => {
  expect(firstLines("\n1\n2\n3\n", 2)).toBe("  1\n  2");
});
