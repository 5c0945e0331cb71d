/**
 * The label that says to which stack a container or volume belongs: `stackLabel` of `@monitoring/collection/docker`,
 * written again (a test compares them), because that module loads Pulumi, which takes longer than all of `status`.
 */
export const stackLabel = "monitoring.stack";
