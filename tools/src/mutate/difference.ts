const context = 60;

/** Where two texts differ, with what stands around it: `rate(x[-[5m]-]{+[10m]+}) > 1`. */
export function difference(before: string, after: string): string {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let same = 0;
  const most = Math.min(before.length, after.length) - start;
  while (same < most && before.at(-1 - same) === after.at(-1 - same)) same++;
  const [gone, come] = [before, after].map((text) => text.slice(start, text.length - same));
  const head = before.slice(0, start);
  const tail = before.slice(before.length - same);
  return [
    head.length > context ? `...${head.slice(-context)}` : head,
    gone === "" ? "" : `[-${gone ?? ""}-]`,
    come === "" ? "" : `{+${come ?? ""}+}`,
    tail.length > context ? `${tail.slice(0, context)}...` : tail,
  ].join("");
}
