/** Prices of AMP in one region, in US dollars a month. */
export interface Prices {
  readonly region: string;
  /** When they were read. */
  readonly asOf: string;
  readonly source: string;
  /** What nobody has confirmed at the source, as a sentence. */
  readonly unconfirmed: string;
  /** Dollars per sample ingested, from the first on; each tier up to so many samples a month. */
  readonly ingest: readonly { readonly upTo: number; readonly perSample: number }[];
  /** Dollars per 2^30 bytes and month. */
  readonly storagePerGb: number;
  /** Dollars per sample that a query processes. */
  readonly perQuerySample: number;
  /** What costs nothing, each month. */
  readonly free: { readonly samples: number; readonly gb: number; readonly querySamples: number };
}

/** Tiers count per region and payer account; another region has other prices. */
export const ampPrices: Prices = {
  region: "us-east-1",
  asOf: "2026-11-22",
  source: "aws.amazon.com/prometheus/pricing (units, free tier) and published copies of its table (prices)",
  unconfirmed:
    "the prices per sample and GB are from copies of AWS's table that agree, not from the table itself",
  ingest: [
    { upTo: 2e9, perSample: 0.9 / 10e6 },
    { upTo: 252e9, perSample: 0.35 / 10e6 },
    { upTo: Infinity, perSample: 0.16 / 10e6 },
  ],
  storagePerGb: 0.03,
  perQuerySample: 0.1 / 1e9,
  free: { samples: 40e6, gb: 10, querySamples: 200e9 },
};
