/** A mistake that a person can mend. */
export interface Problem {
  /** What it is about: a configuration key without its namespace (`ports.inbox`), or a file's path. */
  readonly key: string;
  /** The whole sentence, key included: what is wrong, what is allowed, what to do. Never holds a secret's value. */
  readonly message: string;
}

/** A mistake in a configuration key: the sentence goes on after the key. */
export function keyProblem(key: string, rest: string): Problem {
  return { key, message: `monitoring:${key} ${rest}` };
}

/** Whether two keys are the same, or one is a part of the other. */
export function touches(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

/** Further mistakes, without those about a key that is wrong already: they may be nothing but its consequence. */
export function unlessKnown(known: readonly Problem[], further: readonly Problem[]): readonly Problem[] {
  return further.filter(({ key }) => !known.some((one) => touches(key, one.key)));
}
