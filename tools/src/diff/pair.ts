/** Things of two lists with the same key. */
export interface Pairs<T> {
  readonly removed: readonly T[];
  readonly added: readonly T[];
  readonly kept: readonly (readonly [before: T, after: T])[];
}

/** Puts the things of two lists together by their key; of those with the same key in one list, the first with the first. */
export function pair<T>(before: readonly T[], after: readonly T[], key: (thing: T) => string): Pairs<T> {
  const [old, young] = [numbered(before, key), numbered(after, key)];
  return {
    removed: [...old].flatMap(([name, thing]) => (young.has(name) ? [] : [thing])),
    added: [...young].flatMap(([name, thing]) => (old.has(name) ? [] : [thing])),
    kept: [...old].flatMap(([name, thing]) => {
      const other = young.get(name);
      return other === undefined ? [] : [[thing, other] as const];
    }),
  };
}

function numbered<T>(things: readonly T[], key: (thing: T) => string): ReadonlyMap<string, T> {
  const seen = new Map<string, number>();
  return new Map(
    things.map((thing) => {
      const name = key(thing);
      const number = seen.get(name) ?? 0;
      seen.set(name, number + 1);
      return [`${name}\0${number}`, thing];
    }),
  );
}
