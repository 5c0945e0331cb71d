/** What can be done to a running stack so that an alert fires; a drill exists for each. */
export type Fault = "server-stopped" | "none";
