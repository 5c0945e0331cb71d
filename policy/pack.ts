import { PolicyPack, type PolicyResource } from "@pulumi/policy";
import { componentsOf, policies, type PlannedResource } from "./src/index.ts";

/** The policies for `pulumi preview --policy-pack ./policy`: the same rows that the tests put to both stacks. */
new PolicyPack("monitoring", {
  policies: policies.map(({ name, what, check }) => ({
    name,
    description: what,
    enforcementLevel: "mandatory",
    validateStack: ({ resources }, reportViolation) => {
      const byUrn = new Map(resources.map((resource) => [resource.urn, planned(resource)]));
      const urns = new Map([...byUrn].map(([urn, resource]) => [resource, urn]));
      for (const { resource, message } of check([...byUrn.values()])) {
        reportViolation(`${resource.name}: ${message}`, urns.get(resource));
      }
    },
  })),
});

function planned({ type, name, urn, props, opts }: PolicyResource): PlannedResource {
  return { type, name, props: known(props), protect: opts.protect, within: componentsOf(urn) };
}

/** The properties that have a value already: in a preview some throw when they are looked at. */
function known(props: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(props).flatMap((key) => {
      try {
        return [[key, JSON.parse(JSON.stringify(props[key] ?? null)) as unknown] as const];
      } catch {
        return [];
      }
    }),
  );
}
