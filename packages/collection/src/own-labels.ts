/**
 * Puts apart what a target says in the stack's own name: which stack a sample is of, which replica sent it, whether it is
 * a drill's. Prometheus does so for `job`, `instance` and `service`, but adds external labels only where a sample has none
 * of that name: a target could write into another environment, and AMP drops whole requests by the `cluster` and
 * `__replica__` of a sample in them.
 */
export const putForeignLabelsApart: readonly object[] = [
  { action: "labelmap", regex: "(cluster|drill|env)|__(replica)__", replacement: "exported_$1$2" },
  { action: "labeldrop", regex: "cluster|drill|env|__replica__" },
];
