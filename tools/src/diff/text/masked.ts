/**
 * What people paste where no secret belongs, with what stands in its place. The compiled files hold none: this is for
 * custom files, labels and addresses.
 */
const pasted: readonly (readonly [RegExp, string])[] = [
  [/\b([a-z][a-z\d+.-]*:\/\/)[^\s/@"'`]+@/gi, "$1***@"],
  [/(hooks\.slack\.com\/(?:services|workflows)\/)[\w/-]+/gi, "$1***"],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/g, "$1 ***"],
  [/\b(?:gh[oprsu]_|github_pat_|glsa_|glc_|xox[abprs]-|sk-)[\w-]{10,}/g, "***"],
  [/\b(?:AKIA|ASIA)[A-Z\d]{16}\b/g, "***"],
  [/\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g, "***"],
  [
    /(?<!:)((?:passw(?:or)?d|secret|token|api[_-]?key|routing[_-]?key|credentials?)["']?\s*[:=]\s*["']?)(?!\s*(?:true|false|null)\b)[^\s"'&,;{}]+/gi,
    "$1***",
  ],
];

/** The same text without what looks like a secret. */
export function masked(text: string): string {
  return pasted.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
}
