import { describe, expect, test } from "@jest/globals";
import { fateOf } from "../src/index.ts";

const whyGone = ({ metric, matchers }: { metric: string | undefined; matchers: readonly object[] }) =>
  metric === "gone" || JSON.stringify(matchers).includes('"nobody"') ? "it is gone" : undefined;

describe("an expression gives nothing", () => {
  test.each([
    "gone",
    'gone{a="b"} > 1',
    "sum by (a) (rate(gone[5m]))",
    "-gone",
    "gone offset 5m",
    "max_over_time(gone[1h:1m])",
    "there / gone",
    "gone * 2",
    "there and gone",
    "gone unless there",
    "gone or gone > 3",
    'label_replace(gone, "a", "b", "", "")',
    "histogram_quantile(0.9, sum by (le) (rate(gone[5m])))",
    "topk(5, gone)",
    'up{job="nobody"}',
    "there > on (a) group_left () gone",
  ])("where it needs what is gone: %s", (text) => {
    expect(fateOf(text, whyGone)).toEqual({ gives: "nothing", why: "it is gone" });
  });
});

describe("an expression gives the same for ever", () => {
  test.each([
    "absent(gone)",
    "absent_over_time(gone[5m]) == 1",
    "there > 1 or absent(gone)",
    'absent(up{job="nobody"}) unless there',
  ])("where it only says that something is gone: %s", (text) => {
    expect(fateOf(text, whyGone)).toEqual({ gives: "the same", why: "it is gone" });
  });
});

describe("an expression gives something", () => {
  test.each([
    "there",
    "there or gone",
    "gone or there",
    "there unless gone",
    "there unless on (a) (gone > 1) or gone",
    "vector(1)",
    "there > scalar(gone)",
    "absent(there)",
    "this is (not PromQL",
  ])("where the rest of it does: %s", (text) => {
    expect(fateOf(text, whyGone).gives).toBe("something");
  });
});
