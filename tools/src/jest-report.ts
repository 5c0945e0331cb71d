import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** What of jest's report (`--json`) is read here. */
export interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

/**
 * How many tests passed, and what to read of each that did not: its file, its name and how it began to complain. A test
 * that was skipped proves nothing and did not pass; a file that could not be run is one failure.
 * @param root the folder that files are named from
 */
export function readReport(
  { testResults }: JestReport,
  root: string,
): { readonly passed: number; readonly failed: readonly string[] } {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: testResults.flatMap(({ name, status, message, assertionResults }) => {
      const file = relative(root, name);
      const failed = assertionResults
        .filter((test) => test.status !== "passed")
        .map(({ fullName, status: fate, failureMessages }) =>
          [
            `${file}: ${fullName}`,
            firstLines(fate === "failed" ? (failureMessages ?? []).join("\n") : `it is ${fate}`),
          ].join("\n"),
        );
      return status === "failed" && failed.length === 0 ? [`${file}\n${firstLines(message)}`] : failed;
    }),
  };
}

/** The first lines of what a program said, without colours, indented. */
export function firstLines(words: string, most = 20): string {
  return stripVTControlCharacters(words)
    .trim()
    .split("\n")
    .slice(0, most)
    .map((line) => `  ${line}`)
    .join("\n");
}
