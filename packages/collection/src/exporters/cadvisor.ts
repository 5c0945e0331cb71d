import { counter, gauge } from "../metric.ts";

const container = ["id", "image", "name"] as const;

/** Memory of a container without what the kernel could take back from it at once. */
export const containerWorkingSet = gauge(
  "container_memory_working_set_bytes",
  container,
  "memory that counts towards the limit in bytes",
);
/** A container's limit of memory; 0 where it has none. */
export const containerMemoryLimit = gauge(
  "container_spec_memory_limit_bytes",
  container,
  "limit of memory in bytes, 0 for none",
);
/** Processor time of a container; starts again from 0 when the container does. */
export const containerCpuSeconds = counter(
  "container_cpu_usage_seconds_total",
  container,
  "processor time in seconds",
);

/** Bytes received by a container. */
export const containerNetworkReceived = counter(
  "container_network_receive_bytes_total",
  ["id", "image", "interface", "name"],
  "bytes received by a container",
);
/** Bytes sent by a container. */
export const containerNetworkSent = counter(
  "container_network_transmit_bytes_total",
  ["id", "image", "interface", "name"],
  "bytes sent by a container",
);

/** What cAdvisor exposes of each container. */
export const cadvisorMetrics = [
  containerWorkingSet,
  containerMemoryLimit,
  containerCpuSeconds,
  containerNetworkReceived,
  containerNetworkSent,
];
