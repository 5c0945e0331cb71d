/** What npm's output means for the person, in one sentence. */
export function reason(output: string): string;
