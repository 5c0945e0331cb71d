/** A resource as a program registers it, before anything is done. */
export interface PlannedResource {
  /** E.g. `docker:index/container:Container`. */
  readonly type: string;
  readonly name: string;
  /** Its inputs. What is not known before an update is left out. */
  readonly props: Readonly<Record<string, unknown>>;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  /** Types of the components that it is part of, from the outermost in. */
  readonly within: readonly string[];
}

/** Types of the components in a URN, `urn:pulumi:stack::project::Outer$Inner$type::name`, without the resource's own. */
export function componentsOf(urn: string): readonly string[] {
  return (urn.split("::")[2] ?? "").split("$").slice(0, -1);
}
