/** What is pinned, in one place. Images are pinned in `stacks/src/images.ts`. */
export const versions = {
  pulumi: "3.250.0",
  dockerPlugin: "5.2.0",
  /** The oldest Go that compiles all modules; also what `go` lines of `tools/airgap` say. */
  go: "1.26",
  /** Debian's package of Go for machines that have none or an older one. */
  debianGo: "1.27",
} as const;

/** Compares dotted versions by their numbers: negative if `a` is older. Anything after the numbers is ignored. */
export function compareVersions(a: string, b: string): number {
  const left = numbers(a);
  const right = numbers(b);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(version: string): number[] {
  const match = /\d+(?:\.\d+)*/.exec(version);
  return match ? match[0].split(".").map(Number) : [];
}
