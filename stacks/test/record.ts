import { componentsOf, policies, type PlannedResource } from "@monitoring/policy";
import type { Registered } from "../src/record.ts";

export * from "../src/record.ts";

/** What speaks against a stack's resources, by policy: nothing if all is well. */
export function policyViolations(
  registered: readonly Registered[],
): Readonly<Record<string, readonly string[]>> {
  const resources = registered.map(({ type, name, inputs, protect, parent }): PlannedResource => ({
    type,
    name,
    props: inputs,
    protect,
    within: parent === "" ? [] : [...componentsOf(parent), parent.split("::")[2]?.split("$").at(-1) ?? ""],
  }));
  return Object.fromEntries(
    policies.flatMap(({ name, check }) => {
      const found = check(resources).map(({ resource, message }) => `${resource.name}: ${message}`);
      return found.length === 0 ? [] : [[name, found] as const];
    }),
  );
}
