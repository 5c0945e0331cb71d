import type { PlannedResource } from "./planned-resource.ts";

/** What is wrong with a resource, and what to do. */
export interface Violation {
  readonly resource: PlannedResource;
  readonly message: string;
}

/** Something that every stack has to be like. */
export interface Policy {
  readonly name: string;
  /** What has to hold, and why, as one sentence. */
  readonly what: string;
  readonly check: (resources: readonly PlannedResource[]) => readonly Violation[];
}

/** A check that looks at each resource by itself: the complaints about it. */
export function each(
  complaints: (resource: PlannedResource) => readonly string[],
): (resources: readonly PlannedResource[]) => readonly Violation[] {
  return (resources) =>
    resources.flatMap((resource) => complaints(resource).map((message) => ({ resource, message })));
}
