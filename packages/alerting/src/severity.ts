/** How urgently a person is told; the value of the `severity` label. */
export type Severity = "critical" | "high" | "warning" | "info";
