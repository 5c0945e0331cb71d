/** The replica whose samples are kept, per `cluster`, and when it was last heard. */
export type Elected = ReadonlyMap<string, { readonly replica: string; readonly heard: number }>;

/** A request as the election sees it. */
export interface Heard {
  readonly cluster: string;
  readonly replica: string;
  /** Milliseconds since 1970, of the request, not of its samples. */
  readonly at: number;
}

/**
 * Whether AMP keeps the samples of a request, and who is elected after it: the first that is heard of a cluster, until
 * it has not been heard for `failover` milliseconds; then the next that is heard.
 */
export function elect(
  elected: Elected,
  { cluster, replica, at }: Heard,
  failover: number,
): { readonly kept: boolean; readonly elected: Elected } {
  const now = elected.get(cluster);
  const kept = now === undefined || now.replica === replica || at - now.heard > failover;
  return { kept, elected: kept ? new Map([...elected, [cluster, { replica, heard: at }]]) : elected };
}
