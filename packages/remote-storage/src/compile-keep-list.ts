import { namePattern, type KeepRule } from "./keep-rule.ts";

/** A Prometheus relabelling step, the same for what leaves by remote_write and for what a scrape stores. */
export interface RelabelConfig {
  readonly action?: "keep" | "labeldrop";
  readonly source_labels?: readonly string[];
  readonly regex: string;
  readonly target_label?: string;
  readonly replacement?: string;
}

// Prometheus promises never to use names that begin like this itself.
const mark = "__tmp_keep";

/** Relabelling that marks what some rule keeps, drops what has no mark, and takes the mark off: `keep` alone would want all rules at once. */
export function compileKeepList(rules: readonly KeepRule[]): readonly RelabelConfig[] {
  return [
    ...rules.map((rule): RelabelConfig => {
      const labels = Object.entries(rule.labels);
      const values = labels.map(([, value]) => `;${value.includes("|") ? `(?:${value})` : value}`);
      const name = namePattern(rule);
      return {
        source_labels: ["__name__", ...labels.map(([label]) => label)],
        // Names in brackets where something follows: | binds weaker than all else.
        regex:
          labels.length > 0 && /^[^(]*\|/.test(name)
            ? `(?:${name})${values.join("")}`
            : `${name}${values.join("")}`,
        target_label: mark,
        replacement: "kept",
      };
    }),
    { source_labels: [mark], regex: "kept", action: "keep" },
    { regex: mark, action: "labeldrop" },
  ];
}
