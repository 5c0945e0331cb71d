/** The word that was probably meant: one that differs by case and separators only, or by a few letters. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const plain = normalise(word);
  const allowed = Math.max(1, Math.floor(plain.length / 3));
  let best: string | undefined;
  let least = allowed;
  for (const candidate of candidates) {
    const found = distance(plain, normalise(candidate), least);
    if (found > least || (found === least && best !== undefined && candidate > best)) continue;
    [best, least] = [candidate, found];
  }
  return best;
}

function normalise(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Letters to add, drop, change or swap with their neighbour; Infinity where there are more than the limit. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  const width = b.length + 1;
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: width }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = new Array<number>(width).fill(Infinity);
    row[0] = i;
    // Farther from the diagonal, every way is longer than the limit.
    for (let j = Math.max(1, i - limit); j <= Math.min(b.length, i + limit); j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        at(last, j) + 1,
        at(row, j - 1) + 1,
        at(last, j - 1) + change,
        swapped ? at(before, j - 2) + 1 : Infinity,
      );
    }
    [before, last] = [last, row];
  }
  return at(last, b.length) > limit ? Infinity : at(last, b.length);
}

function at(row: readonly number[], j: number): number {
  return row[j] ?? Infinity;
}
