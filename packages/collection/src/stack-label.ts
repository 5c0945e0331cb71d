/** The label that says to which stack (by prefix) a container, volume or network belongs. */
export const stackLabel = "monitoring.stack";
