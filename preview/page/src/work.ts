/** Something that a reader should not see: a query that failed, a panel with nothing in it. */
export interface Trouble {
  readonly panel: string;
  readonly kind: "query" | "empty" | "unsupported";
  readonly what: string;
}

/**
 * What the page is still busy with, and what went wrong. Whoever takes pictures reads it as `window.preview`: a picture
 * of a page that still asks or draws would be another one each time.
 */
export interface Work {
  /** Questions that have no answer yet. */
  pending: number;
  /** Panels that have not drawn their answers yet, by title. */
  readonly undrawn: Set<string>;
  readonly troubles: Map<string, Trouble>;
  /** Set once the dashboard, its variables and its panels are on the page. */
  laidOut: boolean;
}

declare global {
  interface Window {
    preview: Work;
  }
}

/** The page's only record of what it does. */
export const work: Work = { pending: 0, undrawn: new Set(), troubles: new Map(), laidOut: false };

/** Counts a question as pending until it is answered. */
export async function asking<T>(question: Promise<T>): Promise<T> {
  work.pending++;
  try {
    return await question;
  } finally {
    work.pending--;
  }
}

/** Records trouble of a panel, or that there is none of this kind any more. */
export function report(panel: string, kind: Trouble["kind"], what: string | undefined): void {
  const key = `${panel}\0${kind}`;
  if (what === undefined) work.troubles.delete(key);
  else work.troubles.set(key, { panel, kind, what });
}
