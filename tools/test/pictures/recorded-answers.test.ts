import type { Upstream } from "@monitoring/preview";
import { describe, expect, test } from "@jest/globals";
import {
  answersText,
  recording,
  replaying,
  type RecordedAnswer,
} from "../../src/pictures/recorded-answers.ts";

const prometheus: Readonly<Record<string, unknown>> = {
  "/api/v1/query_range?query=up&start=100&end=160&step=20": {
    resultType: "matrix",
    result: [
      {
        metric: { job: "a" },
        values: [
          [100, "0.123456789"],
          [140, "1795692780"],
          [160, "+Inf"],
        ],
      },
      { metric: { job: "b" }, values: [] },
    ],
  },
  "/api/v1/query?query=up&time=100": {
    resultType: "vector",
    result: [{ metric: { job: "a" }, value: [100, "1"] }],
  },
  "/api/v1/label/job/values?start=1&end=2": ["a", "b"],
};

const live: Upstream = (path) =>
  Promise.resolve(
    path in prometheus
      ? { status: 200, body: JSON.stringify({ status: "success", data: prometheus[path] }) }
      : { status: 400, body: '{"error":"parse error"}' },
  );

describe("what Prometheus answered", () => {
  const recorded = async (): Promise<readonly RecordedAnswer[]> => {
    const kept = new Map<string, RecordedAnswer>();
    const ask = recording(live, kept);
    for (const path of [...Object.keys(prometheus), "/api/v1/query?query=up("]) await ask(path);
    return [...kept.values()];
  };

  test("is kept in few bytes, a series a line, whatever was asked first", async () => {
    const answers = await recorded();
    const text = answersText(answers);
    expect(text).toBe(answersText([...answers].reverse()));
    expect(text).toContain('\n    {"metric":{"job":"a"},"values":"0.1235 - 1795692780 +Inf"}');
    expect(JSON.parse(text)).toHaveLength(3);
  });

  test("is answered again, up to the fourth digit", async () => {
    const again = replaying(JSON.parse(answersText(await recorded())) as RecordedAnswer[]);
    const dataOf = async (path: string): Promise<unknown> =>
      (JSON.parse((await again(path)).body) as { data: unknown }).data;
    // In another order of parameters, too.
    expect(await dataOf("/api/v1/query_range?step=20&query=up&start=100&end=160")).toEqual({
      resultType: "matrix",
      result: [
        {
          metric: { job: "a" },
          values: [
            [100, "0.1235"],
            [140, "1795692780"],
            [160, "+Inf"],
          ],
        },
        { metric: { job: "b" }, values: [] },
      ],
    });
    expect(await dataOf("/api/v1/query?query=up&time=100")).toEqual({
      resultType: "vector",
      result: [{ metric: { job: "a" }, value: [100, "1"] }],
    });
    expect(await dataOf("/api/v1/label/job/values?start=1&end=2")).toEqual(["a", "b"]);
  });

  test("says what to do about what was never asked", async () => {
    const { status, body } = await replaying(await recorded())("/api/v1/query?query=down&time=100");
    expect([status, body]).toEqual([
      404,
      '{"error":"nothing is recorded for down; record it with: npm run pictures -- --record"}',
    ]);
  });
});
